"""Other work, as somebody's own profile tells of it: asked of who knows them, and told by nobody
but them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.engine.identities import Post
from merkwerk.engine.organisations import organisation_key
from merkwerk.engine.text import fold
from merkwerk.engine.workplaces import News, Profile, new_work
from merkwerk.networks.models import Identity, ProfileChange
from merkwerk.notifications.actions import tell
from merkwerk.relationships.actions.cards import remember_position
from merkwerk.relationships.actions.contacts import known_people, line, refresh_words
from merkwerk.relationships.actions.own_cards import own_card
from merkwerk.relationships.models import Belonging, NewWork, Relationship

BY_PROFILE = "profile"
PIECE = 200
MOST_ASKED = 50
State = NewWork.State


def hear_profiles(*, now: datetime) -> int:
    """Reads what people changed in their profiles, and asks each colleague who knows somebody
    whether they have other work, where the profile says so. What was answered before isn't asked
    again; a question that the profile takes back is dropped. Every change is read once. Answers
    how many questions are new."""
    made = 0
    while changes := list(ProfileChange.objects.select_related("identity").order_by("pk")[:PIECE]):
        with transaction.atomic():
            made += _hear(changes, now)
            ProfileChange.objects.filter(pk__in=[one.pk for one in changes]).delete()
    return made


def _hear(changes: Sequence[ProfileChange], now: datetime) -> int:
    by_identity = {one.identity_id: one for one in changes}
    _drop_taken_back(by_identity)
    rows, people = [], {}
    for identity, known in _who_knows(by_identity).items():
        change = by_identity[identity]
        for relationship in known:
            card = relationship.contact
            news = _news(change, Post(card.organisation, card.function))
            if news is not None:
                rows.append(_question(relationship, change.identity, news, now))
                people[relationship.colleague_id, identity] = relationship
    there = NewWork.objects.filter(identity__in=by_identity)
    asked = set(there.values_list("colleague", "identity", "key"))
    new = [one for one in rows if (one.colleague_id, one.identity_id, one.key) not in asked]
    for one in new:
        older = there.asked().filter(colleague=one.colleague_id, identity=one.identity_id)
        older.delete()
    NewWork.objects.bulk_create(new, ignore_conflicts=True)
    for one in new:
        _tell(people[one.colleague_id, one.identity_id], one)
    return len(new)


def _who_knows(identities: Collection[int]) -> dict[int, list[Relationship]]:
    """The relationships of colleagues with who is behind each identity: on their own card when
    they have one, else with the contact for everybody."""
    belongings = Belonging.objects.filter(
        identity__in=identities, contact__relationships__isnull=False
    )
    cards = defaultdict(set)
    for identity, contact in belongings.values_list("identity", "contact"):
        cards[contact].add(identity)
    here = Relationship.objects.filter(contact__in=cards, colleague__left_at=None)
    found: dict[int, dict[int, Relationship]] = defaultdict(dict)
    for one in here.light().select_related("contact", "colleague").order_by("contact__owner"):
        for identity in cards[one.contact_id]:
            before = found[identity].get(one.colleague_id)
            if before is None or one.contact.owner_id is not None:
                found[identity][one.colleague_id] = one
    return {identity: list(known.values()) for identity, known in found.items()}


def _news(change: ProfileChange, known: Post) -> News | None:
    now = change.identity
    return new_work(Profile(change.name, change.bio), Profile(now.name, now.bio), known)


def _question(relationship: Relationship, identity: Identity, news: News, now: datetime) -> NewWork:
    key = organisation_key(news.work.organisation)
    if news.because.code == "new-function":
        key = f"{key[:150]} {fold(news.work.function)}"
    return NewWork(
        colleague=relationship.colleague,
        identity=identity,
        organisation=line(news.work.organisation, 200),
        function=line(news.work.function, 200),
        words=line(news.work.words, 200),
        key=key[:300],
        noticed=now,
    )


def _drop_taken_back(changes: dict[int, ProfileChange]) -> None:
    """An open question whose words aren't in the profile any more."""
    for one in NewWork.objects.asked().filter(identity__in=changes):
        now = changes[one.identity_id].identity
        if fold(one.organisation) not in fold(f"{now.bio} {now.name}"):
            one.delete()


def _tell(relationship: Relationship, question: NewWork) -> None:
    tell(
        colleague=relationship.colleague,
        kind="work_changed",
        key=f"work:{question.identity_id}:{question.key}"[:200],
        facts={"who": relationship.contact.name},
        link=reverse("relationships:new_work"),
    )


def work_asked_of(*, by: Colleague, identities: Collection[Identity]) -> list[NewWork]:
    """The open questions of `by` about who is behind these identities."""
    mine = NewWork.objects.visible_to(by).asked().filter(identity__in=identities)
    return list(mine.select_related("identity")) if identities else []


def new_work_asked(*, by: Colleague) -> list[tuple[NewWork, Relationship]]:
    """The open questions of `by`, with whom each is about. Three questions to the database."""
    mine = NewWork.objects.visible_to(by).asked()
    rows = list(mine.select_related("identity")[:MOST_ASKED])
    known = known_people(by=by, identities=[one.identity_id for one in rows]) if rows else {}
    return [(one, known[one.identity_id]) for one in rows if one.identity_id in known]


def agree_work(
    *, question: NewWork, by: Colleague, now: datetime | None = None
) -> Relationship | None:
    """So it is: the card of `by` says so from now on, and the change counts as news for them. None
    when it was answered before, or they don't know this person any more."""
    now = now or timezone.now()
    with transaction.atomic():
        if not _decide(question, by, State.YES, now):
            return None
        known = known_people(by=by, identities=[question.identity_id]).get(question.identity_id)
        if known is None:
            return None
        card = own_card(relationship=known, by=by)
        if not card.positions.exists():
            remember_position(card, because=BY_PROFILE)
        card.organisation, card.function = question.organisation, question.function
        card.organisation_key = organisation_key(card.organisation)
        card.save()
        today = timezone.localdate(now)
        remember_position(card, because=BY_PROFILE, noticed=True, today=today)
        refresh_words(contacts=[card])
    return known


def refuse_work(*, question: NewWork, by: Colleague, now: datetime | None = None) -> None:
    """Not so. It isn't asked of this person and this place again."""
    _decide(question, by, State.NO, now or timezone.now())


def _decide(question: NewWork, by: Colleague, state: str, now: datetime) -> bool:
    if question.colleague_id != by.pk:
        raise NewWork.DoesNotExist
    asked = NewWork.objects.asked().filter(pk=question.pk)
    return bool(asked.update(state=state, decided=now))
