"""Reckoning every relationship in one pass, since warmth fades by the day: moments are read once,
in arrays, and only rows that came to stand otherwise are written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

from merkwerk.engine.warmth import REAL_CONTACT
from merkwerk.engine.warmth_many import (
    DIRECTION_CODES,
    KIND_CODES,
    STAGES,
    Many,
    Moments,
    warmth_many,
)
from merkwerk.relationships.actions.reckoning import (
    KINDS,
    RECKONED,
    Wishes,
    due_on,
    rhythms_in,
)
from merkwerk.relationships.actions.through import through
from merkwerk.relationships.models import Group, Moment, Relationship

A_BATCH = 10_000
AT_ONCE = 5_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEVER = np.iinfo(np.int64).min
CODES = {
    (kind.value, direction.value): KIND_CODES[KINDS[kind]] * len(DIRECTION_CODES) + code
    for kind in Moment.Kind
    for direction, code in DIRECTION_CODES.items()
}
"""Kind and direction as one number, looked up once a moment."""
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


class Microseconds(models.Func):
    """A time as whole microseconds since 1970, worked out by the database."""

    output_field = models.BigIntegerField()
    arity = 1

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        told = "CAST(EXTRACT(EPOCH FROM %(expressions)s) * 1000000 AS bigint)"
        return self.as_sql(compiler, connection, template=told, **context)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        told = (
            "(CAST(strftime('%%%%s', %(expressions)s) AS INTEGER) * 1000000"
            " + CAST(substr(%(expressions)s, 21, 6) AS INTEGER))"
        )
        return self.as_sql(compiler, connection, template=told, **context)


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
    moments, micro = _moments(numbers)
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


def _moments(numbers: Whole) -> tuple[Moments, Whole]:
    """All moments of these relationships, each one's own oldest first, and their times again in
    microseconds."""
    rows = (
        Moment.objects.filter(relationship__gte=int(numbers[0]), relationship__lte=int(numbers[-1]))
        .order_by()
        .annotate(micro=Microseconds("at"))
        .values_list("relationship_id", "micro", "kind", "direction")
        .iterator(chunk_size=AT_ONCE)
    )
    whose: list[int] = []
    times: list[int] = []
    codes: list[int] = []
    for number, at, kind, direction in rows:
        whose.append(number)
        times.append(at)
        codes.append(CODES[kind, direction])
    of = np.array(whose, dtype=np.int64)
    micro = np.array(times, dtype=np.int64)
    kinds, directions = np.divmod(np.array(codes, dtype=np.int8), np.int8(len(DIRECTION_CODES)))
    order = np.lexsort((micro, of))
    order = order[np.isin(of[order], numbers)]
    micro = micro[order]
    starts = np.append(np.searchsorted(of[order], numbers), len(order)).astype(np.int64)
    return Moments(starts, micro // 1_000_000, kinds[order], directions[order]), micro


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
    fields = [one for one in Relationship._meta.concrete_fields if one.name in RECKONED]
    names = ", ".join(f"{_quoted(str(field.column))} = %s" for field in fields)
    table, reckoned = _quoted(Relationship._meta.db_table), _quoted("reckoned_at")
    statement = (
        f"UPDATE {table} SET {names} WHERE {_quoted('id')} = %s "  # noqa: S608
        f"AND ({reckoned} IS NULL OR {reckoned} <= %s)"
    )
    rows = []
    for place, row in changed:
        told = [{"code": part.code, "facts": dict(part.facts)} for part in many.parts(place)]
        values = row._asdict() | {"because": told, "reckoned_at": now}
        ready = [field.get_db_prep_save(values[field.name], connection) for field in fields]
        rows.append([*ready, row.pk, connection.ops.adapt_datetimefield_value(now)])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
