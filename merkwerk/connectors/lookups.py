"""One lookup per form of address: who or what is it, and what did it say lately?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from merkwerk.connectors.bluesky import client as bluesky
from merkwerk.connectors.bluesky import identity
from merkwerk.connectors.errors import (
    ConnectorError,
    Forbidden,
    NotFound,
    NothingThere,
    TokenRefused,
)
from merkwerk.connectors.feeds import discover
from merkwerk.connectors.http import Http
from merkwerk.connectors.mastodon import client as mastodon
from merkwerk.connectors.values import Finding, Network, Page, Person, Post, SourceKind
from merkwerk.connectors.web import client as web

SAMPLE = 20
RECENT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Everything a lookup may knock at."""

    http: Http
    now: datetime
    server: str
    token: str
    appview: str
    plc: str
    scheme: str


def mastodon_account(doors: Doors, handle: str, _: str) -> tuple[Finding, ...]:
    """The account, through its own server or, when that is shut, through the colleague's."""
    person, server = mastodon.find_account(
        doors.http, handle=handle, server=doors.server, token=doors.token, scheme=doors.scheme
    )
    kind = SourceKind.MASTODON_ACCOUNT
    recent = _sample(doors, kind, person.handle, server)
    return (_of_person(kind, person, person.handle, server, recent),)


def mastodon_tag(doors: Doors, tag: str, host: str) -> tuple[Finding, ...]:
    """The tag as one server sees it: the one named, else the colleague's own."""
    server = f"{doors.scheme}://{host}" if host else doors.server
    if not server:
        raise NotFound("a tag is read on a server, and none is known")
    address = f"{tag}@{urlsplit(server).netloc}"
    page = _page(doors, SourceKind.MASTODON_HASHTAG, address, server)
    found = Finding(
        kind=SourceKind.MASTODON_HASHTAG,
        network=Network.MASTODON,
        address=address,
        title=f"#{tag}",
        server=server,
        recent=_newest(page),
    )
    return (found,)


def _page(doors: Doors, kind: SourceKind, address: str, server: str) -> Page:
    own = doors.token if server == doors.server else ""
    return mastodon.collect(
        doors.http, kind=kind, address=address, server=server, token=own, limit=SAMPLE
    )


def _sample(doors: Doors, kind: SourceKind, address: str, server: str) -> tuple[Post, ...]:
    """Recent posts, or none where they are not shown: the account itself is found all the same."""
    try:
        return _newest(_page(doors, kind, address, server))
    except ConnectorError:
        return ()


def _newest(page: Page) -> tuple[Post, ...]:
    return tuple(reversed(page.posts))[:RECENT]


def _of_person(
    kind: SourceKind, person: Person, address: str, server: str, recent: tuple[Post, ...]
) -> Finding:
    return Finding(
        kind=kind,
        network=person.network,
        address=address,
        title=person.name or person.handle,
        server=server,
        person=person,
        recent=recent,
    )


def bluesky_account(doors: Doors, who: str, _: str) -> tuple[Finding, ...]:
    """The account by handle or DID, from its own data server."""
    did = who if identity.is_did(who) else identity.resolve_handle(
        doors.http, handle=who, server=doors.appview
    )  # fmt: skip
    home = identity.home_of(doors.http, did=did, plc=doors.plc)
    person = identity.person_at(doors.http, home=home, resolver=doors.appview)
    kind = SourceKind.BLUESKY_ACCOUNT
    try:
        recent = _newest(_bluesky_page(doors, kind, did))
    except ConnectorError:
        recent = ()
    return (_of_person(kind, person, did, home.server, recent),)


def _bluesky_page(doors: Doors, kind: SourceKind, address: str) -> Page:
    return bluesky.collect(
        doors.http, kind=kind, address=address, now=doors.now, server=doors.appview,
        plc=doors.plc, limit=SAMPLE,
    )  # fmt: skip


def bluesky_list(doors: Doors, address: str, _: str) -> tuple[Finding, ...]:
    """A list or feed; its owner's handle in the address becomes the DID, which stays."""
    who, _slash, rest = address.removeprefix("at://").partition("/")
    did = who if identity.is_did(who) else identity.resolve_handle(
        doors.http, handle=who, server=doors.appview
    )  # fmt: skip
    page = _bluesky_page(doors, SourceKind.BLUESKY_LIST, f"at://{did}/{rest}")
    return (_listed(SourceKind.BLUESKY_LIST, f"at://{did}/{rest}", rest.rpartition("/")[2], page),)


def bluesky_search(doors: Doors, query: str, _: str) -> tuple[Finding, ...]:
    """A search; servers that let only members search leave it without a sample."""
    kind = SourceKind.BLUESKY_SEARCH
    try:
        page = _bluesky_page(doors, kind, query)
    except (TokenRefused, Forbidden):
        page = Page()
    return (_listed(kind, query, query, page),)


def _listed(kind: SourceKind, address: str, title: str, page: Page) -> Finding:
    return Finding(
        kind=kind, network=Network.BLUESKY, address=address, title=title, recent=_newest(page)
    )


def site(doors: Doors, address: str, _: str) -> tuple[Finding, ...]:
    """The feeds a site has, or is; where there is none the page itself, as a link."""
    try:
        return tuple(discover.find(doors.http, address, doors.now))
    except NothingThere:
        return (_link(web.read(doors.http, address, doors.now)),)


def _link(post: Post) -> Finding:
    return Finding(
        kind=SourceKind.LINK,
        network=Network.WEB,
        address=post.url,
        title=post.title or post.url,
        person=post.author,
        recent=(post,),
    )
