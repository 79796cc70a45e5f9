"""What the specifications ask of a feed, rule by rule; each check returns what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

A = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_RELATIVE = re.compile(r"(?:src|href)=\"(?!https?:|mailto:)")
_CHANNEL_ONCE = ("title", "link", "description", "language", "lastBuildDate", "docs", "ttl")
_ITEM_ONCE = ("title", "link", "guid", "pubDate", "description", "enclosure")
_ITEM = {*_ITEM_ONCE, "category", f"{DC}creator", f"{DC}language", f"{A}updated"}
_FEED = {"id", "title", "subtitle", "updated", "link", "author", "entry"}
_ENTRY = {"id", "title", "published", "updated", "link", "author", "category", "summary", "content"}


def read_xml(body: bytes) -> Element:
    """Our own document: nobody else wrote it."""
    return ElementTree.fromstring(body)  # noqa: S314


def wrong_in_rss(body: bytes) -> list[str]:
    """RSS 2.0 and the RSS Best Practices Profile."""
    root = read_xml(body)
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        return ["no rss 2.0"]
    wrong = [f"channel has no {name}" for name in _CHANNEL_ONCE[:3] if not channel.findtext(name)]
    wrong += [f"channel: {name} twice" for name in _CHANNEL_ONCE if len(channel.findall(name)) > 1]
    wrong += list(_no_address(channel.findtext("link")))
    own = [link for link in channel.findall(f"{A}link") if link.get("rel") == "self"]
    if [link.get("type") for link in own] != ["application/rss+xml"]:
        wrong.append("no atom:link to itself")
    for item in channel.findall("item"):
        wrong += _wrong_in_item(item)
    keys = [item.findtext("guid") for item in channel.findall("item")]
    return wrong + (["a guid twice"] if len(set(keys)) < len(keys) else [])


def _wrong_in_item(item: Element) -> Iterator[str]:
    yield from (f"item: {one.tag}?" for one in item if one.tag not in _ITEM | {f"{CONTENT}encoded"})
    yield from (f"item: {name} twice" for name in _ITEM_ONCE if len(item.findall(name)) > 1)
    if not (item.findtext("title") or item.findtext("description")):
        yield "item says nothing"
    yield from _no_address(item.findtext("link"))
    guid = item.find("guid")
    if guid is None or (
        guid.get("isPermaLink") != "false" and not urlsplit(guid.text or "").netloc
    ):
        yield "the guid is no address"
    if parsedate_to_datetime(item.findtext("pubDate") or "").tzinfo is None:
        yield "a date without zone"
    if _RELATIVE.search(item.findtext(f"{CONTENT}encoded") or ""):
        yield "a relative address in the content"
    for enclosure in item.findall("enclosure"):
        if (
            set(enclosure.attrib) != {"url", "length", "type"}
            or not enclosure.get("length", "x").isdigit()
        ):
            yield "an enclosure without address, length or type"


def wrong_in_atom(body: bytes) -> list[str]:
    """RFC 4287: section 4.1.1 for the feed, 4.1.2 for entries, 4.2 for the rest."""
    root = read_xml(body)
    if root.tag != f"{A}feed":
        return ["no atom"]
    wrong = [f"feed: {one.tag}?" for one in root if one.tag.removeprefix(A) not in _FEED]
    wrong += _once(root, ("id", "title", "updated"), ("subtitle",))
    wrong += _links(root)
    if not any(link.get("rel") == "self" for link in root.findall(f"{A}link")):
        wrong.append("no link to itself")
    entries = root.findall(f"{A}entry")
    for entry in entries:
        wrong += [f"entry: {e.tag}?" for e in entry if e.tag.removeprefix(A) not in _ENTRY]
        wrong += _once(entry, ("id", "title", "updated"), ("published", "summary", "content"))
        wrong += _links(entry)
        if not (root.findall(f"{A}author") or entry.findall(f"{A}author")):
            wrong.append("nobody wrote it")
        if not any(link.get("rel") == "alternate" for link in entry.findall(f"{A}link")):
            wrong.append("an entry without its page")
        wrong += ["relative"] if _RELATIVE.search(entry.findtext(f"{A}content") or "") else []
    for author in root.iter(f"{A}author"):
        wrong += _once(author, ("name",), ("uri", "email"))
    dates = [d.text or "" for name in ("updated", "published") for d in root.iter(A + name)]
    wrong += [f"no date: {date}" for date in dates if not _RFC3339.fullmatch(date)]
    keys = [entry.findtext(f"{A}id") for entry in entries]
    wrong += [
        f"no URI: {key}"
        for key in [root.findtext(f"{A}id"), *keys]
        if not urlsplit(key or "").scheme
    ]
    wrong += ["no term" for one in root.iter(f"{A}category") if not one.get("term")]
    return wrong + (["an id twice"] if len(set(keys)) < len(keys) else [])


def _once(of: Element, must: tuple[str, ...], may: tuple[str, ...]) -> Iterator[str]:
    for name in (*must, *may):
        count = len(of.findall(A + name))
        if count > 1 or (name in must and count != 1):
            yield f"{of.tag}: {count} times {name}"


def _links(of: Element) -> Iterator[str]:
    seen: list[tuple[str | None, str | None]] = []
    for link in of.findall(f"{A}link"):
        yield from _no_address(link.get("href"))
        if link.get("rel") == "alternate":
            seen.append((link.get("type"), link.get("hreflang")))
        if link.get("length") is not None and not link.get("length", "").isdigit():
            yield "a length that is none"
    if len(set(seen)) < len(seen):
        yield "two pages of one type and language"


def wrong_in_json(body: bytes) -> list[str]:
    """JSON Feed 1.1."""
    told: dict[str, Any] = json.loads(body)
    wrong = [] if told.get("version") == "https://jsonfeed.org/version/1.1" else ["no version"]
    wrong += [] if told.get("title") else ["no title"]
    for name in ("home_page_url", "feed_url", "next_url"):
        wrong += list(_no_address(told[name])) if name in told else []
    items = told.get("items")
    if not isinstance(items, list):
        return [*wrong, "no items"]
    for item in items:
        wrong += [] if item.get("id") and isinstance(item["id"], str) else ["no id"]
        wrong += [] if item.get("content_html") or item.get("content_text") else ["no content"]
        wrong += list(_no_address(item.get("url")))
        for name in ("date_published", "date_modified"):
            wrong += [] if _RFC3339.fullmatch(item.get(name, "")) else [f"no {name}"]
        for author in item.get("authors", []):
            wrong += [] if set(author) & {"name", "url", "avatar"} else ["nobody"]
        for file in item.get("attachments", []):
            wrong += [] if file.get("url") and file.get("mime_type") else ["no attachment"]
        wrong += ["relative"] if _RELATIVE.search(item.get("content_html", "")) else []
    wrong += (
        [] if all(hub.get("type") and hub.get("url") for hub in told.get("hubs", [])) else ["hub"]
    )
    return wrong + (["empty"] if any(value in ("", None) for value in told.values()) else [])


def _no_address(text: str | None) -> Iterator[str]:
    parts = urlsplit(text or "")
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        yield f"no whole address: {text}"
