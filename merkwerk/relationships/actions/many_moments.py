"""The moments of many relationships out of the database in arrays, a hundred thousand in one go:
PostgreSQL puts all of them in one string of its own bytes, SQLite works out numbers."""

from __future__ import annotations

from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection

from merkwerk.engine.warmth_many import DIRECTION_CODES, KIND_CODES, Moments
from merkwerk.relationships.actions.reckoning import KINDS
from merkwerk.relationships.models import Moment, Relationship

Whole = npt.NDArray[np.int64]
_KINDS = " ".join(f"WHEN '{kind.value}' THEN {KIND_CODES[told]}" for kind, told in KINDS.items())
_SIDES = " ".join(f"WHEN '{side.value}' THEN {code}" for side, code in DIRECTION_CODES.items())
_CODE = (
    f"CASE kind {_KINDS} ELSE {KIND_CODES[KINDS[Moment.Kind.NOTICED]]} END"
    f" * {len(DIRECTION_CODES)} + CASE direction {_SIDES} END"
)
_BYTES = np.dtype([("of", ">i8"), ("at", ">i8"), ("code", ">i2")])
_SENT = f"int8send(relationship_id) || timestamptz_send(at) || int2send(({_CODE})::smallint)"
_SINCE_2000 = 946_684_800_000_000
"""Microseconds from 1970 to 2000, where PostgreSQL counts from."""
_MICROSECONDS = "CAST(strftime('%s', at) AS INTEGER) * 1000000 + CAST(substr(at, 21, 6) AS INTEGER)"


def moments_between(numbers: Whole) -> tuple[Moments, Whole]:
    """All moments of these relationships (rising numbers, reckoned in one stretch), each one's own
    oldest first, and their times again in microseconds since 1970."""
    where = f"relationship_id BETWEEN {int(numbers[0])} AND {int(numbers[-1])}"
    return _piled(numbers, *_read(where))


def moments_of(colleague: int, numbers: Whole) -> Moments:
    """The same for relationships (rising numbers) of one colleague."""
    table = Relationship._meta.db_table
    own = f"SELECT id FROM {table} WHERE colleague_id = {int(colleague)}"  # noqa: S608
    return _piled(numbers, *_read(f"relationship_id IN ({own})"))[0]


def _piled(numbers: Whole, of: Whole, micro: Whole, code: Whole) -> tuple[Moments, Whole]:
    order = np.lexsort((micro, of))
    order = order[np.isin(of[order], numbers)]
    micro = micro[order]
    starts = np.append(np.searchsorted(of[order], numbers), len(order)).astype(np.int64)
    kinds, directions = np.divmod(code[order].astype(np.int8), np.int8(len(DIRECTION_CODES)))
    return Moments(starts, micro // 1_000_000, kinds, directions), micro


def _read(where: str) -> tuple[Whole, Whole, Whole]:
    """Of each moment: whose it is, its microseconds since 1970, kind and direction as one code."""
    table = Moment._meta.db_table
    if connection.vendor == "postgresql":
        asked = f"SELECT string_agg({_SENT}, ''::bytea) FROM {table} WHERE {where}"  # noqa: S608
        return _from_bytes(bytes(_asked(asked)[0][0] or b""))
    asked = f"SELECT relationship_id, {_MICROSECONDS}, {_CODE} FROM {table} WHERE {where}"  # noqa: S608
    rows = _asked(asked)
    flat = np.fromiter(chain.from_iterable(rows), np.int64, 3 * len(rows)).reshape(-1, 3)
    return flat[:, 0], flat[:, 1], flat[:, 2]


def _asked(asked: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return list(cursor.fetchall())


def _from_bytes(told: bytes) -> tuple[Whole, Whole, Whole]:
    rows = np.frombuffer(told, _BYTES)
    of, at, code = (rows[name].astype(np.int64) for name in ("of", "at", "code"))
    return of, at + _SINCE_2000, code
