"""From a letter to a post. Knows no network and no clock, and raises nothing.

A newsletter is told from a letter to a person by what lists must say of themselves (RFC 2919,
RFC 2369, RFC 8058). Pictures are left out, for they tell the sender who reads; so are links that
would end the subscription, for colleagues would press them.
"""

from __future__ import annotations

import email
import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from html import escape
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from merkwerk.connectors import content
from merkwerk.connectors.http.charset import known_charset
from merkwerk.connectors.shapes import EARLIEST, language
from merkwerk.connectors.values import Network, Person, Post, Refusal

HEADER = 4_000
PARTS = 200
_MOST = 400_000
_BULK = {"bulk", "list"}
_LIST_ID = re.compile(r"<([^<>\s]{1,250})>\s*$")
_IN_BRACKETS = re.compile(r"<\s*(https?://[^<>\s]{1,1500})\s*>", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+", re.ASCII)
_LANG = re.compile(r"<html\b[^<>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z-]{2,12})", re.IGNORECASE)
_LEAVE = re.compile(
    r"unsubscri|opt.?out|afmeld|uitschrij|abmeld|abbestell|d[ée]sabonn|desuscri|disiscri"
    r"|manage (?:your )?(?:preferences|subscription)|update (?:your )?preferences"
    r"|voorkeuren (?:wijzig|aanpass)|gegevens wijzig",
    re.IGNORECASE,
)
_ONLINE = re.compile(
    r"(?:view|read|open|see)\b.{0,40}\b(?:browser|online|web)|web ?versi|online ?versi"
    r"|(?:bekijk|lees|open)\b.{0,40}\b(?:online|browser|web)|im browser|in (?:je|uw) browser",
    re.IGNORECASE,
)
_TRACKED = re.compile(r"utm_[a-z]+|mc_[ce]id|fbclid|gclid|_hs(?:enc|mi)", re.IGNORECASE)
_BARE = re.compile(r"https?://[^\s<>\"]{1,1500}", re.IGNORECASE)


def letter(raw: bytes, *, received: datetime, now: datetime) -> Post | Refusal:
    """The newsletter in a letter (RFC 5322) that came in at `received`. Its author is who sent
    it, under the list's domain; its `url` is where it stands on the web if it says so safely;
    `written` is its own date, never later than when it came."""
    try:
        told = email.message_from_bytes(raw)
        return _post(told, min(received, now))
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Refusal(code="unreadable", where="letter")


def _post(told: Message, received: datetime) -> Post | Refusal:
    name, sender = parseaddr(header(told, "From"))
    place = _domain(sender.rpartition("@")[2])
    if not place:
        return Refusal(code="no-author", where="letter")
    if not is_newsletter(told):
        return Refusal(code="no-newsletter", where=place)
    listed, domain = _list(told, place)
    html, plain = _bodies(told)
    if not html and not plain.strip():
        return Refusal(code="empty", where=domain)
    author = _author(name or listed, sender, domain)
    return _made(told, author, domain, received, html or _marked_up(plain))


def _made(told: Message, author: Person, domain: str, received: datetime, html: str) -> Post:
    leaving = set(_IN_BRACKETS.findall(header(told, "List-Unsubscribe")))
    links = Links()
    links.feed(html[:_MOST])
    reading = content.read(without(html, leaving), near="")
    title = content.line(header(told, "Subject"), content.TITLE)
    revision = hashlib.blake2b("\x00".join((title, reading.text)).encode(), digest_size=16)
    return Post(
        network=Network.WEB,
        uid=_uid(told, domain, revision.hexdigest()),
        url=_online(told, links) or f"https://{domain}/",
        author=author,
        text=reading.text,
        html=reading.html,
        title=title,
        language=language(header(told, "Content-Language").partition(",")[0].strip())
        or language(next(iter(_LANG.findall(html[:5_000])), "")),
        written=_written(told, received),
        links=content.few(map(untracked, reading.links), content.LINKS),
        revision=revision.hexdigest(),
    )


def is_newsletter(told: Message) -> bool:
    """Whether a letter says of itself that it went to a list."""
    if any(told.get(name) for name in ("List-Id", "List-Unsubscribe", "List-Post")):
        return True
    return header(told, "Precedence").strip().lower() in _BULK


def header(told: Message, name: str) -> str:
    """A header field as text, unfolded and decoded (RFC 2047), at most HEADER signs."""
    word = _raw(told, name)[:HEADER]
    try:
        pieces = decode_header(word)
    except (MessageError, ValueError, TypeError):
        return " ".join(word.split())
    text = "".join(
        piece.decode(known_charset(charset or "") or "utf-8", "replace")
        if isinstance(piece, bytes)
        else piece
        for piece, charset in pieces
    )
    return " ".join(text.split())[:HEADER]


def _raw(told: Message, name: str) -> str:
    """The first field of that name as it was sent; bytes that are no ASCII are taken as UTF-8."""
    for key, value in told.raw_items():
        if key.lower() == name.lower():
            return str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return ""


def _domain(text: str) -> str:
    try:
        name = text.strip().rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        return ""
    return name if _HOST.fullmatch(name) else ""


def _list(told: Message, place: str) -> tuple[str, str]:
    """The list's own name, and the domain it speaks for: the sender's, or the list's where that
    lies above it (news@mail.example.org for example.org). Any other claim is not believed."""
    said = header(told, "List-Id")
    found = _LIST_ID.search(said)
    if found is None:
        return "", place
    listed = _domain(found.group(1))
    above = bool(listed) and place.endswith(f".{listed}")
    return said[: found.start()].strip(" \"'"), listed if above else place


def _author(name: str, sender: str, domain: str) -> Person:
    name = content.line(name, 200)
    return Person(
        network=Network.WEB,
        uid=f"mailto:{sender.lower()}"[:500],
        handle=f"{name} ({domain})" if name else domain,
        name=name or domain,
        url=f"https://{domain}/",
    )


def _uid(told: Message, domain: str, revision: str) -> str:
    """The letter's own identity within its sender's domain, so that no sender can overwrite the
    letters of another; its content's where it has none."""
    own = "".join(header(told, "Message-ID").split()).strip("<>")
    sound = own.isprintable() and own.isascii() and 0 < len(own) <= 300
    return f"{domain} mid:{own}" if sound else f"{domain}#{revision}"


def _written(told: Message, received: datetime) -> datetime:
    try:
        said = parsedate_to_datetime(header(told, "Date"))
        moment = said.replace(tzinfo=UTC) if said.tzinfo is None else said.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return received
    return min(moment, received) if moment >= EARLIEST else received


def plain_words(raw: bytes) -> str:
    """The plain text of a whole letter, of its markup where it has no other; "" where it cannot be
    read."""
    try:
        html, plain = _bodies(email.message_from_bytes(raw))
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return ""
    return plain if plain.strip() else content.plain(html[:_MOST])


def _bodies(told: Message) -> tuple[str, str]:
    """The first HTML part and the first plain part that are no attachments."""
    html = plain = ""
    for count, part in enumerate(told.walk()):
        if count >= PARTS or (html and plain):
            break
        kind = part.get_content_type()
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        if kind == "text/html" and not html:
            html = _text(part)
        elif kind == "text/plain" and not plain:
            plain = _text(part)
    return html, plain


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    named = known_charset(str(part.get_content_charset() or ""))
    try:
        return raw.decode("utf-8") if named in ("", "utf-8") else raw.decode(named, "replace")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _marked_up(plain: str) -> str:
    """Plain text as markup, its addresses as links."""
    parts: list[str] = []
    at = 0
    for found in _BARE.finditer(plain[:_MOST]):
        place = found.group(0).rstrip(".,;:!?)>]")
        parts += [
            escape(plain[at : found.start()]),
            f'<a href="{escape(place)}">{escape(place)}</a>',
        ]
        at = found.start() + len(place)
    rest = escape(plain[at:_MOST])
    return ("".join(parts) + rest).replace("\r\n", "\n").replace("\n", "<br>")


class Links(HTMLParser):
    """The links of a letter in order: (address, words)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self._place = ""
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._end()
            self._place = next((value or "" for name, value in attrs if name == "href"), "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end()

    def handle_data(self, data: str) -> None:
        if self._place and len(self._words) < 50:
            self._words.append(data)

    def _end(self) -> None:
        if self._place and len(self.found) < 500:
            self.found.append((self._place, " ".join("".join(self._words).split())[:300]))
        self._place, self._words = "", []


def _online(told: Message, links: Links) -> str:
    """Where the letter stands on the web: RFC 5064, its own "view online" link, its archive."""
    named = header(told, "Archived-At").strip("<> ")
    shown = next((place for place, words in links.found if _ONLINE.search(words)), "")
    archive = next(iter(_IN_BRACKETS.findall(header(told, "List-Archive"))), "")
    return next(filter(None, map(untracked, map(content.safe_url, (named, shown, archive)))), "")


def untracked(place: str) -> str:
    """An address without the marks by which campaigns count their readers."""
    if "?" not in place:
        return place
    try:
        parts = urlsplit(place)
        asked = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return place
    kept = [(name, value) for name, value in asked if not _TRACKED.fullmatch(name)]
    return place if len(kept) == len(asked) else urlunsplit(parts._replace(query=urlencode(kept)))


_ANCHOR = re.compile(r"<a\b[^<>]{0,4000}>", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]*))", re.IGNORECASE)


def without(html: str, leaving: set[str]) -> str:
    """The markup without its links that end the subscription, words and all."""
    return "".join(_kept(html[:_MOST], leaving))


def _kept(html: str, leaving: set[str]) -> Iterator[str]:
    at = 0
    lower = html.lower()
    closed = True
    for found in _ANCHOR.finditer(html):
        if found.start() < at:
            continue
        end = lower.find("</a", found.end()) if closed else -1
        closed = end >= 0
        end = end if closed else found.end()
        href = _HREF.search(found.group(0))
        place = next(filter(None, href.groups()), "") if href else ""
        words = html[found.end() : min(end, found.end() + 2_000)]
        if place.replace("&amp;", "&") in leaving or _LEAVE.search(f"{place} {words}"):
            yield html[at : found.start()]
            at = end
    yield html[at:]
