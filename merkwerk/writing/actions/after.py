"""After telling: who answered comes first; figures come a day later, or when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.networks.models import ConnectedAccount, Message, Post, Reaction
from merkwerk.writing.actions.pausing import wishes_of
from merkwerk.writing.models import Draft, ShortLink

A_DAY = timedelta(days=1)
MOST_PEOPLE = 50


@dataclass(frozen=True, slots=True)
class Figures:
    """Who liked and who passed it on, people first; and how often its short links were opened."""

    liked: list[Reaction]
    shared: list[Reaction]
    clicks: int


def answers_to(*, told: Sequence[Message], by: Colleague) -> list[Post]:
    """What others said to these messages, the oldest first. One query."""
    uids = [one.uid for one in told if one.uid]
    own = ConnectedAccount.objects.visible_to(by).values("identity")
    seen = Post.objects.visible_to(by).filter(reply_to__in=uids).exclude(identity__in=own)
    return list(seen.select_related("identity").order_by("written", "pk")[:MOST_PEOPLE])


def figures_wait(*, draft: Draft, by: Colleague, now: datetime | None = None) -> bool:
    """Whether the figures of this draft stay out of sight: for a day, unless its writer asked for
    them or doesn't want them to wait."""
    if draft.told_at is None or draft.figures_asked or not wishes_of(by).figures_wait:
        return False
    return (now or timezone.now()) < draft.told_at + A_DAY


def ask_for_figures(*, draft: Draft, by: Colleague) -> None:
    """The writer wants to see the figures of the first day."""
    Draft.objects.visible_to(by).filter(pk=draft.pk).update(figures_asked=True)


def figures_of(*, draft: Draft, told: Sequence[Message], by: Colleague) -> Figures:
    """What others did with it, told to its writer alone."""
    uids = [one.uid for one in told if one.uid]
    rows = Reaction.objects.visible_to(by).filter(about__in=uids).select_related("identity")
    done = list(rows.order_by("at")[: 2 * MOST_PEOPLE])
    links = ShortLink.objects.visible_to(by).filter(draft=draft)
    return Figures(
        liked=[one for one in done if one.kind == Reaction.Kind.FAVOURITE],
        shared=[one for one in done if one.kind == Reaction.Kind.BOOST],
        clicks=links.aggregate(total=Sum("clicks"))["total"] or 0,
    )
