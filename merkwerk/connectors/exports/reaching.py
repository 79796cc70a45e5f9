"""How somebody is reached, out of what a file says: each way in its one spelling, or None."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

import phonenumbers

from merkwerk.connectors import content
from merkwerk.connectors.bluesky.names import is_did, is_handle
from merkwerk.connectors.exports.values import Reach, Way

LABEL = 60
REGION = "NL"
_PART = r"[^\s@<>\"(),:;\[\]\\]"
_MAIL = re.compile(rf"(?<![\w@.+-]){_PART}{{1,64}}@{_PART}+\.[^\W_]{{2,63}}(?![\w-])")
_FEDIVERSE = re.compile(r"@?([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,62}))@([A-Za-z0-9.-]+\.[A-Za-z]{2,})")
_NAME = re.compile(r"[A-Za-z0-9_]{1,15}")
_SLUG = re.compile(r"[^\s/?#<>\"@]{2,100}")
_OF_PATH = re.compile(r"/(?:@|users/)([A-Za-z0-9_.-]+)(?:@([A-Za-z0-9.-]+))?/?")
_NOT_FEDIVERSE = re.compile(
    r"(?:^|\.)(?:medium\.com|youtube\.com|tiktok\.com|threads\.(?:net|com)|t\.me|substack\.com"
    r"|flickr\.com|instagram\.com|facebook\.com|telegram\.me|npmjs\.com|hackmd\.io)$"
)


def mail(text: str, label: str = "") -> Reach | None:
    """A mail address in lower case, also out of `Jan <jan@example.org>` or `mailto:`."""
    word = text[:1000].strip().removeprefix("mailto:").partition("?")[0]
    found = _MAIL.search(word)
    if not found or len(found[0]) > 254:
        return None
    return Reach(Way.MAIL, content.line(found[0], 254).lower(), label=_label(label))


@lru_cache(maxsize=4096)
def phone(text: str, label: str = "", region: str = REGION) -> Reach | None:
    """A telephone number as E.164 when it can be one, read as somebody in `region` (ISO 3166)
    would; else as written. None when there are hardly digits in it."""
    word = text[:200].strip()
    word = unquote(word[4:]).partition(";")[0] if word.lower().startswith("tel:") else word
    shown = content.line(word, 60)
    if sum(sign.isdecimal() for sign in shown) < 3:
        return None
    try:
        number = phonenumbers.parse(shown, region)
        if phonenumbers.is_possible_number(number):
            shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        pass
    return Reach(Way.PHONE, shown, label=_label(label))


def post(text: str, label: str = "") -> Reach | None:
    """A postal address: its lines, as one line with commas."""
    parts = (content.line(part, 200) for part in re.split(r"[\n\r]+", text[:2000]))
    whole = content.line(", ".join(part.strip(" ,") for part in parts if part.strip(" ,")), 500)
    return Reach(Way.POST, whole, label=_label(label)) if whole else None


def page(text: str, label: str = "") -> Reach | None:
    """A web address: as a handle when it is a profile on a network we know, else as a site."""
    word = text[:1000].strip().strip("<>")
    if word.lower().startswith("acct:"):
        return handle("mastodon", word[5:], label)
    if not word or " " in word or "\n" in word:
        return None
    if "://" not in word:
        word = f"https://{word}" if re.match(r"[\w-]+(\.[\w-]+)+(/|$)", word) else ""
    address = content.safe_url(word)
    if not address:
        return None
    return _profile(address, label) or Reach(Way.SITE, address, label=_label(label))


def handle(network: str, text: str, label: str = "", uid: str = "") -> Reach | None:
    """A name on a network, as somebody writes it: with or without `@`, or the profile's address.
    None when it can be no name there."""
    word = text[:1000].strip().strip("<>")
    if "://" in word or (network == "linkedin" and "/" in word):
        found = page(word, label)
        return found if found and found.way == Way.HANDLE else None
    bare = content.line(word.removeprefix("acct:").removeprefix("@"), 300)
    bare = bare if network == "x" else bare.lower()
    sound = {
        "mastodon": _FEDIVERSE.fullmatch(bare) is not None,
        "bluesky": is_handle(bare) or is_did(bare),
        "x": _NAME.fullmatch(bare) is not None,
        "linkedin": _SLUG.fullmatch(bare) is not None,
    }.get(network, bool(bare) and bare.isprintable() and " " not in bare)
    if not sound:
        return None
    return Reach(Way.HANDLE, bare, network, content.line(uid, 500) or _did(bare), _label(label))


def _did(value: str) -> str:
    return value if is_did(value) else ""


def _profile(address: str, label: str) -> Reach | None:
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("mobile.").lower()
    path = unquote(parts.path)
    segments = [segment for segment in path.split("/") if segment]
    if host in ("x.com", "twitter.com"):
        return _of_x(segments, parts.query, label)
    if host == "bsky.app" and len(segments) == 2 and segments[0] == "profile":
        return handle("bluesky", segments[1], label)
    if host == "linkedin.com" or host.endswith(".linkedin.com"):
        mine = len(segments) >= 2 and segments[0] in ("in", "pub")
        return handle("linkedin", segments[1], label) if mine else None
    if _NOT_FEDIVERSE.search(host) or not (found := _OF_PATH.fullmatch(path)):
        return None
    return handle("mastodon", f"{found[1]}@{found[2] or host}", label, uid=_actor(address))


def _actor(address: str) -> str:
    """The steady name, when the address is one: `/users/jan`, not the page `/@jan`."""
    return address if "/users/" in address else ""


def _of_x(segments: list[str], query: str, label: str) -> Reach | None:
    if segments[:2] == ["intent", "user"]:
        named = re.search(r"(?:^|&)screen_name=(\w+)", query)
        return handle("x", named[1], label) if named else None
    reserved = {"intent", "i", "home", "search", "share", "hashtag", "settings"}
    alone = len(segments) == 1 and segments[0].lower() not in reserved
    return handle("x", segments[0], label) if alone else None


def _label(label: str) -> str:
    return content.line(label, LABEL)


def slug(address: str) -> str:
    """The name in a LinkedIn profile's address, in lower case, by which letters find people."""
    found = page(address)
    return found.value if found and found.network == "linkedin" else ""
