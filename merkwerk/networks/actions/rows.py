"""The one writer that leaves the ORM: many rows at once, straight into their table.

SQLite takes them in one prepared statement, PostgreSQL as COPY. Measured by `bench/insert.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from merkwerk.networks.models import Post, Sighting, Source

Row = Mapping[str, Any]
"""Values by the attribute that holds them (`identity_id`); what is left out gets its default."""
_encode = json.JSONEncoder().encode


def write_new(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Writes rows that are known to be new. One that turns out to be there (somebody else was
    quicker) is passed over. Must run inside a transaction. No signals, no `save`, no checks: the
    values have to fit their columns already."""
    if not rows:
        return
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    if connection.vendor == "postgresql":
        _copy(model, fields, rows)
    else:
        _execute_many(model, fields, rows)


def _default(field: models.Field[Any, Any]) -> Any:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return timezone.now()
    return field.get_default()


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _into(model: type[models.Model], fields: Iterable[models.Field[Any, Any]]) -> str:
    return f"{_quoted(model._meta.db_table)} ({_names(fields)})"


def _names(fields: Iterable[models.Field[Any, Any]]) -> str:
    return ", ".join(_quoted(str(field.column)) for field in fields)


def _ready(
    fields: Sequence[models.Field[Any, Any]],
    rows: Iterable[Row],
    forms: Mapping[type, Callable[[Any], Any]],
    other: Callable[[Any], Any],
) -> Iterable[list[Any]]:
    """Each row as a list in the order of the fields, every value in the database's form."""
    plan = []
    for field in fields:
        kind = next((kind for kind in forms if isinstance(field, kind)), None)
        form = forms[kind] if kind else other
        plan.append((field.attname, form, form(_default(field))))
    for row in rows:
        yield [form(row[name]) if name in row else default for name, form, default in plan]


def _dumps(value: Any) -> str:
    return _encode(value) if value or not isinstance(value, list) else "[]"


# --- SQLite --------------------------------------------------------------------------------


def _execute_many(
    model: type[models.Model], fields: Sequence[models.Field[Any, Any]], rows: Sequence[Row]
) -> None:
    marks = ", ".join(["%s"] * len(fields))
    into = _into(model, fields)
    statement = f"INSERT INTO {into} VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608
    forms = {models.JSONField: _dumps, models.DateTimeField: _sqlite_time}
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(_ready(fields, rows, forms, _as_it_is)))


def _as_it_is(value: Any) -> Any:
    return value


def _sqlite_time(value: datetime | None) -> str | None:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ") if value else None


# --- PostgreSQL ----------------------------------------------------------------------------


def _copy(
    model: type[models.Model], fields: Sequence[models.Field[Any, Any]], rows: Sequence[Row]
) -> None:
    forms: dict[type, Callable[[Any], str]] = {
        models.JSONField: lambda value: _text(_dumps(value)),
        models.DateTimeField: _time,
        models.BooleanField: lambda value: r"\N" if value is None else "ft"[value],
    }
    lines = ["\t".join(row) for row in _ready(fields, rows, forms, _text)]
    data = "\n".join(lines) + "\n"
    into = _into(model, fields)
    try:
        with transaction.atomic():
            _copy_in(f"COPY {into} FROM STDIN", data)
    except IntegrityError:
        _merge_in(model, fields, into, data)


def _copy_in(statement: str, data: str) -> None:
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as copy,
    ):
        copy.write(data)


def _merge_in(
    model: type[models.Model], fields: Sequence[models.Field[Any, Any]], into: str, data: str
) -> None:
    """The slower way, when some are there already: through a table for the moment."""
    names = _names(fields)
    table = _quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS coming_in")
        cursor.execute(
            f"CREATE TEMPORARY TABLE coming_in ON COMMIT DROP AS "  # noqa: S608
            f"SELECT {names} FROM {table} WITH NO DATA"
        )
        _copy_in(f"COPY coming_in ({names}) FROM STDIN", data)
        cursor.execute(f"INSERT INTO {into} SELECT * FROM coming_in ON CONFLICT DO NOTHING")  # noqa: S608
        cursor.execute("DROP TABLE coming_in")


def _text(value: Any) -> str:
    if value is None:
        return r"\N"
    text = value if isinstance(value, str) else str(value)
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if not text.isprintable():
        text = text.replace("\n", r"\n").replace("\t", r"\t").replace("\r", r"\r")
    return text


def _time(value: datetime | None) -> str:
    return value.isoformat() if value else r"\N"


# --- sightings -----------------------------------------------------------------------------


def see(*, source: Source, uids: Sequence[str]) -> None:
    """Notes that posts of the source's network, given by their uid, were seen through it; in one
    statement."""
    if not uids:
        return
    posts, sightings = _quoted(Post._meta.db_table), _quoted(Sighting._meta.db_table)
    columns = ", ".join(_quoted(name) for name in ("post_id", "source_id"))
    marks = ", ".join(["%s"] * len(uids))
    statement = (
        f"INSERT INTO {sightings} ({columns}) SELECT p.id, %s FROM {posts} p "  # noqa: S608
        f"WHERE p.network = %s AND p.uid IN ({marks}) AND NOT EXISTS (SELECT 1 FROM {sightings} s "
        f"WHERE s.post_id = p.id AND s.source_id = %s) ORDER BY p.id ON CONFLICT DO NOTHING"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [source.pk, source.network, *uids, source.pk])
