"""Values of the connectors made to fit their columns: nothing too long, no tricks, no odd dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from merkwerk.connectors import content
from merkwerk.connectors.values import Audience, Network, Person, Refusal
from merkwerk.connectors.values import Post as Told
from merkwerk.engine.text import without_tricks
from merkwerk.networks.actions.believing import counts
from merkwerk.networks.models import Identity, Post

UID, PERSON_UID, URL, HANDLE, NAME, BIO = 1000, 500, 1000, 300, 300, 2000
HTML = 100_000


def fitted(posts: Iterable[Told], *, shared: bool) -> tuple[dict[str, Told], list[Refusal]]:
    """The posts that can be kept, by uid (the last of equals wins), and the others with the
    reason. What was not meant for everybody is kept only where a colleague's own account got it."""
    kept: dict[str, Told] = {}
    refused: list[Refusal] = []
    for post in posts:
        if not _is_key(post.uid, UID) or not _is_key(post.author.uid, PERSON_UID):
            refused.append(Refusal(code="too-long", where=without_tricks(post.uid)[:200]))
        elif post.audience is Audience.LIMITED and shared:
            refused.append(Refusal(code="limited"))
        else:
            kept[post.uid] = post
    return kept, refused


def _is_key(uid: str, most: int) -> bool:
    return 0 < len(uid) <= most and without_tricks(uid) == uid


def columns(post: Told, now: datetime) -> dict[str, Any]:
    """The columns of a post. A time to come is taken as now: nothing stands above the newest."""
    return {
        "url": _url(post.url),
        "title": _line(post.title, content.TITLE),
        "text": without_tricks(post.text)[: content.TEXT],
        "html": without_tricks(post.html)[:HTML],
        "warning": _line(post.warning, content.TITLE),
        "language": _line(post.language, 35),
        "written": min(post.written, now),
        "edited": post.edited,
        "reply_to": post.reply_to if _is_key(post.reply_to, UID) else "",
        "root": post.root if _is_key(post.root, UID) else "",
        "audience": post.audience.value,
        "links": _lines(post.links, content.LINKS),
        "tags": _lines(post.tags, content.TAGS),
        "mentions": _lines(post.mentions, content.MENTIONS),
        "pictures": [
            {
                "url": _url(picture.url),
                "description": without_tricks(picture.description)[:1500],
                "kind": _line(picture.kind, 20),
            }
            for picture in post.pictures[: content.PICTURES]
        ],
        "native": {_line(k, 40): _line(v, URL) for k, v in post.native.items()},
        "revision": _line(post.revision, 64),
    }


def _line(text: str, most: int) -> str:
    return without_tricks(text).replace("\n", " ")[:most]


def _lines(texts: Iterable[str], most: int) -> list[str]:
    return [_line(text, URL) for text in list(texts)[:most]]


def _url(url: str) -> str:
    """An address for a link; nothing but the web is linked to, whatever a connector let through."""
    fits = len(url) <= URL and url.startswith(("https://", "http://"))
    return url if fits and without_tricks(url) == url else ""


def identities_of(people: Iterable[Person], *, teller: str = "") -> dict[tuple[str, str], Identity]:
    """Rows of these people, brought up to date, by network and uid. People whose uid cannot be
    kept are left out; people of other servers are only changed by who told of them before
    (`teller`: the place of the server that says all this). Costs one query when nobody is new or
    changed."""
    wanted = {
        (str(person.network), person.uid): _identity(person, teller)
        for person in people
        if _is_key(person.uid, PERSON_UID)
    }
    networks = sorted({network for network, _ in wanted})
    uids = sorted({uid for _, uid in wanted})
    known = {
        (row.network, row.uid): row
        for row in Identity.objects.filter(network__in=networks, uid__in=uids)
    }
    stale = [row for key, row in sorted(wanted.items()) if _differs(row, known.get(key))]
    if not stale:
        return known
    Identity.objects.bulk_create(
        stale,
        update_conflicts=True,
        unique_fields=["network", "uid"],
        update_fields=[*PERSONAL, "told_by", "updated"],
        batch_size=200,
    )
    rows = Identity.objects.filter(network__in=networks, uid__in=uids)
    return {(row.network, row.uid): row for row in rows if (row.network, row.uid) in wanted}


PERSONAL = ("handle", "name", "url", "bio", "bot", "indexable", "discoverable")


def _identity(person: Person, teller: str) -> Identity:
    return Identity(
        told_by=teller[:255],
        network=str(person.network),
        uid=person.uid,
        handle=_line(person.handle, HANDLE),
        name=_line(person.name, NAME),
        url=_url(person.url),
        bio=without_tricks(person.bio)[:BIO],
        bot=person.bot,
        indexable=person.indexable,
        discoverable=person.discoverable,
    )


def _differs(fresh: Identity, known: Identity | None) -> bool:
    """An answer that tells less (no name, no words about themselves; on streams not even a
    handle) changes nothing."""
    if known is None:
        return True
    if fresh.handle == fresh.uid:
        return False
    if not counts(uid=known.uid, before=known.told_by, teller=fresh.told_by):
        return False
    told = [name for name in PERSONAL if getattr(fresh, name) not in ("",)]
    for name in PERSONAL:
        if name not in told:
            setattr(fresh, name, getattr(known, name))
    return fresh.told_by != known.told_by or any(
        getattr(fresh, name) != getattr(known, name) for name in told
    )


def told_again(post: Post) -> Told:
    """A stored post as the connectors know it, to be answered."""
    author = post.identity
    person = Person(
        network=Network(post.network),
        uid=author.uid,
        handle=author.handle,
        name=author.name,
        url=author.url,
    )
    return Told(
        network=Network(post.network),
        uid=post.uid,
        url=post.url,
        author=person,
        text=post.text,
        written=post.written,
        reply_to=post.reply_to,
        root=post.root,
        native={str(k): str(v) for k, v in post.native.items()},
    )
