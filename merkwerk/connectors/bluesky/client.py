"""Reading accounts, lists, searches, notices and threads, one page at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from merkwerk.connectors import shapes
from merkwerk.connectors.bluesky import translate
from merkwerk.connectors.bluesky.calls import (
    APPVIEW,
    PLC,
    Params,
    query,
)
from merkwerk.connectors.bluesky.cursor import Entry, Place
from merkwerk.connectors.bluesky.identity import (
    Home,
    home_of,
    is_did,
    person_at,
    resolve_handle,
)
from merkwerk.connectors.bluesky.session import Auth
from merkwerk.connectors.bluesky.tid import LOWEST, is_tid, time_of
from merkwerk.connectors.errors import BadAddress, Gone, NotFound, Unreadable
from merkwerk.connectors.http import Answer, Http
from merkwerk.connectors.values import (
    Bookmark,
    Notice,
    Page,
    Person,
    Post,
    Refusal,
    SourceKind,
)

MOST_PER_PAGE = 100
START = Bookmark()
THREAD = 500
_AHEAD = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whom we ask and as whom: the account's own server when there is one, else an AppView."""

    http: Http
    server: str
    auth: Auth | None
    now: datetime

    def query(self, name: str, params: Params) -> tuple[shapes.Fields, Answer]:
        return query(self.http, self.server, name, params, auth=self.auth)


def _asked(http: Http, auth: Auth | None, server: str, now: datetime) -> Asked:
    own = auth.session.server if auth else ""
    return Asked(http=http, server=own or server or APPVIEW, auth=auth, now=now)


def collect(
    http: Http,
    *,
    kind: SourceKind,
    address: str,
    now: datetime,
    auth: Auth | None = None,
    server: str = "",
    plc: str = PLC,
    bookmark: Bookmark = START,
    limit: int = MOST_PER_PAGE,
) -> Page:
    """One page of a source, its posts oldest first; ask again while `more`.

    Without a cursor: the newest page, and that is where the source begins. With one: all that
    came since. An account is read from its own data server, exactly and in order, and works
    without AppView and without `auth`; the other kinds are read back from the newest and raise
    `NoAppView` where there is none. What is gone raises `NotFound` or `Gone`.
    """
    asked = _asked(http, auth, server, now)
    limit = min(limit, MOST_PER_PAGE)
    if kind is SourceKind.BLUESKY_ACCOUNT:
        return _account(asked, address, plc, bookmark, limit)
    name, params, rows = _question(kind, address)
    place = Place.read(bookmark.cursor)
    params += [("limit", str(limit)), *([("cursor", place.page)] if place.page else [])]
    told, answer = asked.query(name, params)
    listed = told.get(rows)
    if not isinstance(listed, list):
        raise Unreadable(f"{name}: no {rows}")
    entries = [_entry(row, now) for row in listed[: MOST_PER_PAGE * 2]]
    fresh, place, more = place.after(entries, shapes.text(told.get("cursor"), 4_000), now)
    page = (_notices if kind is SourceKind.BLUESKY_MENTIONS else _posts)(fresh, now)
    mark = replace(bookmark, cursor=place.write())
    return replace(page, bookmark=mark, more=more, wait=answer.wait_within_an_hour())


def _question(kind: SourceKind, address: str) -> tuple[str, list[tuple[str, str]], str]:
    """The XRPC query for a source, its own parameters, and the name of the list it answers."""
    match kind:
        case SourceKind.BLUESKY_SEARCH:
            return "app.bsky.feed.searchPosts", [("q", address), ("sort", "latest")], "posts"
        case SourceKind.BLUESKY_LIST if "/app.bsky.feed.generator/" in address:
            return "app.bsky.feed.getFeed", [("feed", address)], "feed"
        case SourceKind.BLUESKY_LIST:
            return "app.bsky.feed.getListFeed", [("list", address)], "feed"
        case SourceKind.BLUESKY_HOME:
            return "app.bsky.feed.getTimeline", [], "feed"
        case SourceKind.BLUESKY_MENTIONS:
            return "app.bsky.notification.listNotifications", [], "notifications"
    raise BadAddress(f"not a source of this network: {kind}")


def _entry(row: object, now: datetime) -> Entry:
    """A feed item, a search result or a notice with the times that place it in its list."""
    told = shapes.fields(row)
    view = shapes.fields(told.get("post")) or told
    reason = shapes.fields(told.get("reason"))
    seen = shapes.when(reason.get("indexedAt")) or shapes.when(view.get("indexedAt")) or now
    seen = min(seen, now)
    written = shapes.when(shapes.fields(view.get("record")).get("createdAt")) or seen
    is_notice = "reason" in told and not reason
    return Entry(seen if reason or is_notice else min(written, seen), seen, row)


def _posts(entries: list[Entry], now: datetime) -> Page:
    posts: list[Post] = []
    refused: list[Refusal] = []
    skipped = 0
    for entry in entries:
        told = shapes.fields(entry.data)
        if told.get("reason"):
            skipped += 1
            continue
        read = translate.post_view(told.get("post") or told, now=now)
        if isinstance(read, Post):
            posts.append(read)
        else:
            refused.append(read)
    return Page(posts=_in_order(posts), refused=tuple(refused), skipped=skipped)


