"""Reckoning every relationship in one pass, since warmth fades by the day: moments are read once,
in arrays, and only rows that came to stand otherwise are written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from django.db import connection, transaction

from merkwerk.engine.warmth import REAL_CONTACT
from merkwerk.engine.warmth_many import KIND_CODES, STAGES, Many, warmth_many
from merkwerk.engine.warmth_told import Told
from merkwerk.relationships.actions.many_moments import moments_between
from merkwerk.relationships.actions.reckoning import (
    RECKONED,
    Wishes,
    due_on,
    rhythms_in,
)
from merkwerk.relationships.actions.through import through
from merkwerk.relationships.models import Group, Relationship

A_BATCH = 10_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEVER = np.iinfo(np.int64).min
REAL = np.array(sorted(KIND_CODES[kind] for kind in REAL_CONTACT), dtype=np.int8)
Whole = npt.NDArray[np.int64]


class Row(NamedTuple):
    """A relationship as it stands: what was wished, and what was reckoned last."""

    pk: int
    since: datetime
    rest_until: datetime | None
    rests_for_good: bool
    rhythm_wish: int | None
    warmth: int
    quiet_days: int | None
    rhythm_days: int | None
    stage: str
    last_moment: datetime | None
    last_contact: datetime | None
    through_at: datetime | None
    due_on: date | None
    reckoned_at: datetime | None


def reckon_all(*, now: datetime) -> int:
    """Reckons every relationship again, some thousands at a time, so that no transaction is long
    and memory stays the same. What stands already is not written again: an interrupted run is
    simply begun anew, and reads only. What somebody else reckoned meanwhile stays theirs. Answers
    how many were looked at."""
    done, last = 0, 0
    while True:
        rows = Relationship.objects.filter(pk__gt=last).order_by("pk")
        batch = [Row(*row) for row in rows.values_list(*Row._fields)[:A_BATCH]]
        if not batch:
            return done
        _reckon(batch, now)
        done, last = done + len(batch), batch[-1].pk


def _reckon(batch: Sequence[Row], now: datetime) -> None:
    numbers = np.fromiter((row.pk for row in batch), np.int64, len(batch))
    moments, micro = moments_between(numbers)
    many = warmth_many(moments, now)
    lasts = _latest(micro, moments.starts)
    real = np.where(np.isin(moments.kinds, REAL), micro, NEVER)
    contacts = _latest(real, moments.starts)
    first, last = batch[0].pk, batch[-1].pk
    groups = rhythms_in(Group.objects.filter(members__gte=first, members__lte=last))
    shared = Relationship.objects.filter(pk__gte=first, pk__lte=last, shares__isnull=False)
    others = through(list(shared.only("colleague", "contact").order_by().distinct()))
    changed = []
    for place, row in enumerate(batch):
        fresh = _fresh(row, place, many)._replace(
            last_moment=_time(lasts[place]),
            last_contact=_time(contacts[place]),
            through_at=others.get(row.pk),
        )
        fresh = fresh._replace(due_on=_due(fresh, groups.get(row.pk, ()), now))
        if _differs(row, fresh):
            changed.append((place, fresh))
    _write(changed, many, now)


def _latest(times: Whole, starts: Whole) -> Whole:
    """The last of the times of each, `NEVER` where there is none."""
    padded = np.append(times, NEVER)
    latest: Whole = np.maximum.reduceat(padded, starts[:-1])
    latest[starts[:-1] == starts[1:]] = NEVER
    return latest


def _time(micro: np.int64) -> datetime | None:
    return None if micro == NEVER else EPOCH + timedelta(microseconds=int(micro))


def _whole(days: np.int32) -> int | None:
    return int(days) if days >= 0 else None


def _fresh(row: Row, place: int, many: Many) -> Row:
    return row._replace(
        warmth=int(many.value[place]),
        quiet_days=_whole(many.quiet_days[place]),
        rhythm_days=_whole(many.rhythm_days[place]),
        stage=STAGES[many.stage[place]].value,
    )


def _due(row: Row, groups: Sequence[int], now: datetime) -> date | None:
    wishes = Wishes(row.rhythm_wish, groups, row.since, row.rest_until, row.rests_for_good)
    return due_on(
        wishes,
        learned=row.rhythm_days,
        last=row.last_contact,
        through=row.through_at,
        now=now,
    )


def _differs(before: Row, after: Row) -> bool:
    """Whether something came to stand otherwise. That a silence is a day longer does not count."""
    if before.reckoned_at is None or (before.quiet_days is None) != (after.quiet_days is None):
        return True
    return before._replace(quiet_days=None) != after._replace(quiet_days=None)


def _write(changed: Sequence[tuple[int, Row]], many: Many, now: datetime) -> None:
    if not changed:
        return
    told = Told(many)
    rows = []
    for place, row in changed:
        because = [{"code": part.code, "facts": part.facts} for part in told.parts(place)]
        values = row._asdict() | {"because": because, "reckoned_at": now}
        rows.append({"id": row.pk} | {name: values[name] for name in RECKONED})
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_all_at_once(), [json.dumps(rows, default=str), now])
        else:
            cursor.executemany(_one_by_one(), [_prepared(row, now) for row in rows])


def _all_at_once() -> str:
    """For PostgreSQL: one statement, with all rows as JSON."""
    columns = [Relationship._meta.get_field(name) for name in ("id", *RECKONED)]
    types = ["bigint", *(str(field.db_type(connection)) for field in columns[1:])]
    names = zip(("id", *RECKONED), types, strict=True)
    told = ", ".join(f"{_quoted(name)} {kind}" for name, kind in names)
    fresh = ", ".join(f"{_quoted(name)} = fresh.{_quoted(name)}" for name in RECKONED)
    table, reckoned = _quoted(Relationship._meta.db_table), _quoted("reckoned_at")
    return (
        f"UPDATE {table} SET {fresh} FROM jsonb_to_recordset(%s::jsonb) AS fresh ({told}) "  # noqa: S608
        f"WHERE {table}.id = fresh.id "
        f"AND ({table}.{reckoned} IS NULL OR {table}.{reckoned} <= %s)"
    )


def _one_by_one() -> str:
    names = ", ".join(f"{_quoted(name)} = %s" for name in RECKONED)
    table, reckoned = _quoted(Relationship._meta.db_table), _quoted("reckoned_at")
    return (
        f"UPDATE {table} SET {names} WHERE {_quoted('id')} = %s "  # noqa: S608
        f"AND ({reckoned} IS NULL OR {reckoned} <= %s)"
    )


def _prepared(row: Mapping[str, Any], now: datetime) -> list[Any]:
    """The columns as SQLite keeps them, the number and the time at the end."""
    told: list[Any] = []
    for value in (*(row[name] for name in RECKONED), row["id"], now):
        if isinstance(value, datetime):
            told.append(connection.ops.adapt_datetimefield_value(value))
        elif isinstance(value, date):
            told.append(connection.ops.adapt_datefield_value(value))
        else:
            told.append(json.dumps(value) if isinstance(value, list) else value)
    return told


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
