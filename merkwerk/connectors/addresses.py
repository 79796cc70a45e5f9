"""What a colleague typed, or pasted: a handle, a profile, a tag, a site. First only by its form
(`what_is`), then by asking around (`find`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from merkwerk.connectors import lookups
from merkwerk.connectors.bluesky.calls import APPVIEW, PLC
from merkwerk.connectors.bluesky.identity import is_did, is_handle
from merkwerk.connectors.errors import BadAddress, ConnectorError, NothingThere
from merkwerk.connectors.http import Http
from merkwerk.connectors.lookups import Doors
from merkwerk.connectors.values import Finding, Network

LONGEST = 2_000
_FEDIVERSE = re.compile(r"@?([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)@([^\s@/]+)")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_TAGGED = re.compile(r"/(?:tags?|explore/tags)/([^/]+)/?")
_PROFILE = re.compile(r"/(?:@|users/)([A-Za-z0-9_.-]+)(?:@([^/\s]+))?/?(?:with_replies)?/?")
_BLUESKY_SITES = {"bsky.app", "www.bsky.app", "staging.bsky.app"}


class Form(StrEnum):
    """What a text looks like; one text may look like several things."""

    MASTODON_HANDLE = "mastodon-handle"
    MASTODON_TAG = "mastodon-tag"
    BLUESKY_ACCOUNT = "bluesky-account"
    BLUESKY_LIST = "bluesky-list"
    BLUESKY_SEARCH = "bluesky-search"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Guess:
    """`value` as the connector wants it. `server`: the host of a tag, empty for "any"."""

    form: Form
    value: str
    server: str = ""


def what_is(text: str) -> tuple[Guess, ...]:
    """The guesses for a text, best first; nothing is asked of anybody.

    Raises `BadAddress` for what cannot be any address: empty, far too long, several words.
    """
    word = text.strip().strip("<>\u200b\u202a\u202c")
    if not word or len(word) > LONGEST or any(letter.isspace() for letter in word):
        raise BadAddress("one handle, tag or address was expected")
    if word.startswith("#"):
        return _tag(word)
    if word.startswith("at://"):
        return _at_uri(word)
    if is_did(word):
        return (Guess(Form.BLUESKY_ACCOUNT, word),)
    if handle := _FEDIVERSE.fullmatch(word.removeprefix("acct:")):
        return (Guess(Form.MASTODON_HANDLE, f"{handle[1]}@{_host(handle[2])}"),)
    if word.lower().startswith(("http://", "https://")):
        return _address(word)
    return _bare(word)


def _host(name: str) -> str:
    """A domain in the spelling the network uses: lower case, punycode, no final dot."""
    bare, colon, port = name.rstrip(".").lower().partition(":")
    try:
        host = bare.encode("idna").decode()
    except UnicodeError:
        host = ""
    if not _HOST.fullmatch(host):
        raise BadAddress(f"not the name of a server: {name[:80]}")
    return host + (colon + port if port.isdecimal() else "")


def _tag(word: str) -> tuple[Guess, ...]:
    name, _, host = word.lstrip("#").partition("@")
    if not name or not all(letter.isalnum() or letter == "_" for letter in name):
        raise BadAddress("a tag has letters and digits only")
    tag = Guess(Form.MASTODON_TAG, name, _host(host) if host else "")
    return (tag,) if host else (tag, Guess(Form.BLUESKY_SEARCH, f"#{name}"))


def _at_uri(word: str) -> tuple[Guess, ...]:
    who, _, rest = word.removeprefix("at://").partition("/")
    if not is_did(who) and not is_handle(who):
        raise BadAddress("not an at:// address")
    if rest.startswith(("app.bsky.graph.list/", "app.bsky.feed.generator/")):
        return (Guess(Form.BLUESKY_LIST, word),)
    return (Guess(Form.BLUESKY_ACCOUNT, who),)


def _address(word: str) -> tuple[Guess, ...]:
    """A link: profiles and tags have forms of their own, anything may also be a site."""
    try:
        parts = urlsplit(word)
        host, port = parts.hostname or "", parts.port
    except ValueError as trouble:
        raise BadAddress("not an address") from trouble
    if not host:
        raise BadAddress("not an address")
    if host in _BLUESKY_SITES:
        return _bluesky_page(parts.path.split("/")[1:]) or (Guess(Form.SITE, word),)
    place = _host(host) + (f":{port}" if port else "")
    site = Guess(Form.SITE, word)
    if tag := _TAGGED.fullmatch(parts.path):
        return Guess(Form.MASTODON_TAG, unquote(tag[1]), place), site
    if profile := _PROFILE.fullmatch(parts.path):
        home = _host(profile[2]) if profile[2] else place
        return Guess(Form.MASTODON_HANDLE, f"{profile[1]}@{home}"), site
    return (site,)


def _bluesky_page(steps: list[str]) -> tuple[Guess, ...]:
    """Pages of Bluesky's own site: profiles, lists, feeds, tags, searches are not pages to read."""
    match [unquote(step) for step in steps]:
        case ["profile", who, "lists", key]:
            return (Guess(Form.BLUESKY_LIST, f"at://{who}/app.bsky.graph.list/{key}"),)
        case ["profile", who, "feed", key]:
            return (Guess(Form.BLUESKY_LIST, f"at://{who}/app.bsky.feed.generator/{key}"),)
        case ["profile", who, *_] if is_did(who) or is_handle(who):
            return (Guess(Form.BLUESKY_ACCOUNT, who),)
        case ["hashtag", tag, *_] if tag:
            return (Guess(Form.BLUESKY_SEARCH, f"#{tag}"),)
    return ()