def _notices(entries: list[Entry], now: datetime) -> Page:
    told = [translate.notice(entry.data, now=now) for entry in entries]
    notices = [found for found, _ in told if isinstance(found, Notice)]
    return Page(
        posts=_in_order([post for _, post in told if post]),
        notices=tuple(reversed(notices)),
        refused=tuple(found for found, _ in told if isinstance(found, Refusal)),
    )


def _in_order(posts: list[Post]) -> tuple[Post, ...]:
    return tuple(sorted({post.uid: post for post in posts}.values(), key=_time))


def _time(post: Post) -> tuple[datetime, str]:
    return post.written, post.uid


def _account(asked: Asked, address: str, plc: str, bookmark: Bookmark, limit: int) -> Page:
    """An account's own posts from its own data server: record keys rise with time, so reading
    on from the last one loses nothing."""
    home = _home(asked, address, plc)
    last = _kept_key(bookmark.cursor)
    params = [("repo", home.did), ("collection", translate.POST), ("limit", str(limit))]
    if last:
        params += [("reverse", "true"), ("cursor", last)]
    told, answer = query(asked.http, home.server, "com.atproto.repo.listRecords", params)
    records = told.get("records")
    if not isinstance(records, list):
        raise Unreadable("com.atproto.repo.listRecords: no records")
    author = person_at(asked.http, home=home, resolver=asked.server)
    read = [
        translate.repo_record(entry, author=author, now=asked.now, server=home.server)
        for entry in records[: MOST_PER_PAGE * 2]
    ]
    key = max([last or LOWEST, *_keys(records, asked.now)])
    return Page(
        posts=_in_order([post for post in read if isinstance(post, Post)]),
        refused=tuple(found for found in read if isinstance(found, Refusal)),
        bookmark=replace(bookmark, cursor=json.dumps({"rkey": key})),
        more=bool(last) and len(records) >= limit and key != last,
        title=author.name or author.handle,
        wait=answer.wait_within_an_hour(),
    )


def _keys(records: list[object], now: datetime) -> list[str]:
    """Keys that tell an honest time: one from the future would hide all that comes after."""
    uris = (translate.at_uri(shapes.fields(entry).get("uri")) for entry in records)
    keys = (uri.rpartition("/")[2] for uri in uris)
    return [key for key in keys if is_tid(key) and time_of(key) <= now + _AHEAD]


def _kept_key(cursor: str) -> str:
    try:
        kept = shapes.fields(json.loads(cursor or "{}"))
    except ValueError:
        return ""
    return shapes.token(kept.get("rkey"), 100)


def _home(asked: Asked, address: str, plc: str) -> Home:
    word = address.strip().removeprefix("at://").strip("/@")
    did = word if is_did(word) else resolve_handle(
        asked.http, handle=word, server=asked.server
    )  # fmt: skip
    return home_of(asked.http, did=did, plc=plc)


def thread(
    http: Http, *, uri: str, now: datetime, auth: Auth | None = None, server: str = ""
) -> tuple[Post, ...]:
    """The conversation around one post, oldest first (at most 500 posts).

    Raises `NotFound` when the post is not there, `NoAppView` where nobody knows threads.
    """
    asked = _asked(http, auth, server, now)
    params = [("uri", uri), ("depth", "20"), ("parentHeight", "80")]
    told, _ = asked.query("app.bsky.feed.getPostThread", params)
    waiting, found = [told.get("thread")], dict[str, Post]()
    while waiting and len(found) < THREAD:
        node = shapes.fields(waiting.pop())
        read = translate.post_view(node.get("post"), now=now) if node.get("post") else None
        if not isinstance(read, Post) or read.uid in found:
            continue
        found[read.uid] = read
        waiting += [*shapes.rows(node.get("replies"), THREAD), node.get("parent")]
    return _in_order(list(found.values()))


def post(
    http: Http, *, uri: str, now: datetime, plc: str = PLC, resolver: str = APPVIEW
) -> Post | None:
    """The post as its author's server has it now, or None when it, or its author, is gone."""
    word = translate.at_uri(uri)
    if not word:
        raise BadAddress(f"not the address of a post: {uri[:100]}")
    did, collection, key = word.removeprefix("at://").split("/")
    try:
        home = home_of(http, did=did, plc=plc)
        params = [("repo", did), ("collection", collection), ("rkey", key)]
        told, _ = query(http, home.server, "com.atproto.repo.getRecord", params)
    except (NotFound, Gone):
        return None
    author = person_at(http, home=home, resolver=resolver)
    read = translate.repo_record(told, author=author, now=now, server=home.server)
    if isinstance(read, Refusal):
        raise Unreadable(f"post: {read.code}")
    return read


def whoami(http: Http, *, auth: Auth) -> Person:
    """The account the session speaks for; raises `TokenRefused` when it no longer does.

    From the data server alone, so that it works without AppView.
    """
    session = auth.session
    told, _ = query(http, session.server, "com.atproto.server.getSession", auth=auth)
    handle = shapes.token(told.get("handle"), 253) or session.handle
    asked = [("repo", session.did), ("collection", "app.bsky.actor.profile"), ("rkey", "self")]
    try:
        record, _ = query(http, session.server, "com.atproto.repo.getRecord", asked, auth=auth)
    except NotFound:
        record = {}
    return translate.person_of_record(record.get("value"), session.did, handle, session.server)
