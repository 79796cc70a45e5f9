"""Reading and writing on a Mastodon-like server, one page or one message at a time."""

from __future__ import annotations

from dataclasses import replace

from merkwerk.connectors.errors import (
    BadAddress,
    Forbidden,
    Gone,
    NotFound,
    TokenRefused,
    Unreadable,
)
from merkwerk.connectors.http import Answer, Http
from merkwerk.connectors.mastodon import translate
from merkwerk.connectors.mastodon.calls import Server, part
from merkwerk.connectors.mastodon.cursor import Place
from merkwerk.connectors.mastodon.translate import ROW_CAP, Batch, Teller, Webfinger
from merkwerk.connectors.shapes import fields, object_of, objects, page_of, rows, text, token
from merkwerk.connectors.values import (
    Bookmark,
    Notice,
    NoticeKind,
    Page,
    Person,
    Post,
    Refusal,
    SourceKind,
)

MOST_PER_PAGE = 40
START = Bookmark()
_HIDDEN = (NotFound, Gone, Forbidden)


def split_address(address: str) -> tuple[str, str]:
    """`joris@social.example` (a leading @ or # is fine) as name and domain; else `BadAddress`."""
    name, at, domain = address.strip().lstrip("@#").rpartition("@")
    if not at or not name or not domain or "/" in address or " " in address:
        raise BadAddress(f"expected name@server: {address[:100]}")
    return name, domain


def collect(
    http: Http,
    *,
    kind: SourceKind,
    address: str,
    server: str,
    token: str = "",
    bookmark: Bookmark = START,
    limit: int = MOST_PER_PAGE,
) -> Page:
    """One page of a source, oldest first.

    Without a cursor: the newest page, and that is where the source begins. With one: what came
    right after it (`min_id`), so nothing is lost however much came; ask again while `more`.
    An account, list or tag that is gone raises `NotFound` or `Gone`; a server that shows nothing
    to strangers raises `Forbidden`.
    """
    asked = Server(http, server, token)
    place = Place.read(bookmark.cursor)
    name, domain = _halves(kind, address)
    title, moved_to = "", ""
    if kind is SourceKind.MASTODON_ACCOUNT and not place.account:
        account = _lookup(asked, name, domain)
        place = replace(place, account=part(shown_id(account)))
        title, moved_to = _title(account, asked), _moved_to(account, asked)
    params = [("limit", str(min(limit, MOST_PER_PAGE))), *place.params(kind)]
    if kind is SourceKind.MASTODON_PUBLIC and name in ("local", "remote"):
        params.append((name, "true"))
    answer = asked.get(_path(kind, name, place.account), params)
    entries = page_of(answer.json(), kind)
    fresh, place, more = place.after(kind, entries, limit=min(limit, MOST_PER_PAGE))
    page = _page(asked, kind, address, fresh)
    wait = answer.wait_within_an_hour()
    mark = replace(bookmark, cursor=place.write())
    return replace(page, bookmark=mark, more=more, wait=wait, title=title, moved_to=moved_to)


def _halves(kind: SourceKind, address: str) -> tuple[str, str]:
    """Name and domain; a public timeline may be named by its server alone."""
    if kind is SourceKind.MASTODON_PUBLIC and "@" not in address:
        address = f"public@{address}"
    return split_address(address)


def _path(kind: SourceKind, name: str, account: str) -> str:
    match kind:
        case SourceKind.MASTODON_ACCOUNT:
            return f"/api/v1/accounts/{account}/statuses"
        case SourceKind.MASTODON_HASHTAG:
            return f"/api/v1/timelines/tag/{part(name)}"
        case SourceKind.MASTODON_LIST:
            return f"/api/v1/timelines/list/{part(name)}"
        case SourceKind.MASTODON_HOME:
            return "/api/v1/timelines/home"
        case SourceKind.MASTODON_MENTIONS:
            return "/api/v1/notifications"
        case SourceKind.MASTODON_PUBLIC:
            return "/api/v1/timelines/public"
    raise BadAddress(f"not a source of this network: {kind}")


