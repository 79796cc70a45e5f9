"""What stands under a story: reactions with answers, and footnotes of what happens elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from merkwerk.connectors import content
from merkwerk.stories.models import Reaction, Sign

MOST = 500
State = Reaction.State


@dataclass(slots=True)
class Shown:
    """One reaction as everybody sees it. `html` is clean markup of what came from elsewhere, else
    empty; `to` is the name of whom it answers, when that isn't plain from its place."""

    pk: int
    name: str
    words: str
    html: str
    at: datetime
    address: str = ""
    source_url: str = ""
    host: str = ""
    is_answer: bool = False
    asks_back: bool = False
    to: str = ""
    answers: list[Shown] = field(default_factory=list)


@dataclass(slots=True)
class Footnote:
    """Who liked, passed on or mentioned a story: the first by name, the others by number."""

    kind: str
    people: list[Sign]

    @property
    def first(self) -> str:
        return self.people[0].name

    @property
    def others(self) -> int:
        return len(self.people) - 1


@dataclass(slots=True)
class Under:
    """Everything under one story. `count`: readers' reactions and answers together."""

    reactions: list[Shown]
    footnotes: list[Footnote]
    count: int


def under(story_pk: int) -> Under:
    """What is shown under a story now, oldest first, answers below what they answer; two
    questions. Nothing of a reader but the name and the words is in it."""
    rows = list(Reaction.objects.shown().filter(story=story_pk).order_by("at", "pk")[:MOST])
    named = {row.pk: row for row in rows}
    shown = {row.pk: _shown(row) for row in rows}
    tops: list[Shown] = []
    for row in rows:
        top = _top(row, named)
        if top is row:
            tops.append(shown[row.pk])
            continue
        shown[top.pk].answers.append(shown[row.pk])
        if row.answers_id != top.pk:
            shown[row.pk].to = named[row.answers_id or 0].name
    return Under(tops, _footnotes(story_pk), len(rows))


def to_answer(story_pk: int, pk: int) -> Shown | None:
    """The reaction a reader wants to answer, while it is shown under this story."""
    row = Reaction.objects.shown().filter(story=story_pk, pk=pk).first()
    return _shown(row) if row else None


def _top(row: Reaction, named: dict[int, Reaction]) -> Reaction:
    """The reaction at the head of its conversation, as far as that is shown."""
    seen = {row.pk}
    while row.answers_id in named and row.answers_id not in seen:
        seen.add(row.answers_id)
        row = named[row.answers_id]
    return row


def _shown(row: Reaction) -> Shown:
    return Shown(
        pk=row.pk,
        name=row.name,
        words=row.words,
        html=content.clean(row.html) if row.html else "",
        at=row.at,
        address=content.safe_url(row.address),
        source_url=content.safe_url(row.source_url),
        host=row.source_url.partition("://")[2].partition("/")[0],
        is_answer=row.is_answer,
        asks_back=row.asks_back,
    )


def _footnotes(story_pk: int) -> list[Footnote]:
    kinds: dict[str, list[Sign]] = {}
    for sign in Sign.objects.filter(story=story_pk, is_hidden=False).order_by("at", "pk")[:MOST]:
        kinds.setdefault(sign.kind, []).append(sign)
    return [Footnote(kind, kinds[kind]) for kind in Sign.Kind.values if kind in kinds]
