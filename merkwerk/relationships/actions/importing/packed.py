"""Cards and what goes with them as text for an encrypted column, and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from merkwerk.connectors.exports.values import Card, Kept, Owner, Reach, Result, Way

Facts = dict[str, Any]


def pack(facts: Facts) -> str:
    """Facts as compact JSON; days and moments in ISO 8601."""
    return json.dumps(facts, default=_plain, separators=(",", ":"), ensure_ascii=False)


def unpack(text: str) -> Facts:
    """The facts of `pack`; nothing for nothing."""
    return dict(json.loads(text)) if text else {}


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def flat(thing: Card | Kept | Owner) -> Facts:
    """A value without what is empty in it."""
    return {name: value for name, value in asdict(thing).items() if value not in ("", (), None)}


def card_of(facts: Facts) -> Card:
    """The card of `flat`, after a journey through JSON."""
    told = dict(facts)
    return Card(
        key=told.pop("key", ""),
        where=told.pop("where", ""),
        name=told.pop("name", ""),
        reaches=reaches_of(told.pop("reaches", ())),
        groups=tuple(told.pop("groups", ())),
        birthday=_day(told.pop("birthday", None)),
        since=_moment(told.pop("since", None)),
        **told,
    )


def kept_of(facts: Facts) -> Kept:
    """What was kept of somebody, of `flat`, after a journey through JSON."""
    told = dict(facts)
    outcomes = tuple(
        Result(**(one | {"on": _day(one.get("on"))})) for one in told.pop("outcomes", ())
    )
    return Kept(outcomes=outcomes, **told)


def owner_of(facts: Facts) -> Owner:
    """Whose file it is, of `flat`, after a journey through JSON."""
    return Owner(facts.get("name", ""), reaches_of(facts.get("reaches", ())))


def reaches_of(rows: Any) -> tuple[Reach, ...]:
    """Ways to reach somebody, after a journey through JSON."""
    return tuple(Reach(**(row | {"way": Way(row["way"])})) for row in rows)


def _day(told: str | date | None) -> date | None:
    return date.fromisoformat(told) if isinstance(told, str) else told


def _moment(told: str | datetime | None) -> datetime | None:
    return datetime.fromisoformat(told) if isinstance(told, str) else told