def _page(asked: Server, kind: SourceKind, address: str, entries: list[object]) -> Page:
    teller = Teller(asked.base, domain_of(kind, address, asked, entries))
    if kind is SourceKind.MASTODON_MENTIONS:
        return mentions_page(asked, teller, entries, own=address.lstrip("@"))
    read = translate.batch(entries, teller)
    return Page(posts=read.posts, refused=read.refused, skipped=read.skipped)


def domain_of(kind: SourceKind, address: str, asked: Server, entries: list[object]) -> str:
    """The name local accounts carry, which need not be the server's (example.org at
    social.example.org). Only addresses that are a local account's handle tell it."""
    away = kind is SourceKind.MASTODON_ACCOUNT and any(
        "@" in token(fields(fields(entry).get("account")).get("acct"), 300) for entry in entries
    )
    return asked.host if away or kind is SourceKind.MASTODON_LIST else _halves(kind, address)[1]


def mentions_page(
    asked: Server, teller: Teller, entries: list[object], *, own: str, look: bool = True
) -> Page:
    """Notifications as a page: mentions of `own` (a handle) that answer a post of its own are
    replies, which takes a call for each answered post; without a `look` they stay mentions."""
    told = [translate.notice(entry, teller) for entry in entries]
    statuses = [
        status
        for entry in entries
        if text(fields(entry).get("type"), 40) in {"mention", "quote"}
        and (status := fields(fields(entry).get("status")))
    ]
    batch = translate.batch(statuses, teller)
    known = {post.uid: post for post in batch.posts}
    parents = _parents(asked, teller, batch) if look else {}
    posts = tuple(_answering(post, parents) for post in batch.posts)
    replies = {
        post.uid
        for post in posts
        if (parent := parents.get(post.native.get("reply_to_id", "")))
        and parent.author.handle == own
    }
    notices = tuple(
        replace(found, kind=NoticeKind.REPLY)
        if found.kind is NoticeKind.MENTION and found.about in replies & set(known)
        else found
        for found in told
        if isinstance(found, Notice)
    )
    refused = tuple(found for found in told if isinstance(found, Refusal))
    return Page(posts=posts, notices=notices, refused=batch.refused + refused)


def _parents(asked: Server, teller: Teller, batch: Batch) -> dict[str, Post]:
    """The posts that mentions answer, one call each (at most a page's worth)."""
    wanted = {post.native["reply_to_id"] for post in batch.posts if "reply_to_id" in post.native}
    found: dict[str, Post] = {}
    for number in sorted(wanted)[:MOST_PER_PAGE]:
        try:
            told = asked.get(f"/api/v1/statuses/{part(number)}").json()
        except _HIDDEN:
            continue
        read = translate.post(told, teller)
        if isinstance(read, Post):
            found[number] = read
    return found


def _answering(post: Post, parents: dict[str, Post]) -> Post:
    parent = parents.get(post.native.get("reply_to_id", ""))
    return replace(post, reply_to=parent.uid) if parent and not post.reply_to else post


def thread(http: Http, *, server: str, id: str, token: str = "") -> tuple[Post, ...]:
    """The conversation around one post, as far as this server knows it, oldest first.

    Raises `NotFound` when the post itself is not there.
    """
    asked = Server(http, server, token)
    teller = Teller(server, asked.host)
    middle = object_of(asked.get(f"/api/v1/statuses/{part(id)}").json(), "post")
    around = object_of(asked.get(f"/api/v1/statuses/{part(id)}/context").json(), "thread")
    above = rows(around.get("ancestors"), ROW_CAP)
    below = rows(around.get("descendants"), ROW_CAP)
    first = translate.batch([*above, middle], teller).posts
    rest = translate.batch(below, teller).posts
    return translate.knit(sorted({post.uid: post for post in first + rest}.values(), key=_time))


def _time(post: Post) -> tuple[str, str]:
    return post.written.isoformat(), post.uid