def _bare(word: str) -> tuple[Guess, ...]:
    """`anna.example` may be a Bluesky handle and a site; with an @ in front it is no site."""
    name = word.removeprefix("@")
    host = name.partition("/")[0]
    guesses: list[Guess] = []
    if is_handle(name.rstrip(".")):
        guesses.append(Guess(Form.BLUESKY_ACCOUNT, name.rstrip(".").lower()))
    if not word.startswith("@") and "." in host and not host.startswith("."):
        guesses.append(Guess(Form.SITE, f"https://{name}"))
    if not guesses:
        raise BadAddress("one handle, tag or address was expected")
    own = host.endswith(".bsky.social")
    return tuple(
        guesses[:1] if own else sorted(guesses, key=lambda guess: guess.form is not Form.SITE)
    )


_LOOKUPS: dict[Form, Callable[[Doors, str, str], tuple[Finding, ...]]] = {
    Form.MASTODON_HANDLE: lookups.mastodon_account,
    Form.MASTODON_TAG: lookups.mastodon_tag,
    Form.BLUESKY_ACCOUNT: lookups.bluesky_account,
    Form.BLUESKY_LIST: lookups.bluesky_list,
    Form.BLUESKY_SEARCH: lookups.bluesky_search,
    Form.SITE: lookups.site,
}


def find(
    http: Http,
    text: str,
    *,
    now: datetime,
    server: str = "",
    token: str = "",
    appview: str = APPVIEW,
    plc: str = PLC,
    scheme: str = "https",
) -> tuple[Finding, ...]:
    """What can be listened to behind a text, each with up to three recent posts.

    `server` and `token` are the colleague's own Mastodon-like account, if they have one: for bare
    tags, and for servers that show nothing to strangers. All guesses are tried; only when none
    holds anything, the first one's trouble is raised (`NothingThere` if all just came up empty).
    """
    doors = Doors(http=http, now=now, server=server, token=token, appview=appview, plc=plc,
                  scheme=scheme)  # fmt: skip
    found: list[Finding] = []
    troubles: list[ConnectorError] = []
    for guess in what_is(text):
        if guess.form is Form.SITE and any(one.network is Network.MASTODON for one in found):
            continue  # the page of an account or tag that is found already
        try:
            found += _LOOKUPS[guess.form](doors, guess.value, guess.server)
        except ConnectorError as trouble:
            troubles.append(trouble)
    unique = {(finding.kind, finding.address): finding for finding in found}
    if not unique:
        raise next(iter(troubles), NothingThere("nothing to listen to was found there"))
    return tuple(replace(finding, recent=finding.recent[:3]) for finding in unique.values())
