"""Values of the connectors made to fit their columns: nothing too long, no tricks, no odd dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from merkwerk.connectors import content
from merkwerk.connectors.values import Audience, Network, Person, Refusal
from merkwerk.connectors.values import Post as Told
from merkwerk.engine.text import without_tricks
from merkwerk.networks.actions.believing import counts
from merkwerk.networks.actions.rows import write_new
from merkwerk.networks.models import Identity, Post, ProfileChange

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
    if text.isascii() and text.isprintable():
        return text[:most]
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
        (str(person.network), person.uid): _personal(person)
        for person in people
        if _is_key(person.uid, PERSON_UID)
    }
    told_by = teller[:255]
    known = _rows_of(wanted)
    new = sorted(wanted.keys() - known.keys())
    stale, changes = [], []
    for key, row in sorted(known.items()):
        before = ProfileChange(identity=row, name=row.name, bio=row.bio, at=timezone.now())
        if _brought_up_to_date(row, wanted[key], told_by):
            stale.append(row)
            if _says_otherwise(before, row):
                changes.append(before)
    if changes:
        ProfileChange.objects.bulk_create(changes, ignore_conflicts=True)
    if stale:
        Identity.objects.bulk_update(stale, [*PERSONAL, "told_by", "updated"], batch_size=50)
    if new:
        fresh = [{"network": n, "uid": u, "told_by": told_by, **wanted[n, u]} for n, u in new]
        write_new(Identity, fresh)
        known |= _rows_of(new)
    return known


def _says_otherwise(before: ProfileChange, row: Identity) -> bool:
    """Whether a person changed what they say of themselves; what is read for the first time is no
    change, and a machine has no work."""
    told = (before.bio and before.bio != row.bio) or (before.name and before.name != row.name)
    return bool(told) and not row.bot


def _rows_of(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Identity]:
    wanted = set(keys)
    rows = Identity.objects.filter(
        network__in=sorted({network for network, _ in wanted}),
        uid__in=sorted({uid for _, uid in wanted}),
    )
    return {key: row for row in rows if (key := (row.network, row.uid)) in wanted}


PERSONAL = ("handle", "name", "url", "bio", "bot", "indexable", "discoverable", "links")


def _personal(person: Person) -> dict[str, Any]:
    return {
        "handle": _line(person.handle, HANDLE),
        "name": _line(person.name, NAME),
        "url": _url(person.url),
        "bio": without_tricks(person.bio)[:BIO],
        "bot": person.bot,
        "indexable": person.indexable,
        "discoverable": person.discoverable,
        "links": [_url(link) for link in person.links],
    }


def _brought_up_to_date(row: Identity, told: Mapping[str, Any], told_by: str) -> bool:
    """Takes over what is told anew; True when something changed. An answer that tells less (no
    name, no words about themselves; on streams not even a handle) changes nothing."""
    if told["handle"] == row.uid or not counts(uid=row.uid, before=row.told_by, teller=told_by):
        return False
    fresh = {name: value for name, value in told.items() if value != ""}
    if row.told_by == told_by and all(getattr(row, name) == fresh[name] for name in fresh):
        return False
    for name, value in fresh.items():
        setattr(row, name, value)
    row.told_by, row.updated = told_by, timezone.now()
    return True


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
