"""Organisations: those of one's own people, and one of them with who knows whom there."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import redirect

from merkwerk.connectors.values import Audience
from merkwerk.engine.organisations import organisation_key
from merkwerk.lib.requests import Request
from merkwerk.networks.models import Post
from merkwerk.relationships import actions
from merkwerk.relationships.models import (
    Belonging,
    Outcome,
    Position,
    Relationship,
    Relationships,
)
from merkwerk.relationships.views.shown import show

LATELY = 5
MOST = 100


@dataclass(slots=True)
class Organisation:
    """One organisation and who one knows there, the warmest first."""

    key: str
    name: str
    people: list[Relationship] = field(default_factory=list)


def organisations(request: Request) -> HttpResponse:
    mine = _mine(request).exclude(contact__organisation_key="")
    found: dict[str, Organisation] = {}
    for one in mine.order_by("-warmth", "contact__name", "pk"):
        key = one.contact.organisation_key
        found.setdefault(key, Organisation(key, one.contact.organisation)).people.append(one)
    rows = sorted(found.values(), key=lambda one: one.key)
    return show(request, "relationships/organisations.html", organisations=rows)


def _mine(request: Request) -> Relationships:
    return Relationship.objects.visible_to(request.user).light()


def organisation(request: Request, key: str) -> HttpResponse:
    """An organisation that nobody knows somebody at looks the same as one that nobody shares."""
    tidy = organisation_key(key)
    if tidy != key and tidy:
        return redirect("relationships:organisation", key=tidy)
    mine = list(
        _mine(request).filter(contact__organisation_key=key).order_by("-warmth", "contact__name")
    )
    theirs = actions.shared_ones(to=request.user).filter(contact__organisation_key=key)
    shared = actions.as_shown(actions.in_order(theirs)[:MOST])
    named = [one.contact.organisation for one in mine] + [one.organisation for one in shared]
    return show(
        request,
        "relationships/organisation.html",
        key=key,
        name=named[0] if named else key,
        mine=mine,
        shared=shared,
        lately=_lately(request, [one.pk for one in mine], [one.pk for one in shared]),
        changes=_changes(request, key),
        outcomes=Outcome.objects.filter(relationship__in=mine).select_related("relationship"),
    )


def _lately(request: Request, mine: list[int], shared: list[int]) -> list[Post]:
    """What people there last said to the world. Of who is shared only under the public name of an
    account: which accounts a colleague joined to a card of their own isn't told."""
    belongings = Belonging.objects.all()
    identities = belongings.filter(contact__relationships__in=mine).values("identity")
    public = belongings.filter(owner=None, contact__relationships__in=shared).values("identity")
    said = Post.objects.visible_to(request.user).filter(audience=Audience.PUBLIC)
    found = said.filter(identity__in=identities.union(public)).select_related("identity")
    return list(found.order_by("-written", "-pk")[:LATELY])


def _changes(request: Request, key: str) -> list[tuple[Position, Relationship, bool]]:
    """Who of one's own people came there or left, the latest first, and whether they came."""
    people = {one.contact_id: one for one in _mine(request)}
    rows = Position.objects.filter(contact__relationships__colleague=request.user)
    moved = rows.exclude(since=None, until=None).order_by("-since", "-pk")
    return [
        (one, people[one.contact_id], one.until is None)
        for one in moved
        if organisation_key(one.organisation) == key and one.contact_id in people
    ][:LATELY]
