"""Which at most seven occasions make a colleague's day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from merkwerk.accounts.models import Colleague
from merkwerk.engine import attention
from merkwerk.engine.because import Because
from merkwerk.engine.warmth import Quiet
from merkwerk.networks.models import Message
from merkwerk.relationships.models import Belonging, Relationship
from merkwerk.today.actions.gathering import notice_moments, notice_passed
from merkwerk.today.models import Occasion

SEVEN = 7
CANDIDATES = 200
"""The newest occasions that are weighed; who has more open than this sees the newest ones."""

KINDS = {
    Occasion.Kind.WAITING: attention.Kind.ASKED,
    Occasion.Kind.COLLEAGUE: attention.Kind.PASSED,
    Occasion.Kind.QUESTION: attention.Kind.QUESTION,
    Occasion.Kind.SAID: attention.Kind.POST,
    Occasion.Kind.REACTION: attention.Kind.REACTION,
    Occasion.Kind.QUIET: attention.Kind.QUIET,
}
OUT = [Message.State.WAITING, Message.State.SENDING, Message.State.SENT, Message.State.ELSEWHERE]


@dataclass(frozen=True)
class Place:
    """One of the seven places: an occasion, who it is about, why it is yours, why it is now."""

    occasion: Occasion
    relationship: Relationship | None
    why_you: tuple[Because, ...]
    why_now: tuple[Because, ...]
    answered_by: tuple[str, ...]


@dataclass(frozen=True)
class Day:
    """What Today shows: open places in order, and how many were done."""

    shown: tuple[Place, ...]
    done: int

    @property
    def total(self) -> int:
        return self.done + len(self.shown)


def local_day(colleague: Colleague, now: datetime) -> date:
    """The date where the colleague is."""
    return now.astimezone(ZoneInfo(colleague.time_zone)).date()


def _open(colleague: Colleague, now: datetime) -> list[Occasion]:
    own = Occasion.objects.visible_to(colleague).open(now)
    there = own.exclude(post__deleted_at__isnull=False)
    related = there.select_related(
        "post__identity", "identity", "relationship__contact", "passed__by"
    )
    return list(related.order_by("-at", "-pk")[:CANDIDATES])


def _known(colleague: Colleague, occasions: Sequence[Occasion]) -> dict[int, Relationship]:
    """The colleague's relationships by the identities that these occasions are about."""
    identities = {o.identity_id for o in occasions if o.identity_id}
    own = Relationship.objects.visible_to(colleague).select_related("contact")
    belongings = Belonging.objects.filter(identity__in=identities)
    by_contact = {r.contact_id: r for r in own.filter(contact__in=belongings.values("contact"))}
    return {
        identity: by_contact[contact]
        for identity, contact in belongings.values_list("identity", "contact")
        if contact in by_contact
    }


def _answers(occasions: Sequence[Occasion]) -> dict[int, list[tuple[int, str, str]]]:
    """Who of us answered which post: (colleague, name, state), only what is out or on its way."""
    posts = {o.post_id for o in occasions if o.post_id}
    said = Message.objects.filter(answers__in=posts, state__in=OUT)
    found: dict[int, list[tuple[int, str, str]]] = {}
    for post, who, name, state in said.values_list(
        "answers", "colleague", "colleague__name", "state"
    ):
        found.setdefault(post, []).append((who, name, state))
    return found


def _candidate(
    occasion: Occasion, known: Relationship | None, others_answered: bool
) -> attention.Candidate:
    facts = occasion.facts
    person = f"contact:{known.contact_id}" if known else f"identity:{occasion.identity_id}"
    quiet = None
    if occasion.kind == Occasion.Kind.QUIET:
        quiet = Quiet(rhythm_days=facts["rhythm_days"], silent_days=facts["silent_days"])
    return attention.Candidate(
        key=occasion.key,
        person=person,
        kind=_kind(occasion),
        at=occasion.at,
        known=known is not None,
        asks=bool(facts.get("asks")),
        answered=others_answered,
        subjects=tuple(facts.get("subjects", ())),
        colleague=facts.get("colleague", ""),
        quiet=quiet,
    )


