"""A card in the making: what a file says, gathered field by field, then made safe at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from merkwerk.connectors import content
from merkwerk.connectors.exports.values import Card, Reach, Way

NAME = 300
WORDS = 200
NOTE = 20_000
KEY = 300
GROUPS = 50
REACHES = 60


@dataclass(slots=True)
class Draft:
    """`where` as in Card. Everything may be set to whatever the file says, of any length."""

    where: str
    key: str = ""
    name: str = ""
    given: str = ""
    family: str = ""
    nickname: str = ""
    organisation: str = ""
    function: str = ""
    note: str = ""
    birthday: date | None = None
    since: datetime | None = None
    following: str = ""
    groups: list[str] = field(default_factory=list)
    reaches: list[Reach] = field(default_factory=list)

    def named(self, given: str, middle: str, family: str) -> None:
        """Given and family name; a middle name in lower case is what stands between them in
        Dutch (`van den`), and goes with the family's."""
        between = middle.strip() if middle.strip()[:1].islower() else ""
        self.given = given if between else f"{given} {middle}".strip()
        self.family = f"{between} {family}".strip()

    def reach(self, *found: Reach | None) -> None:
        self.reaches += [one for one in found if one is not None]

    def card(self) -> Card | None:
        """The card, in clean lines of sane length; None when it has neither a name nor a way to
        reach somebody. Named after the organisation or the first way when it has no name."""
        given, family = _line(self.given, NAME), _line(self.family, NAME)
        nickname = _line(self.nickname, WORDS)
        organisation = _line(self.organisation, WORDS)
        reaches = _once(self.reaches)
        first = next((one.value for one in reaches if one.way != Way.POST), "")
        own = _line(self.name, NAME) or _line(f"{given} {family}", NAME)
        name = own or nickname or organisation or first
        if not name:
            return None
        return Card(
            key=_line(self.key, KEY) or _key(name, reaches, self.where),
            where=_line(self.where, NAME),
            name=name,
            given=given,
            family=family,
            nickname=nickname,
            organisation=organisation,
            function=_line(self.function, WORDS),
            reaches=reaches,
            birthday=self.birthday,
            note=content.block(self.note, NOTE),
            groups=content.few((_line(one, 100) for one in self.groups), GROUPS),
            since=self.since,
            following=self.following,
        )


def _once(reaches: list[Reach]) -> tuple[Reach, ...]:
    """Each way once, with the label and steady name that any of the times told."""
    kept: dict[tuple[Way, str, str], Reach] = {}
    for one in reaches:
        mark = (one.way, one.network, one.value.lower())
        before = kept.get(mark)
        if before is None and len(kept) < REACHES:
            kept[mark] = one
        elif before is not None:
            label, uid = before.label or one.label, before.uid or one.uid
            kept[mark] = replace(before, label=label, uid=uid)
    return tuple(kept.values())


def _key(name: str, reaches: tuple[Reach, ...], where: str) -> str:
    best = next((one for way in (Way.HANDLE, Way.MAIL) for one in reaches if one.way == way), None)
    return f"{best.network or best.way}:{best.value}"[:KEY] if best else where


def _line(value: str, limit: int) -> str:
    return content.line(value, limit) if value else ""
