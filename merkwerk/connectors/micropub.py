"""What a Micropub client sends (W3C Recommendation, 23 May 2017), read into plain words. Knows no
network and no clock; raises nothing but `Unfit`.

Both spellings, form-encoded (3.1) and JSON (3.2), become the same properties: lists of values by
name, as microformats2 JSON has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from merkwerk.connectors import content
from merkwerk.engine.text import without_tricks

VALUES = 50
"""So many values of one property are looked at."""
RESERVED = frozenset({"access_token", "h", "action", "url", "q", "type"})
ABOUT = ("in-reply-to", "bookmark-of", "repost-of", "listen-of", "read-of", "watch-of", "url")
"""Properties that name the page a text is about, the first that is there counts."""
NEVER = frozenset({"like-of", "follow-of", "rsvp"})
"""Acts, not words: there is nothing to draft of them."""
SHOWN = {"category": "#", "photo": "", "video": "", "audio": "", "location": "", "checkin": ""}
"""Properties that become a line each among the writer's facts, in this order."""


class Unfit(Exception):
    """The call can't be read as Micropub; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Entry:
    """One h-entry as a draft needs it: the words, what they are about, and what else was sent, a
    line each. Wishes for when and where to publish are left out: nothing is published."""

    text: str
    link: str
    facts: str


@dataclass(frozen=True, slots=True)
class Change:
    """An update of a post: the words that replace its own; None when they stay."""

    text: str | None


Properties = Mapping[str, list[Any]]


def of_form(fields: Iterable[tuple[str, list[str]]]) -> dict[str, list[Any]]:
    """The properties of a form: `category[]` and `category` are the same; `mp-` commands and
    reserved names are none."""
    found: dict[str, list[Any]] = {}
    for name, values in fields:
        plain = name.removesuffix("[]")
        if plain not in RESERVED and not plain.startswith("mp-"):
            found.setdefault(plain, []).extend(values[:VALUES])
    return found


def of_json(told: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The properties of `{"type": ["h-entry"], "properties": {…}}`. Raises Unfit for another type
    and for values that are no list."""
    if told.get("type") not in (["h-entry"], None):
        raise Unfit("not-an-entry")
    inner = told.get("properties")
    if not isinstance(inner, dict):
        raise Unfit("no-properties")
    return {name: values[:VALUES] for name, values in _lists(inner).items() if name[:3] != "mp-"}


def _lists(told: Mapping[str, Any]) -> dict[str, list[Any]]:
    if not all(isinstance(values, list) for values in told.values()):
        raise Unfit("not-a-list")
    return dict(told)


def entry(properties: Properties) -> Entry:
    """What these properties say. A title stands above the words, as their first line. Raises Unfit
    when there is nothing to write about, and for acts without words."""
    if any(properties.get(name) for name in NEVER):
        raise Unfit("an-act")
    parts = [words(properties.get(name, [])) for name in ("name", "content")]
    if not parts[1]:
        parts[1] = words(properties.get("summary", []))
    title, body = parts
    text = body if title and body.startswith(title) else "\n\n".join(filter(None, parts))
    link = next(filter(None, (_address(properties.get(name, [])) for name in ABOUT)), "")
    facts = "\n".join(filter(None, (_line(name, properties.get(name, [])) for name in SHOWN)))
    if not text and not link and not facts:
        raise Unfit("empty")
    return Entry(text, link, facts)


def words(values: list[Any]) -> str:
    """The first value as plain text: a text as it is, markup (`{"html": …}`) without its tags."""
    first = values[0] if values else ""
    if isinstance(first, dict):
        markup = first.get("html")
        if isinstance(markup, str):
            return content.plain(markup)
        first = first.get("value", "")
    return without_tricks(first).strip() if isinstance(first, str) else ""


def _address(values: list[Any]) -> str:
    first = values[0] if values else ""
    if isinstance(first, dict):  # a page with its title, as microformats2 nests it
        inner = first.get("properties")
        first = (inner.get("url") or [""])[0] if isinstance(inner, dict) else first.get("value", "")
    return content.safe_url(first) if isinstance(first, str) else ""


def _line(name: str, values: list[Any]) -> str:
    shown = [one for value in values[:VALUES] if (one := _shown(value))]
    mark = SHOWN[name]
    return " ".join(f"{mark}{one.lstrip('#') if mark else one}" for one in shown)


def photo(value: Any) -> tuple[str, str]:
    """The address and the description of one `photo` (3.3.2); "" for what isn't there."""
    if isinstance(value, dict):
        told = (value.get("value"), value.get("alt"))
        address, alt = (one if isinstance(one, str) else "" for one in told)
        return address, alt
    return (value if isinstance(value, str) else ""), ""


def photo_alts(told: Mapping[str, Any]) -> dict[int, str]:
    """Descriptions that stand beside the photos, by their place (`mp-photo-alt`, an extension)."""
    inner = told.get("form", told.get("properties"))
    if not isinstance(inner, dict):
        return {}
    values = inner.get("mp-photo-alt[]") or inner.get("mp-photo-alt") or []
    if not isinstance(values, list):
        return {}
    return {n: one for n, one in enumerate(values[:VALUES]) if isinstance(one, str)}


def _shown(value: Any) -> str:
    """One value on one line: a text, a picture with its description, the name of a place."""
    if isinstance(value, str):
        return content.line(value, 500)
    if not isinstance(value, dict):
        return ""
    inner = value.get("properties")
    if isinstance(inner, dict):
        named = inner.get("name") or inner.get("url") or [""]
        return _shown(named[0]) if isinstance(named, list) and isinstance(named[0], str) else ""
    told = (value.get("value"), value.get("alt"))
    return content.line(" ".join(one for one in told if isinstance(one, str)), 500)


def change(told: Mapping[str, Any]) -> Change:
    """What an update asks (3.4): to replace or to delete the words. Raises Unfit for operations
    that are no list of values, and for every other property: of a draft only its words change."""
    replaced, added, deleted = (told.get(name) for name in ("replace", "add", "delete"))
    if replaced is None and added is None and deleted is None:
        raise Unfit("nothing-to-change")
    if added is not None:
        raise Unfit("only-words-change")
    if deleted is not None:
        return _deleted(deleted)
    if not isinstance(replaced, dict):
        raise Unfit("not-a-list")
    values = _lists(replaced)
    if set(values) != {"content"}:
        raise Unfit("only-words-change")
    return Change(words(values["content"]))


def _deleted(deleted: Any) -> Change:
    if isinstance(deleted, dict):
        _lists(deleted)
    elif not isinstance(deleted, list):
        raise Unfit("not-a-list")
    if deleted != ["content"]:
        raise Unfit("only-words-change")
    return Change("")
