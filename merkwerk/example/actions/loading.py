"""The example as a whole: into an empty database, all or nothing; and the ways in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, OuterRef, Subquery
from django.utils import timezone

from merkwerk.accounts import actions as accounts
from merkwerk.accounts.models import Colleague, Organisation
from merkwerk.example.actions.chatter import chatter
from merkwerk.example.actions.desk import Desks
from merkwerk.example.actions.guiding import Guiding
from merkwerk.example.actions.knowing import know
from merkwerk.example.actions.living import live, save_topics
from merkwerk.example.actions.outside import Ears
from merkwerk.example.actions.people import DOMAIN, hire
from merkwerk.example.actions.reading_texts import Turn, conversations, outsiders
from merkwerk.example.actions.storytelling import Storytelling
from merkwerk.example.actions.telling import Dated, Teller
from merkwerk.example.actions.times import Clock
from merkwerk.example.actions.together import Together
from merkwerk.listening import actions as listening
from merkwerk.networks.models import Message, Post, Source
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.models import Contact, Moment, Relationship
from merkwerk.today import actions as today

SEED = 20
CHATTER = 950
NEVER = timedelta(days=36500)
DOORS = ("sanne.vos", "nienke.jellema", "wiebe.hoekstra")


class AlreadyThere(Exception):
    """There is an organisation here; the example is for an empty database only."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What stands there now, counted."""

    organisation: str
    colleagues: int
    contacts: int
    sources: int
    posts: int
    messages: int
    relationships: int


def load(*, now: datetime | None = None, seed: int = SEED, posts: int = CHATTER) -> Loaded:
    """Puts the example into an empty database: a firm, its people, and three months that end now.

    All or nothing, in one transaction; the same seed gives the same. `posts` is how many come on
    top of those written by hand. Nothing in it reaches a network: sources are paused, accounts
    have no token, and no conversation is ever due to be read. Raises AlreadyThere when there is
    an organisation.
    """
    now = (now or timezone.now()).replace(microsecond=0)
    with transaction.atomic():
        if Organisation.objects.exists():
            raise AlreadyThere
        clock, people = Clock(now), outsiders()
        insiders = hire(now=now)
        teller = Teller(insiders, people, Ears(insiders, people, now), clock)
        save_topics(insiders=insiders)
        live(said=[*_dated(clock), *chatter(seed=seed, now=now, count=posts)], teller=teller)
        know(insiders=insiders, outsiders=people, clock=clock)
        Together(insiders, people, clock).do()
        Desks(insiders, people, clock).lay(now=now)
        Guiding(insiders, clock).do()
        Storytelling(insiders, clock).do()
        relationships.reckon_all(now=now)
        listening.measure_places(now=now)
        today.notice_quiet(now=now)
        today.choose_all(now=now)
        _settle(now)
        return _counted()


def _dated(clock: Clock) -> list[Dated]:
    """Every turn with its time; what it answers comes before it in the files."""
    times: dict[Turn, datetime] = {}
    for turn in conversations():
        times[turn] = clock.at(turn.when, times[turn.above] if turn.above else None)
    return list(times.items())


def _settle(now: datetime) -> None:
    """What databases write down by themselves is as old as what it tells of; and no page asks a
    network for newer answers to what nobody said."""
    Post.objects.update(received=F("written"), thread_read=now + NEVER)
    Message.objects.update(started=F("sent_at"), changed=F("sent_at"), remembered_at=F("sent_at"))
    first = Moment.objects.filter(relationship=OuterRef("pk")).order_by("at").values("at")[:1]
    Relationship.objects.annotate(first=Subquery(first)).exclude(first=None).update(
        since=Subquery(first)
    )
    newest = Source.objects.annotate(newest=Max("sightings__post__written"))
    for pk, written in newest.values_list("pk", "newest"):
        Source.objects.filter(pk=pk).update(last_post=written)


def _counted() -> Loaded:
    return Loaded(
        organisation=Organisation.objects.get().name,
        colleagues=Colleague.objects.count(),
        contacts=Contact.objects.count(),
        sources=Source.objects.filter(account=None).count(),
        posts=Post.objects.count(),
        messages=Message.objects.count(),
        relationships=Relationship.objects.count(),
    )


def doors() -> list[tuple[Colleague, str]]:
    """A fresh sign-in link, as a whole address, for the three people one comes in as: a colleague,
    the social lead and the administrator. Earlier links of theirs stop working. Empty when the
    example is not here, so that nobody real is ever let in by this."""
    found = {
        colleague.email: colleague
        for colleague in Colleague.objects.here().filter(
            email__in=[f"{name}@{DOMAIN}" for name in DOORS]
        )
    }
    here = [found[f"{name}@{DOMAIN}"] for name in DOORS if f"{name}@{DOMAIN}" in found]
    return [
        (colleague, settings.SITE_URL + accounts.sign_in_link(colleague=colleague) + "?then=today")
        for colleague in here
    ]
