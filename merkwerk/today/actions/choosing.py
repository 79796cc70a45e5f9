"""Which at most seven occasions make a colleague's day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from merkwerk.accounts.models import Colleague
from merkwerk.engine import attention
from merkwerk.engine.because import Because
from merkwerk.engine.warmth import Quiet, Stage
from merkwerk.networks.models import Message
from merkwerk.photos.actions.consent import near_end
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.models import PRIVATE, Introduction, Relationship
from merkwerk.stories.models import Reaction
from merkwerk.today.actions.asked import notice_asked, settled
from merkwerk.today.actions.gathering import notice_passed
from merkwerk.today.actions.keeping import STRANGE, is_own
from merkwerk.today.actions.telling import notice_consents, notice_readers
from merkwerk.today.actions.upkeep import SOON, notice_introductions, notice_news
from merkwerk.today.models import Occasion

SEVEN = 7
CANDIDATES = 200
"""So many occasions are weighed, the kinds that wait first, and of each the newest."""

KINDS = {
    Occasion.Kind.WAITING: attention.Kind.ASKED,
    Occasion.Kind.PROMISE: attention.Kind.PROMISE,
    Occasion.Kind.COLLEAGUE: attention.Kind.PASSED,
    Occasion.Kind.INTRODUCE: attention.Kind.INTRODUCE,
    Occasion.Kind.QUESTION: attention.Kind.QUESTION,
    Occasion.Kind.SAID: attention.Kind.POST,
    Occasion.Kind.REACTION: attention.Kind.REACTION,
    Occasion.Kind.NEWS: attention.Kind.NEWS,
    Occasion.Kind.QUIET: attention.Kind.QUIET,
    Occasion.Kind.UPKEEP: attention.Kind.QUIET,
}
SILENT = [Occasion.Kind.QUIET, Occasion.Kind.UPKEEP]
EXISTING = {Stage.CONVERSED.value, Stage.MET.value}
ORDER = [kind for kind in KINDS if kind != Occasion.Kind.SAID] + [Occasion.Kind.SAID]
RANK = Case(
    *[When(kind=kind, then=Value(place)) for place, kind in enumerate(ORDER)],
    output_field=IntegerField(),
)
"""So that many posts about a subject can't push somebody who waits out of what is weighed."""
FRESH = timedelta(days=60)
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


LEAN = ("kind", "identity", "post", "relationship", "at", "facts", "key", "chosen_on")


def _open(colleague: Colleague, now: datetime) -> list[Occasion]:
    """What is weighed, without the words: those are loaded for what gets a place. Who rests is
    left alone; a silence is over with real contact, a wish with its answer."""
    own = Occasion.objects.visible_to(colleague).open(now).filter(at__gt=now - FRESH)
    rests = Q(relationship__rests_for_good=True) | Q(relationship__rest_until__gt=now)
    spoke = Q(relationship__last_contact__gt=F("at")) | Q(
        relationship__due_on__gt=local_day(colleague, now)
    )
    asked = Q(kind=Occasion.Kind.INTRODUCE) & ~Q(introduction__state=Introduction.State.ASKED)
    kept = Q(kind=Occasion.Kind.PROMISE, consent=None) & (
        ~Q(introduction__state=Introduction.State.PROMISED)
        | Q(introduction__promised_for__gt=local_day(colleague, now) + SOON)
    )
    told = Q(reaction__isnull=False) & ~Q(reaction__in=Reaction.objects.unanswered())
    yes = Q(consent__isnull=False) & ~Q(consent__in=near_end(local_day(colleague, now)))
    over = rests | (Q(kind__in=SILENT) & spoke) | asked | kept | told | yes | settled(colleague)
    there = own.exclude(post__deleted_at__isnull=False).exclude(over).alias(rank=RANK)
    lean = there.annotate(
        contact=F("relationship__contact"),
        owner=F("relationship__contact__owner"),
        stage=F("relationship__stage"),
        story=F("reaction__story"),
        photo=F("consent__photo"),
        asker=Coalesce(F("question__asker"), F("request__asker")),
    ).only(*LEAN)
    return list(lean.order_by("rank", "-at", "-pk")[:CANDIDATES])


def _known(colleague: Colleague, occasions: Sequence[Occasion]) -> dict[int, Relationship]:
    """Whom the colleague knows, by the identities that these occasions are about."""
    identities = {o.identity_id for o in occasions if o.identity_id}
    return relationships.known_people(by=colleague, identities=identities)


def _answers(
    colleague: Colleague, occasions: Sequence[Occasion]
) -> dict[int, list[tuple[int, str]]]:
    """Who of us answered which post: (colleague, name). One's own also when it is on its way,
    others' once everybody may know of it."""
    posts = {o.post_id for o in occasions if o.post_id}
    said = Message.objects.known_to(colleague).filter(answers__in=posts, state__in=OUT)
    found: dict[int, list[tuple[int, str]]] = {}
    for post, who, name in said.values_list("answers", "colleague", "colleague__name"):
        found.setdefault(post, []).append((who, name))
    return found


def _contact(occasion: Occasion, known: Mapping[int, Relationship]) -> int | None:
    own: int | None = getattr(occasion, "contact", None)
    found = known.get(occasion.identity_id or 0)
    return own or (found.contact_id if found else None)


