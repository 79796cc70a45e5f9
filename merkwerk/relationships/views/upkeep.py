"""Who would be lost: the few people whose turn it is, with why, and what one can do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.utils import timezone

from merkwerk.connectors.values import Audience
from merkwerk.lib.requests import Request
from merkwerk.networks.models import Post
from merkwerk.relationships import actions
from merkwerk.relationships.forms import BY_HAND
from merkwerk.relationships.models import Belonging, Relationship
from merkwerk.relationships.sentences import short_name, upkeep_sentences
from merkwerk.relationships.views.shown import show

FEW = 5
LATELY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Turn:
    """One person whose turn it is: why, and what they last said in public, if lately."""

    relationship: Relationship
    name: str
    why: Sequence[str]
    said: Post | None


def upkeep(request: Request) -> HttpResponse:
    now = timezone.now()
    losing = actions.would_be_lost(by=request.user, now=now)
    few = losing[:FEW]
    said = _said(request, [one.relationship.contact_id for one in few])
    turns = []
    for one in few:
        name = short_name(one.relationship.contact.name)
        why = upkeep_sentences(one.upkeep.because, name)
        turns.append(Turn(one.relationship, name, why, said.get(one.relationship.contact_id)))
    mine = Relationship.objects.visible_to(request.user)
    return show(
        request,
        "relationships/upkeep.html",
        turns=turns,
        more=len(losing) - len(few),
        kinds=BY_HAND,
        anybody=bool(turns) or mine.exists(),
        resting=mine.resting(now).count(),
    )


def _said(request: Request, contacts: Iterable[int]) -> dict[int, Post]:
    """The last public post of each contact, when it is not old."""
    posts = Post.objects.visible_to(request.user).filter(
        audience=Audience.PUBLIC, written__gt=timezone.now() - LATELY
    )
    latest = posts.filter(identity=OuterRef("identity")).order_by("-written", "-pk").values("pk")
    found = Belonging.objects.filter(contact__in=list(contacts)).annotate(
        latest=Subquery(latest[:1])
    )
    numbers = dict(found.exclude(latest=None).values_list("latest", "contact"))
    rows = Post.objects.filter(pk__in=numbers).order_by("written", "pk")
    return {numbers[post.pk]: post for post in rows}
