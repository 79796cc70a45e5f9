"""Finding actors and stories by what others call them."""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse

from merkwerk.fediverse.actions import places
from merkwerk.fediverse.actions.people import actor_of, house_actor
from merkwerk.fediverse.actions.telling import document
from merkwerk.fediverse.models import Activity, Actor
from merkwerk.stories.actions import open_site, site_address
from merkwerk.stories.actions.addresses import elsewhere
from merkwerk.stories.models import PersonPage, PublicStory

NEWEST = 20
_NAME = re.compile(r"([0-9a-f]{32})(?:-\d{1,4})?", re.ASCII)
_ACCOUNT = re.compile(r"(?:acct:)?@?([\w-]{1,80})@([^@\s/]{1,255})", re.ASCII)
_PERSON = re.compile(r"/stories/people/([-\w]{1,80})/?", re.ASCII)


def find(resource: str) -> Actor | None:
    """The actor, open or closed, behind `acct:sanne@host`, its own address or the address of its
    page; None for other hosts and strangers, and for everybody while the site is closed."""
    if open_site() is None:
        return None
    account = _ACCOUNT.fullmatch(resource)
    if account is not None:
        same = account[2].lower() == places.host().lower()
        return named(account[1].lower()) if same else None
    if handle := places.handle_in(resource):
        return named(handle)
    path = resource.removeprefix(places.origin())
    if path in ("", "/", reverse("site:home")):
        return house_actor()
    person = _PERSON.fullmatch(path)
    return named(person[1]) if person else None


def standing_story(name: str) -> tuple[dict[str, Any], str] | None:
    """The document of a story that stands on the site and is told by somebody who can be followed,
    by the last part of its address, and the address of its page."""
    key = _NAME.fullmatch(name)
    near = PublicStory.objects.select_related("story", "person")
    standing = near.filter(story__key=key[1]).first() if key and open_site() else None
    if standing is None or standing.story.name_elsewhere != name:
        return None
    page = standing.person
    if page is not None and not page.can_be_followed:
        return None
    actor = house_actor() if page is None else actor_of(page)
    where = site_address(reverse("site:story", args=[standing.slug]))
    return document(standing, actor), where


def was_told(name: str) -> bool:
    """Whether this story was ever told to other servers."""
    key = _NAME.fullmatch(name)
    told = Activity.objects.filter(kind="Create")
    return key is not None and told.filter(story_key=key[1]).exists()


def stories_of(actor: Actor) -> tuple[int, list[str]]:
    """How many stories an actor tells, and the addresses of the newest."""
    mine = PublicStory.objects.filter(person=actor.person).newest()
    newest = mine.select_related("story").defer("body", "folded")[:NEWEST]
    return mine.count(), [elsewhere(one.story) for one in newest]


def named(name: str) -> Actor | None:
    """The actor, open or closed, by the handle, which never changes, or by the page's present name;
    that of a page that was just opened is made here."""
    near = Actor.objects.select_related("person__portrait")
    found = near.filter(handle=name).first() or near.filter(person__slug=name).first()
    if found is not None:
        return found
    page = PersonPage.objects.followable().filter(slug=name).first()
    return actor_of(page) if page is not None else None