def _knows(occasion: Occasion, known: Mapping[int, Relationship]) -> bool:
    stage: str | None = getattr(occasion, "stage", None)
    if stage is None:
        return is_own(known.get(occasion.identity_id or 0))
    return getattr(occasion, "owner", None) is not None or stage not in STRANGE


def _candidate(
    occasion: Occasion, known: Mapping[int, Relationship], answered: bool, zone: ZoneInfo
) -> attention.Candidate:
    facts, contact = occasion.facts, _contact(occasion, known)
    quiet = None
    if occasion.kind in SILENT:
        days = max(facts["rhythm_days"], 1)
        quiet = Quiet(rhythm_days=days, silent_days=facts["silent_days"])
    return attention.Candidate(
        key=occasion.key,
        person=f"contact:{contact}" if contact else _nobody_known(occasion),
        kind=_kind(occasion),
        at=occasion.at,
        known=_knows(occasion, known),
        asks=bool(facts.get("asks")),
        answered=answered,
        subjects=tuple(facts.get("subjects", ())),
        colleague=facts.get("colleague", ""),
        due=_due(facts.get("due", ""), zone),
        quiet=quiet,
        existing=getattr(occasion, "stage", "") in EXISTING,
    )


def _nobody_known(occasion: Occasion) -> str:
    """Whom it is about, when that is no contact: readers of one story count as one, and so do all
    in one photo; a colleague who asks counts as one."""
    for name in ("story", "photo", "asker"):
        if (number := getattr(occasion, name, None)) is not None:
            return f"{name}:{number}"
    return f"identity:{occasion.identity_id}"


def _due(day: str, zone: ZoneInfo) -> datetime | None:
    """The end of a day where the colleague is."""
    return datetime.combine(date.fromisoformat(day), time.max, zone) if day else None


def _kind(occasion: Occasion) -> attention.Kind:
    """Who speaks to you without asking anything names you; that waits less."""
    if occasion.kind == Occasion.Kind.WAITING and not occasion.facts.get("asks"):
        return attention.Kind.MENTION
    return KINDS[Occasion.Kind(occasion.kind)]


def _weigh(
    colleague: Colleague, occasions: Sequence[Occasion], now: datetime, places: int
) -> tuple[Place, ...]:
    """The occasions worth a place, in order: those that already have one today keep it."""
    known, answers = _known(colleague, occasions), _answers(colleague, occasions)
    today, zone = local_day(colleague, now), ZoneInfo(colleague.time_zone)
    placed: list[attention.Candidate] = []
    fresh: list[attention.Candidate] = []
    for occasion in occasions:
        said = answers.get(occasion.post_id or 0, [])
        if any(who == colleague.pk for who, _ in said):
            continue
        candidate = _candidate(occasion, known, bool(said), zone)
        (placed if occasion.chosen_on == today else fresh).append(candidate)
    first = attention.choose(placed, now, limit=places)
    people = {chosen.candidate.person for chosen in first}
    others = [candidate for candidate in fresh if candidate.person not in people]
    more = attention.choose(others, now, limit=places - len(first)) if len(first) < places else ()
    chosen = sorted((*first, *more), key=lambda one: attention.LADDER[one.rung])
    return _places(colleague, chosen, known, answers)


def _places(
    colleague: Colleague,
    chosen: Sequence[attention.Chosen],
    known: Mapping[int, Relationship],
    answers: Mapping[int, list[tuple[int, str]]],
) -> tuple[Place, ...]:
    """The chosen ones with their words and their people."""
    own = Occasion.objects.visible_to(colleague).filter(key__in=[c.candidate.key for c in chosen])
    full = own.select_related(
        "post__identity",
        "identity",
        "passed__by",
        "told",
        "message",
        "introduction__asker",
        "reaction__story",
        "consent",
        "relationship__contact",
    ).defer(*(f"relationship__{secret}" for secret in PRIVATE))
    by_key = {occasion.key: occasion for occasion in full}
    return tuple(
        Place(
            occasion=occasion,
            relationship=occasion.relationship or known.get(occasion.identity_id or 0),
            why_you=one.why_you,
            why_now=one.why_now,
            answered_by=tuple(name for _, name in answers.get(occasion.post_id or 0, [])),
        )
        for one in chosen
        if (occasion := by_key.get(one.candidate.key))
    )


def day(*, colleague: Colleague, now: datetime) -> Day:
    """The day of a colleague as it stands, read only: seven queries, whatever is stored. What was
    put off today counts as done: a day has seven places, not seven at a time."""
    today = local_day(colleague, now)
    placed = Occasion.objects.visible_to(colleague).filter(chosen_on=today)
    settled = ~Q(state=Occasion.State.OPEN) | Q(rest_until__gt=now)
    said = Message.objects.filter(
        answers=OuterRef("post"), colleague=OuterRef("colleague"), state__in=OUT
    )
    done = placed.filter(settled | Exists(said)).count()
    places = max(SEVEN - done, 0)
    return Day(shown=_weigh(colleague, _open(colleague, now), now, places), done=done)


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
    notice_introductions(now=now)
    notice_news(now=now)
    notice_readers(now=now)
    notice_consents(now=now)
    notice_asked(now=now)
    waiting = Occasion.objects.filter(state=Occasion.State.OPEN, at__gt=now - FRESH).values(
        "colleague"
    )
    people = Colleague.objects.here().filter(pk__in=waiting) if colleagues is None else colleagues
    return sum(1 for colleague in people if choose(colleague=colleague, now=now))
