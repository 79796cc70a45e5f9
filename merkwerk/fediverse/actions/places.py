"""Where our actors and stories stand for other servers: whole addresses that never change."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from merkwerk.fediverse.models import Actor
from merkwerk.stories.actions import site_address
from merkwerk.stories.models import PublicStory, StoryEvent

_STORY = re.compile(r"/ap/stories/([0-9a-f]{32})(?:-(\d{1,4}))?", re.ASCII)
_ANSWER = re.compile(r"/ap/answers/([0-9a-f]{32,64})", re.ASCII)
_PAGE = re.compile(r"/stories/([-a-zA-Z0-9_]{1,80})/?", re.ASCII)
_ACTOR = re.compile(r"/ap/people/([-a-zA-Z0-9_]{1,80})", re.ASCII)


def origin() -> str:
    """The site's own address, without a path."""
    parts = urlsplit(site_address("/"))
    return f"{parts.scheme}://{parts.netloc}"


def host() -> str:
    """The server as it stands in a handle: with its port when it has one."""
    return urlsplit(site_address("/")).netloc


def actor_address(handle: str) -> str:
    """An actor's whole address, which is also its name for good."""
    return site_address(f"/ap/people/{handle}")


def story_named(name: str) -> str:
    """The whole address of a story by its last part."""
    return site_address(f"/ap/stories/{name}")


def answer_address(key: str) -> str:
    """The whole address of an author's answer."""
    return site_address(f"/ap/answers/{key}")


def answer_in(address: str) -> str:
    """The key in an address of one of our answers, else ""."""
    found = _ANSWER.fullmatch(_path(address))
    return found[1] if found else ""


def activity_address(word: str) -> str:
    """The whole address of something that is said."""
    return site_address(f"/ap/activities/{word}")


def event_address(event: StoryEvent, kind: str) -> str:
    """The address of what is said because of an event: the same however often it is heard."""
    return activity_address(f"{event.story_key}-{event.pk}-{kind.lower()}")


def answer_event_address(key: str, event: StoryEvent, kind: str) -> str:
    """The same of what is said about an answer."""
    return activity_address(f"{key}-{event.pk}-{kind.lower()}")


def handle_in(address: str) -> str:
    """The handle in an address of one of our actors, else ""."""
    found = _ACTOR.fullmatch(_path(address))
    return found[1] if found else ""


def actor_at(address: str) -> Actor | None:
    """Our open actor at this address."""
    handle = handle_in(address)
    return Actor.objects.open().filter(handle=handle).first() if handle else None


def story_at(address: str) -> PublicStory | None:
    """The story that stands on the site now and is meant by this address: its own for other
    servers, or that of its page."""
    path = _path(address)
    near = PublicStory.objects.select_related("story", "person")
    if found := _STORY.fullmatch(path):
        return near.filter(story__key=found[1]).first()
    if found := _PAGE.fullmatch(path):
        return near.filter(slug=found[1]).first()
    return None


def _path(address: str) -> str:
    here = origin()
    return address.removeprefix(here) if address.startswith(f"{here}/") else ""
