"""The one common shape in the middle: what every network is translated to, and from.

Everything here is a frozen value. Times are aware datetimes in UTC. Texts are plain text with
`\\n` line breaks; `html` has already been through `content.clean` (an allow-list), and is cleaned
once more where it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Network(StrEnum):
    """A network is a way of speaking, not a server: every Mastodon-like server is MASTODON."""

    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    WEB = "web"


class SourceKind(StrEnum):
    """What a source is; together with its address it tells a connector what to fetch."""

    FEED = "feed"
    MASTODON_ACCOUNT = "mastodon-account"
    MASTODON_HASHTAG = "mastodon-hashtag"
    MASTODON_LIST = "mastodon-list"
    MASTODON_HOME = "mastodon-home"
    MASTODON_MENTIONS = "mastodon-mentions"
    BLUESKY_ACCOUNT = "bluesky-account"
    BLUESKY_SEARCH = "bluesky-search"
    BLUESKY_LIST = "bluesky-list"
    BLUESKY_HOME = "bluesky-home"
    BLUESKY_MENTIONS = "bluesky-mentions"
    BLUESKY_JETSTREAM = "bluesky-jetstream"
    MASTODON_PUBLIC = "mastodon-public"
    MAILBOX = "mailbox"
    LINK = "link"


class Audience(StrEnum):
    """Who the author let read it. Only PUBLIC may be shown to a colleague who did not receive
    it."""

    PUBLIC = "public"
    LIMITED = "limited"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody on one network. `links` are those pages of theirs of which the network proved that
    they are. `uid` never changes (ActivityPub actor address, DID, or for the
    web the site's address plus the author's name); `handle` may (`joris@social.example`)."""

    network: Network
    uid: str
    handle: str
    name: str = ""
    url: str = ""
    avatar_url: str = ""
    bio: str = ""
    bot: bool = False
    indexable: bool = True
    discoverable: bool = True
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    url: str
    description: str = ""
    kind: str = "image"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A public message by somebody. `uid` is the same on every server it is seen from
    (ActivityPub object address, at:// address, or a feed entry's identity)."""

    network: Network
    uid: str
    url: str
    author: Person
    text: str
    html: str = ""
    title: str = ""
    language: str = ""
    written: datetime
    edited: datetime | None = None
    warning: str = ""
    reply_to: str = ""
    root: str = ""
    audience: Audience = Audience.PUBLIC
    links: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    revision: str = ""
    native: dict[str, str] = field(default_factory=dict)
    """What the network needs to act on it: Mastodon `{"server", "id", "handle"}` (who told it,
    and under which name its author is reached from there), Bluesky
    `{"cid", "root_uri", "root_cid"}`."""


class NoticeKind(StrEnum):
    """What somebody did with an account of ours, as its server reports it."""

    MENTION = "mention"
    REPLY = "reply"
    FAVOURITE = "favourite"
    BOOST = "boost"
    FOLLOW = "follow"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One person did one thing. `about` is the `uid` of the post it concerns: theirs for a
    mention, reply or quote (it is then also among the page's posts), ours for a favourite or
    boost, empty for a follow. `uid` tells a notice seen twice."""

    kind: NoticeKind
    network: Network
    uid: str
    person: Person
    about: str = ""
    written: datetime


class Presence(StrEnum):
    """Whether an account can be found on its network. AWAY: its owner hid it for now; GONE: its
    owner took it away for good; REMOVED: a server did."""

    HERE = "here"
    AWAY = "away"
    GONE = "gone"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a network says about an account, without being asked. `handle` is its new name, if it
    has one; `indexable` its owner's wish, if that was told."""

    network: Network
    uid: str
    presence: Presence = Presence.HERE
    handle: str = ""
    indexable: bool | None = None
    written: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One entry that could not be read, with the reason code, so that nothing vanishes silently."""

    code: str
    where: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """Where the last collection ended; kept on the source, given back at the next one."""

    cursor: str = ""
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One collection of one source. `unchanged` means the server or the body's hash said so."""

    posts: tuple[Post, ...] = ()
    deleted: tuple[str, ...] = ()
    deleted_ids: tuple[str, ...] = ()
    """Posts taken away of which a server tells its own number only (`Post.native["id"]`)."""
    refused: tuple[Refusal, ...] = ()
    notices: tuple[Notice, ...] = ()
    standings: tuple[Standing, ...] = ()
    skipped: int = 0
    """How many boosts and reposts were passed over: they are not messages of their own."""
    bookmark: Bookmark = Bookmark()
    unchanged: bool = False
    more: bool = False
    title: str = ""
    moved_to: str = ""
    wait: float | None = None
    """Seconds the server asks us to wait (Retry-After, rate limit reset, max-age, feed ttl)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What an address turned out to be, before a colleague decides to keep it."""

    kind: SourceKind
    network: Network
    address: str
    title: str
    server: str = ""
    person: Person | None = None
    recent: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Where a message stands now. `uid` as in `Post`."""

    uid: str
    url: str
    written: datetime | None = None
    revision: str = ""
    native: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """Who follows whom: an account of ours, and somebody else (`uid` as in `Person`). `key` is
    what the network calls our following (Mastodon: their account's number on our server; Bluesky:
    the record's address), empty while there is none."""

    network: Network
    uid: str
    key: str = ""
    follows: bool = False
    requested: bool = False
    """They are asked, and have not let us in yet."""
    followed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Followers:
    """One page of who follows an account, newest first. `next` asks for the page after it, empty
    at the end; `total` is how many there are, as far as the network says (else None), and `wait`
    how many seconds it wants to be left alone."""

    people: tuple[Person, ...] = ()
    next: str = ""
    total: int | None = None
    wait: float | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """How long a message is, as its network counts: `used` of `limit` signs, and how many bytes
    (`bytes_over`) are beyond what the network also limits, 0 when it does not or they fit."""

    used: int
    limit: int
    bytes_over: int = 0

    @property
    def left(self) -> int:
        """How many signs may still come; negative when there are too many."""
        return self.limit - self.used

    @property
    def fits(self) -> bool:
        return self.left >= 0 and not self.bytes_over