def post(http: Http, *, server: str, id: str, token: str = "") -> Post | None:
    """The post as it is now, or None when its author took it away."""
    asked = Server(http, server, token)
    try:
        told = asked.get(f"/api/v1/statuses/{part(id)}").json()
    except (NotFound, Gone):
        return None
    read = translate.post(told, Teller(server, asked.host))
    if isinstance(read, Refusal):
        raise Unreadable(f"post: {read.code}")
    return read


def local_id(http: Http, *, server: str, token: str, url: str) -> str:
    """The id `server` gives to a post seen elsewhere, needed to answer it from there; fetches it
    into that server when it did not know it. Raises `NotFound` when it cannot."""
    asked = Server(http, server, token)
    params = [("q", url), ("resolve", "true"), ("type", "statuses"), ("limit", "5")]
    told = object_of(asked.get("/api/v2/search", params).json(), "search")
    for status in objects(told.get("statuses"), 5):
        if url in {status.get("uri"), status.get("url")} and shown_id(status):
            return shown_id(status)
    raise NotFound("this server cannot find that post")


def shown_id(entry: dict[str, object]) -> str:
    """The server's own number of an entry, else empty."""
    return token(entry.get("id"), 100)


def _lookup(asked: Server, name: str, domain: str) -> dict[str, object]:
    """The account by name; the short name where the server is the domain itself."""
    acct = name if domain == asked.host else f"{name}@{domain}"
    answer = asked.get("/api/v1/accounts/lookup", [("acct", acct)])
    found = object_of(answer.json(), "account")
    if shown_id(found) and _same(found, acct, name, domain):
        return found
    raise NotFound(f"{name}@{domain} is not known there")


def _same(account: dict[str, object], acct: str, name: str, domain: str) -> bool:
    """Whether the answer is about whom we asked: by the name asked, or, where a server carries
    another domain than its own host's, by either half of it."""
    said = token(account.get("acct"), 300).lower()
    return said in {acct.lower(), name.lower(), f"{name}@{domain}".lower()}


def _title(account: dict[str, object], asked: Server) -> str:
    found = translate.person(account, Teller(asked.base, asked.host))
    return (found.name or found.handle) if found else ""


def _moved_to(account: dict[str, object], asked: Server) -> str:
    found = translate.person(account.get("moved"), Teller(asked.base, asked.host))
    return found.handle if found else ""


def find_account(
    http: Http, *, handle: str, server: str = "", token: str = "", scheme: str = "https"
) -> tuple[Person, str]:
    """The account behind `joris@social.example` and the base address of the server that told.

    Asks the account's own server as nobody, and `server` with `token` when that one keeps its
    doors shut. Raises `NotFound` when nobody is called so.
    """
    name, domain = split_address(handle)
    home = webfinger(http, handle=handle, scheme=scheme)
    try:
        return _person(Server(http, home.server), name, domain, home.actor), home.server
    except (Forbidden, Unreadable, TokenRefused):
        if not server:
            raise
    return _person(Server(http, server, token), name, domain, home.actor), server


def _person(asked: Server, name: str, domain: str, actor: str) -> Person:
    """The account, under its actor's address even where the API does not tell that."""
    local = domain if not asked.token else asked.host
    account = _lookup(asked, name, domain)
    found = translate.person({"uri": actor} | account, Teller(asked.base, local))
    if found is None:
        raise Unreadable("account: no address or name")
    return found


def webfinger(http: Http, *, handle: str, scheme: str = "https") -> Webfinger:
    """RFC 7033: where `joris@example.org` lives, which may be on another host.

    Raises `NotFound` when the domain does not know the name, or is no such server.
    """
    name, domain = split_address(handle)
    asked = Server(http, f"{scheme}://{domain}")
    path = "/.well-known/webfinger"
    answer: Answer = asked.get(path, [("resource", f"acct:{name}@{domain}")])
    links = objects(object_of(answer.json(), "webfinger").get("links"), 50)
    found = translate.webfinger(links)
    if found is None:
        raise NotFound(f"{domain} does not say where {name} lives")
    return found