def _kind(occasion: Occasion) -> attention.Kind:
    """Who speaks to you without asking anything names you; that waits less."""
    if occasion.kind == Occasion.Kind.WAITING and not occasion.facts.get("asks"):
        return attention.Kind.MENTION
    return KINDS[Occasion.Kind(occasion.kind)]


def _weigh(
    colleague: Colleague, occasions: Sequence[Occasion], now: datetime, places: int
) -> list[Place]:
    """The occasions worth a place, in order: those that already have one today come first."""
    known, answers = _known(colleague, occasions), _answers(occasions)
    today = local_day(colleague, now)
    by_key = {occasion.key: occasion for occasion in occasions}
    candidates: dict[str, attention.Candidate] = {}
    for key, occasion in by_key.items():
        said = answers.get(occasion.post_id or 0, [])
        if any(who == colleague.pk for who, _, _ in said):
            continue
        relationship = occasion.relationship or known.get(occasion.identity_id or 0)
        candidates[key] = _candidate(occasion, relationship, bool(said))
    placed = [c for key, c in candidates.items() if by_key[key].chosen_on == today]
    first = attention.choose(placed, now, limit=places)
    people = {chosen.candidate.person for chosen in first}
    fresh = [c for c in candidates.values() if c not in placed and c.person not in people]
    more = attention.choose(fresh, now, limit=places - len(first)) if len(first) < places else ()
    chosen = sorted((*first, *more), key=lambda one: attention.LADDER[one.rung])
    return [
        Place(
            occasion=by_key[one.candidate.key],
            relationship=by_key[one.candidate.key].relationship
            or known.get(by_key[one.candidate.key].identity_id or 0),
            why_you=one.why_you,
            why_now=one.why_now,
            answered_by=tuple(
                name for _, name, _ in answers.get(by_key[one.candidate.key].post_id or 0, [])
            ),
        )
        for one in chosen
    ]


def day(*, colleague: Colleague, now: datetime) -> Day:
    """The day of a colleague as it stands, read only: five queries, whatever is stored."""
    today = local_day(colleague, now)
    done = Occasion.objects.visible_to(colleague).filter(chosen_on=today).exclude(
        state=Occasion.State.OPEN
    ).count() + _on_their_way(colleague, now, today)
    places = max(SEVEN - done, 0)
    return Day(shown=tuple(_weigh(colleague, _open(colleague, now), now, places)), done=done)


def _on_their_way(colleague: Colleague, now: datetime, today: date) -> int:
    """Placed occasions that the colleague answered and the pipeline has not settled yet."""
    own = Occasion.objects.visible_to(colleague).open(now).filter(chosen_on=today)
    return (
        own.filter(post__answers__colleague=colleague, post__answers__state__in=OUT)
        .distinct()
        .count()
    )


@transaction.atomic
def choose(*, colleague: Colleague, now: datetime) -> int:
    """Gives the places of the colleague's local day to occasions, at most seven in a day with
    those already done; a place once given is kept that day. Returns how many are taken."""
    today = local_day(colleague, now)
    chosen = day(colleague=colleague, now=now)
    keep = [place.occasion.pk for place in chosen.shown]
    Occasion.objects.filter(pk__in=keep).exclude(chosen_on=today).update(chosen_on=today)
    return chosen.total


def choose_all(*, now: datetime, colleagues: Iterable[Colleague] | None = None) -> int:
    """Gathers what waits to be noticed and gives everybody's day its places. Returns how many
    colleagues have something today. One short transaction for each colleague."""
    notice_passed(now=now)
    notice_moments(now=now)
    waiting = Occasion.objects.filter(
        state=Occasion.State.OPEN, at__gt=now - timedelta(days=60)
    ).values("colleague")
    people = Colleague.objects.here().filter(pk__in=waiting) if colleagues is None else colleagues
    return sum(1 for colleague in people if choose(colleague=colleague, now=now))
