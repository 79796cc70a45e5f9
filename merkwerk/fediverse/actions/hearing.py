"""What happens to a story is told to those who follow its teller, and the house."""

from __future__ import annotations

from datetime import datetime

from merkwerk.connectors.activitypub import translate
from merkwerk.fediverse.actions import places
from merkwerk.fediverse.actions.answering import hear_answer, take_answers_back
from merkwerk.fediverse.actions.outgoing import inboxes_of, say, told_of
from merkwerk.fediverse.actions.people import actor_of, house_actor
from merkwerk.fediverse.models import Activity, Actor
from merkwerk.stories.actions import open_site
from merkwerk.stories.models import PublicStory, StoryEvent


def hear(event: StoryEvent, now: datetime) -> int:
    """Leaves the deliveries of one event: a new story goes to its teller's followers and is passed
    on by the house to its own; a change goes to everybody who was told of it; so does its end.
    Returns how many activities were left. Heard again, nothing is said twice."""
    if event.what == StoryEvent.What.ANSWERED:
        return hear_answer(event, now)
    if event.what == StoryEvent.What.TAKEN_DOWN:
        return _taken_down(event, now) + take_answers_back(event, now)
    standing = (
        PublicStory.objects.select_related("story", "person")
        .filter(story__key=event.story_key)
        .first()
    )
    teller = _teller(standing) if standing is not None and open_site() else None
    if standing is None or teller is None:
        return 0
    if _said(event.story_key, "Create", besides=event):
        return _changed(event, standing, teller, now)
    _tell(event, "Create", standing, teller, inboxes_of(teller), now)
    house = house_actor()
    if house.pk == teller.pk:
        return 1
    _tell(event, "Announce", standing, house, inboxes_of(house), now)
    return 2


def _teller(standing: PublicStory) -> Actor | None:
    """Who says it: the teller, when they can be followed; the house, when nobody's name stands
    there any more."""
    page = standing.person
    if page is None:
        return house_actor()
    if not page.can_be_followed:
        return None
    actor = actor_of(page)
    return actor if actor.closed_at is None else None


def _said(story_key: str, kind: str, *, besides: StoryEvent) -> bool:
    """Whether this was said of the story since it was last taken down, because of another event."""
    said = Activity.objects.filter(story_key=story_key, kind__in=[kind, "Delete"])
    newest = said.exclude(address=places.event_address(besides, kind)).order_by("-pk").first()
    return newest is not None and newest.kind == kind


def _changed(event: StoryEvent, standing: PublicStory, teller: Actor, now: datetime) -> int:
    told = told_of(event.story_key) | inboxes_of(teller)
    _tell(event, "Update", standing, teller, told, now)
    return 1


def _tell(
    event: StoryEvent,
    kind: str,
    standing: PublicStory,
    actor: Actor,
    inboxes: set[str],
    now: datetime,
) -> None:
    """What is said of a story is written when it is sent; here only that it is."""
    address = places.event_address(event, kind)
    body = {"id": address, "type": kind}
    say(actor, body, inboxes, now, story_key=standing.story.key, keep_body=False)


def _taken_down(event: StoryEvent, now: datetime) -> int:
    """Everybody who was told, or is about to be, hears that it is gone; the object is named as it
    was when it was told."""
    address = places.event_address(event, "Delete")
    said = Activity.objects.filter(story_key=event.story_key, kind__in=["Create", "Delete"])
    newest = said.select_related("actor").order_by("-pk").first()
    if newest is None or newest.kind == "Delete":
        return 0
    story = places.story_named(event.name or event.story_key)
    by = places.actor_address(newest.actor.handle)
    about = translate.tombstone(story)
    body = translate.says("Delete", address=address, by=by, about=about, at=now)
    say(newest.actor, body, told_of(event.story_key), now, story_key=event.story_key)
    return 1
