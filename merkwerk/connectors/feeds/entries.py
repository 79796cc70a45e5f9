"""What every kind of feed is read into before it becomes posts: plain values, nothing checked."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Entry:
    """One entry as the feed has it. `html` may hold any markup, `published` and `updated` are the
    feed's own words, `link` may be relative to `base`."""

    guid: str = ""
    link: str = ""
    title: str = ""
    html: str = ""
    author: str = ""
    author_url: str = ""
    published: str = ""
    updated: str = ""
    language: str = ""
    base: str = ""
    answers: str = ""
    """The identity of the entry this one answers (RFC 4685)."""
    tags: list[str] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    related: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Feed:
    """A feed as it is written; `updated` stands in for entries without a date of their own."""

    title: str = ""
    link: str = ""
    author: str = ""
    author_url: str = ""
    language: str = ""
    updated: str = ""
    base: str = ""
    entries: list[Entry] = field(default_factory=list)
