"""How people talk in a place: measured once a day from what was heard, and told by colleagues."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.values import Audience, SourceKind
from merkwerk.engine.tone import FEWEST, Card, Heard, measure
from merkwerk.jobs.actions import asked_to_stop, progress
from merkwerk.listening.models import ToneCard, ToneNote
from merkwerk.networks.models import Post, Source

LATELY = timedelta(days=60)
MOST = 2_000
"""So many of the newest posts speak for a place: more would not change the figures."""
NO_PLACE = [SourceKind.LINK, SourceKind.MAILBOX, SourceKind.BLUESKY_JETSTREAM]
"""Kinds of source that are no community of their own."""


@dataclass(frozen=True)
class Place:
    """A network (no source), or one source of it."""

    network: str
    source: Source | None = None


def measure_places(*, now: datetime) -> int:
    """Measures every network and every shared source that said enough lately, and forgets the
    figures of places that fell silent; gives how many cards have figures. Only what was said to
    everybody counts, and no bots: they don't talk."""
    places = [*_networks(now), *_sources(now)]
    count = 0
    for number, place in enumerate(places, start=1):
        count += _measure(place, now)
        progress(done=number, total=len(places))
        if asked_to_stop():
            break
    else:
        ToneCard.objects.filter(measured__lt=now).update(posts=0, figures={}, measured=now)
    return count


def _heard_lately(now: datetime) -> QuerySet[Post]:
    return Post.objects.filter(
        audience=Audience.PUBLIC, deleted_at=None, written__gt=now - LATELY, written__lte=now
    ).exclude(identity__bot=True)


def _networks(now: datetime) -> list[Place]:
    said = _heard_lately(now).order_by().values_list("network", flat=True).distinct()
    return [Place(network) for network in sorted(said)]


def _sources(now: datetime) -> list[Place]:
    lately = Q(sightings__post__written__gt=now - LATELY)
    shared = Source.objects.filter(account=None).exclude(state=Source.State.REMOVED)
    loud = (
        shared.exclude(kind__in=NO_PLACE)
        .annotate(said=Count("sightings", filter=lately))
        .filter(said__gte=FEWEST)
    )
    return [Place(source.network, source) for source in loud.order_by("pk")]


def _measure(place: Place, now: datetime) -> int:
    posts = _heard_lately(now).filter(network=place.network)
    if place.source is not None:
        posts = posts.filter(sightings__source=place.source)
    answers = Post.objects.filter(
        network=OuterRef("network"), reply_to=OuterRef("uid"), deleted_at=None
    )
    rows = list(
        posts.annotate(got_answer=Exists(answers), open_book=F("identity__indexable"))
        .defer("html", "native", "trouble")
        .order_by("-written")[:MOST]
    )
    card = measure([_as_heard(row) for row in rows])
    quotable = {row.pk for row in rows if row.open_book}
    ToneCard.objects.update_or_create(
        network=place.network,
        source=place.source,
        defaults={
            "posts": len(rows),
            "figures": _kept(card, quotable) if card else {},
            "measured": now,
        },
    )
    return int(card is not None)


def _as_heard(post: Any) -> Heard:
    return Heard(
        key=post.pk,
        text=f"{post.title}\n{post.text}" if post.title else post.text,
        at=post.written,
        language=post.language,
        tags=tuple(post.tags),
        links=tuple(post.links),
        pictures=tuple(str(picture.get("kind", "image")) for picture in post.pictures),
        reply=bool(post.reply_to),
        author=str(post.identity_id),
        answered=True if post.got_answer else (False if post.thread_read else None),
    )


def _kept(card: Card, quotable: set[int]) -> dict[str, Any]:
    """A card as JSON. Who does not want to be searched counts, but is no example."""
    figures = [
        {
            "code": figure.code,
            "of": figure.of,
            "has": figure.has,
            "people": figure.people,
            "share": round(figure.share * 100),
            "facts": dict(figure.facts),
            "examples": [key for key in figure.examples if key in quotable],
        }
        for figure in card.figures
    ]
    return {
        "authors": card.authors,
        "since": card.since.isoformat(),
        "until": card.until.isoformat(),
        "figures": figures,
    }


def cards(*, by: Colleague) -> list[ToneCard]:
    """Every place this colleague may see, networks first, places without figures too."""
    shown = ToneCard.objects.visible_to(by).select_related("source")
    return sorted(shown, key=lambda card: (card.source is not None, card.network, str(card.source)))


def examples(*, card: ToneCard, by: Colleague) -> dict[int, Post]:
    """The posts that the figures of a card open to, as far as they still stand. One query."""
    figures = card.figures.get("figures", [])
    wanted = {key for figure in figures for key in figure["examples"]}
    shown = Post.objects.visible_to(by).filter(pk__in=wanted, identity__indexable=True)
    return {post.pk: post for post in shown.select_related("identity")}


def notes(*, network: str, source: Source | None, by: Colleague) -> Iterable[ToneNote]:
    """What colleagues wrote about a place; about a source, also what they wrote of its network."""
    here = Q(source=source) | Q(source=None)
    shown = ToneNote.objects.visible_to(by).filter(here, network=network)
    return shown.select_related("colleague", "source")


@transaction.atomic
def write_note(
    *, network: str, source: Source | None, by: Colleague, kind: str, text: str
) -> ToneNote:
    """Keeps what a colleague says about a place, for all colleagues. Writing the same again
    changes nothing."""
    note, _made = ToneNote.objects.get_or_create(
        network=network, source=source, colleague=by, kind=kind, text=text.strip()
    )
    return note


@transaction.atomic
def remove_note(*, note: ToneNote, by: Colleague) -> bool:
    """Takes one's own note away. Refuses (False) another's."""
    return bool(ToneNote.objects.filter(pk=note.pk, colleague=by).delete()[0])
