"""The letters to subscribers: in each one's rhythm, one for everything they follow, never empty,
never twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from merkwerk.notifications import actions as notifications
from merkwerk.stories.actions.addresses import site_address
from merkwerk.stories.actions.readers.letters import send_letter
from merkwerk.stories.actions.readers.subscribing import stop_token, wishes_of
from merkwerk.stories.actions.standing import open_site
from merkwerk.stories.models import PublicStory, Rhythm, Subscriber, SubscriberIssue

HOUR = 8
"""Letters of a week go on Monday from this hour, those of a month on its first day."""
LONGEST_BACK = timedelta(days=62)
MOST = 40
"""So many stories stand in one letter; the site has the others."""
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Told:
    """A story as it may stand in a letter, and by what it is chosen."""

    story: PublicStory
    subjects: frozenset[int]

    @property
    def link(self) -> str:
        return site_address(reverse("site:story", args=[self.story.slug]))


def period_of(rhythm: str, now: datetime) -> str:
    """The period whose letter is due at `now`: "2026-W47", "2026-11" or "2026-11-22" by the clock
    of the site; of a week and a month it is due once eight o'clock of its first day has come."""
    there = timezone.localtime(now)
    if rhythm == Rhythm.EACH:
        return there.strftime("%Y-%m-%d")
    if rhythm == Rhythm.MONTHLY:
        there -= timedelta(hours=HOUR)
        return there.strftime("%Y-%m")
    there -= timedelta(hours=HOUR)
    year, week, _day = there.isocalendar()
    return f"{year}-W{week:02}"


def send_due(*, now: datetime) -> int:
    """Writes what is due, at most 200 letters, and says how many; called often, whoever calls it.
    The letter, its period and how far it told are written in one transaction, so a killed worker
    leaves all of it or nothing. Nothing while no mail is set up or the site is closed."""
    if not notifications.mail_is_set_up() or open_site() is None:
        return 0
    sent = 0
    told: list[Told] | None = None
    for rhythm in Rhythm.values:
        period = period_of(rhythm, now)
        waiting = Subscriber.objects.confirmed().filter(rhythm=rhythm)
        for subscriber in waiting.exclude(issues__period=period).order_by("pk")[:AT_ONCE]:
            if told is None:
                told = _lately(now)
            sent += write(subscriber, period, told, now=now)
    return sent


@transaction.atomic
def write(subscriber: Subscriber, period: str, told: Sequence[Told], *, now: datetime) -> bool:
    """One letter with what is new to this subscriber. Without news none, and the week or month is
    over; a day stays open, since something may come later."""
    wishes = {wish.what for wish in wishes_of(subscriber)}
    since = max(subscriber.told_until, now - LONGEST_BACK)
    fresh = [one for one in told if since < one.story.published_at <= now and _fits(one, wishes)]
    fresh = _one_language(fresh, subscriber.language)
    if not fresh and subscriber.rhythm == Rhythm.EACH:
        return False
    _row, new = SubscriberIssue.objects.get_or_create(
        subscriber=subscriber,
        period=period,
        defaults={"stories": [one.story.story_id for one in fresh], "made_at": now},
    )
    if not new:
        return False
    Subscriber.objects.filter(pk=subscriber.pk).update(told_until=now)
    if fresh:
        _letter(subscriber, fresh[:MOST], len(fresh))
    return bool(fresh)


def forget_old_issues(*, now: datetime) -> int:
    """Which letters somebody got long ago is nobody's business. Returns how many rows went."""
    return SubscriberIssue.objects.filter(made_at__lt=now - timedelta(days=100)).delete()[0]


def _lately(now: datetime) -> list[Told]:
    rows = PublicStory.objects.filter(published_at__gt=now - LONGEST_BACK, published_at__lte=now)
    near = rows.select_related("person").prefetch_related("subjects")
    return [
        Told(row, frozenset(subject.pk for subject in row.subjects.all()))
        for row in near.order_by("-published_at", "-pk")
    ]


def _fits(one: Told, wishes: set[str]) -> bool:
    story = one.story
    names = {"all", f"person:{story.person_id}", f"series:{story.series_id}"}
    return bool(wishes & (names | {f"subject:{pk}" for pk in one.subjects}))


def _one_language(fresh: Sequence[Told], language: str) -> list[Told]:
    """Of a story and its translation the one in the reader's language, else the first."""
    kept: dict[int, Told] = {}
    for one in fresh:
        first = one.story.translates_id or one.story.pk
        if first not in kept or _rank(one, language) > _rank(kept[first], language):
            kept[first] = one
    return list(kept.values())


def _rank(one: Told, language: str) -> tuple[bool, bool]:
    return one.story.language == language, one.story.translates_id is None


def _letter(subscriber: Subscriber, fresh: Sequence[Told], count: int) -> None:
    stop = site_address(reverse("site:unsubscribe", args=[stop_token(subscriber)]))
    first = fresh[0].story.title
    with override(subscriber.language):
        subject = first if count == 1 else _("%(title)s, and more stories") % {"title": first}
    send_letter(
        to=subscriber.email,
        language=subscriber.language,
        subject=subject,
        template="stories",
        words={
            "stories": fresh,
            "more": count - len(fresh),
            "home": site_address(reverse("site:home")),
            "stop": stop,
        },
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        with_html=True,
    )
