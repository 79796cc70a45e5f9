"""Webmentions that come in: taken at once when they may be ours, looked at later."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F
from django.urls import Resolver404, resolve

from merkwerk.connectors.errors import BadAddress, ConnectorError, Gone, NotFound
from merkwerk.connectors.http import Http, safe_target
from merkwerk.connectors.webmention import Mention, NoLink, read_source
from merkwerk.lib.outgoing import http
from merkwerk.stories.actions.addresses import site_address
from merkwerk.stories.actions.readers.elsewhere import note_sign, take_away, take_in
from merkwerk.stories.actions.readers.marks import plain_mark
from merkwerk.stories.models import MentionIn, OldAddress, PublicStory, Reaction, Story

LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=10)
TRIES = 5
AT_ONCE = 20
LONGEST = 1000
ALIKE = timedelta(minutes=1)
IS_GONE = (Gone, NotFound, NoLink)
State = MentionIn.State


class Refused(ValueError):
    """Not a webmention for us; `code` is source, target, same or unknown."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def receive(*, source: str, target: str, now: datetime) -> MentionIn:
    """Takes note of a webmention (W3C, section 3.2.1): both http(s) addresses, not the same, the
    target a story that stands on our site. Sent again, it is looked at again. Nothing is fetched
    here. Raises Refused."""
    for word, address in (("source", source), ("target", target)):
        try:
            safe_target(address)
        except BadAddress:
            raise Refused(word) from None
        if len(address) > LONGEST:
            raise Refused(word)
    if source.strip() == target.strip():
        raise Refused("same")
    story = story_at(target)
    if story is None:
        raise Refused("unknown")
    key = plain_mark(f"{source.strip()} {story.key}")
    made, new = MentionIn.objects.get_or_create(
        key=key,
        defaults={
            "story": story,
            "source": source.strip(),
            "target": target.strip(),
            "received_at": now,
            "next_try": now,
        },
    )
    if not new:
        old = MentionIn.objects.filter(pk=made.pk).exclude(received_at__gt=now - ALIKE)
        old.update(
            state=State.WAITING, target=target.strip(), tries=0, received_at=now, next_try=now
        )
    return made


def story_at(address: str) -> Story | None:
    """The story whose page stands at this address of ours now, or stood there before."""
    try:
        parts = urlsplit(address.strip())
        if parts.netloc.lower() not in own_hosts():
            return None
        path = parts.path
        moved = OldAddress.objects.filter(path=path).values_list("to", flat=True).first()
        match = resolve(moved or path)
    except (ValueError, Resolver404):
        return None
    if match.view_name != "site:story":
        return None
    slug = match.kwargs.get("slug", "")
    found = PublicStory.objects.filter(slug=slug).select_related("story").first()
    return found.story if found else None


def own_hosts() -> set[str]:
    """Hosts (with a port, where it isn't the usual one) at which our pages stand."""
    places = (settings.SITE_URL, site_address())
    return {urlsplit(place).netloc.lower() for place in places}


def look_at_due(*, now: datetime, way: Http | None = None) -> int:
    """Looks at what came in, at most twenty; each by one worker, and again when that one died.
    Never inside a transaction: it waits for the network. Returns how many were looked at."""
    due = list(MentionIn.objects.due(now).order_by("next_try").values_list("pk", flat=True))
    looked = 0
    for pk in due[:AT_ONCE]:
        free = MentionIn.objects.due(now).filter(pk=pk)
        if free.update(next_try=now + LEASE, tries=F("tries") + 1):
            look_at(MentionIn.objects.select_related("story").get(pk=pk), now=now, way=way)
            looked += 1
    return looked


def look_at(mention: MentionIn, *, now: datetime, way: Http | None = None) -> None:
    """Fetches the page and keeps what it says; a page that has gone, or links to us no more, takes
    away what it said. Trouble that may pass is tried five times in all."""
    key = key_of(mention)
    try:
        said = read_source(way or http(), source=mention.source, target=mention.target, now=now)
    except IS_GONE as trouble:
        take_away(key=key)
        _end(mention, State.REFUSED, trouble.code)
        return
    except ConnectorError as trouble:
        if trouble.lasting or mention.tries >= TRIES:
            _end(mention, State.REFUSED, trouble.code)
        else:
            wait = FIRST_WAIT * 4 ** (mention.tries - 1)
            MentionIn.objects.filter(pk=mention.pk).update(
                error=trouble.code, next_try=now + max(wait, timedelta(seconds=trouble.wait or 0))
            )
        return
    _keep(mention, said, key, now)
    _end(mention, State.TAKEN, "")


def key_of(mention: MentionIn) -> str:
    """By which its reaction or footnote is known again."""
    return f"webmention:{mention.key}"


def _keep(mention: MentionIn, said: Mention, key: str, now: datetime) -> None:
    """A reply becomes a reaction, everything else a footnote; what it was before gives way."""
    mine = Reaction.objects.filter(key=plain_mark(key))
    if said.kind == "reply" and said.words_html:
        mine.filter(state=Reaction.State.WITHDRAWN).update(state=Reaction.State.WAITING)
        take_in(
            story=mention.story,
            kind="reply",
            network="web",
            name=said.name,
            address=said.address,
            words_html=said.words_html,
            source_url=said.url,
            key=key,
            published_at=said.published,
            now=now,
        )
        return
    if mine.exclude(state=Reaction.State.WITHDRAWN).exists():
        take_away(key=key)
    kind = said.kind if said.kind in {"like", "share"} else "mention"
    note_sign(
        story=mention.story,
        kind=kind,
        name=said.name,
        address=mention.source if kind == "mention" else said.address or mention.source,
        key=key,
        at=said.published,
        said=said.words_html,
        now=now,
    )


def _end(mention: MentionIn, state: str, error: str) -> None:
    MentionIn.objects.filter(pk=mention.pk).update(state=state, error=error)
