"""Lists of feeds (OPML 1.0, 1.1 and 2.0), as feed readers hand them out and take them in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree as Tree

from merkwerk.connectors import content
from merkwerk.connectors.errors import TooLarge, Unreadable
from merkwerk.connectors.feeds.decode import to_utf8
from merkwerk.connectors.feeds.strict import tree

MOST = 10_000
MAX_BYTES = 8 * 1024 * 1024
DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """One feed of a list: its address, the name it carries there, its site, and the folders it
    lies in, outermost first."""

    address: str
    title: str = ""
    site: str = ""
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A list as it was read: its title, its feeds (each address once, at most MOST), and how many
    entries had no address that can be fetched, came again, or were more than MOST."""

    title: str
    feeds: tuple[Listed, ...]
    without_address: int = 0
    repeated: int = 0
    left_out: int = 0


def read(body: bytes, *, content_type: str = "") -> Reading:
    """The feeds in a list, in its order. Any encoding is read as feeds are; a document type and
    all it declares is thrown away unread, so that no entity can grow.

    Raises TooLarge above MAX_BYTES, Unreadable for what is no OPML, with a reason.
    """
    if len(body) > MAX_BYTES:
        raise TooLarge("a list of feeds has at most 8 MB")
    clean = to_utf8(body, content_type)
    root = tree(clean)
    if root is None or _name(root) != "opml":
        raise Unreadable("this is no OPML: a list of feeds begins with <opml>")
    found = _Found()
    for part in root:
        if _name(part) == "head":
            found.title = content.line(_text(part), content.TITLE)
        elif _name(part) == "body":
            _walk(part, found)
    return Reading(
        title=found.title,
        feeds=tuple(found.feeds.values()),
        without_address=found.without_address,
        repeated=found.repeated,
        left_out=found.left_out,
    )


class _Found:
    def __init__(self) -> None:
        self.title = ""
        self.feeds: dict[str, Listed] = {}
        self.without_address = self.repeated = self.left_out = 0


def _name(element: Tree.Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _text(head: Tree.Element) -> str:
    return next((child.text or "" for child in head if _name(child) == "title"), "")


def _fields(element: Tree.Element) -> dict[str, str]:
    """Attributes by lower-case name: readers disagree about xmlUrl, xmlurl and XMLURL."""
    return {name.rpartition("}")[2].lower(): value for name, value in element.items()}


def _walk(body: Tree.Element, found: _Found) -> None:
    """All outlines, however deep, without recursion; folders beyond DEEPEST are not told."""
    waiting: list[tuple[Tree.Element, tuple[str, ...]]] = [
        (child, ()) for child in reversed(body) if _name(child) == "outline"
    ]
    while waiting:
        element, folders = waiting.pop()
        fields = _fields(element)
        name = content.title(fields.get("title") or fields.get("text") or "")
        if "xmlurl" in fields or fields.get("type", "").lower() in ("rss", "atom"):
            _keep(fields, name, folders, found)
        inner = (*folders, name) if name and len(folders) < DEEPEST else folders
        waiting += [(child, inner) for child in reversed(element) if _name(child) == "outline"]


def _keep(fields: dict[str, str], name: str, folders: tuple[str, ...], found: _Found) -> None:
    address = content.safe_url(_as_web(fields.get("xmlurl", "")))
    if not address:
        found.without_address += 1
    elif address in found.feeds:
        found.repeated += 1
    elif len(found.feeds) >= MOST:
        found.left_out += 1
    else:
        site = content.safe_url(fields.get("htmlurl", ""))
        found.feeds[address] = Listed(address, name, site, folders)


def _as_web(address: str) -> str:
    """`feed:` addresses are those of the web."""
    word = address.strip()
    if word.lower().startswith("feed:"):
        word = word[5:]
        return word if word.lower().startswith(("http:", "https:")) else f"http:{word}"
    return word


def write(feeds: Iterable[Listed], *, title: str, now: datetime) -> bytes:
    """The feeds as OPML 2.0 in UTF-8, in their order, each in its outermost folder."""
    root = Tree.Element("opml", version="2.0")
    head = Tree.SubElement(root, "head")
    Tree.SubElement(head, "title").text = _xml(title)
    Tree.SubElement(head, "dateCreated").text = format_datetime(now)
    body = Tree.SubElement(root, "body")
    places: dict[str, Tree.Element] = {}
    for feed in feeds:
        folder = _xml(feed.folders[0]) if feed.folders else ""
        if folder and folder not in places:
            places[folder] = Tree.SubElement(body, "outline", text=folder, title=folder)
        told = {"type": "rss", "text": _xml(feed.title or feed.address), "xmlUrl": feed.address}
        if feed.title:
            told["title"] = _xml(feed.title)
        if feed.site:
            told["htmlUrl"] = feed.site
        Tree.SubElement(places.get(folder, body), "outline", told)
    Tree.indent(root)
    return bytes(Tree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _xml(text: str) -> str:
    """One line without the signs XML forbids."""
    return content.line(text, content.TITLE)
