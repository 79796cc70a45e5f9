"""The same thing said or shared many times: one group, with the people who said it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from merkwerk.engine.echoes.addresses import pages
from merkwerk.engine.echoes.echo import Kind
from merkwerk.engine.echoes.index import Index
from merkwerk.engine.echoes.passages import shared
from merkwerk.engine.echoes.search import MOST_COMPARED

NEARLY_SAME = "nearly"

MANY_LINKS = 3
"""A post with more links than this is a list; it says not the same as what it lists."""


@dataclass(frozen=True, slots=True)
class Said:
    """One post: `key` (unique), `text`, `at` (any number that grows with time), who said it
    (`author`, any text that stays the same for one person) and the links in it."""

    key: int
    text: str
    at: float
    author: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Posts that say or share the same. `first` is the earliest, `keys` are all in order of time,
    `people` the authors in order of their first word. `kind` is `nearly` when texts are the same,
    `same-link` when only the page is; none for a group of one. `shared` is what the first and the
    next one like it have in common, or the page."""

    first: int
    keys: tuple[int, ...]
    people: tuple[str, ...]
    kind: Kind | None
    shared: str

    def __len__(self) -> int:
        return len(self.keys)


def groups(items: Iterable[Said]) -> tuple[Group, ...]:
    """Every post in exactly one group, groups in order of their first post.

    In order of time each post joins the earliest group whose first post it is nearly the same as
    (4-gram Jaccard of 0.5 or more) or shares a page with; so a chain of small changes does not
    tie together what has nothing in common any more. Posts with more than three links join by
    text only. The same items in any order give the same groups."""
    ordered = sorted(items, key=lambda item: (item.at, item.key))
    if len({item.key for item in ordered}) < len(ordered):
        raise ValueError("Two items have the same key.")
    found = _Grouping(len(ordered))
    for item in ordered:
        found.place(item)
    return tuple(_group(members, why) for members, why in found.groups)


class _Grouping:
    """Groups so far, an index of their first posts, and the group of each page."""

    def __init__(self, number: int) -> None:
        self.groups: list[tuple[list[Said], list[str]]] = []
        self._firsts = Index(most=max(number, 1))
        self._pages: dict[str, int] = {}

    def place(self, item: Said) -> None:
        linked = pages(item.links)
        linked = linked if len(linked) <= MANY_LINKS else ()
        why = {self._pages[page]: page for page in reversed(linked) if page in self._pages}
        like = self._firsts.like(item.text, most=MOST_COMPARED)
        why |= {echo.key: NEARLY_SAME for echo in like if echo.kind == NEARLY_SAME}
        if why:
            at = min(why)
            self.groups[at][0].append(item)
            self.groups[at][1].append(why[at])
        else:
            at = len(self.groups)
            self.groups.append(([item], []))
            self._firsts.add(at, item.text, at)
        for page in linked:
            self._pages.setdefault(page, at)


def _group(members: list[Said], why: list[str]) -> Group:
    first = members[0]
    kind: Kind | None = None
    passage = ""
    if NEARLY_SAME in why:
        kind = "nearly"
        passage = shared(first.text, members[1 + why.index(NEARLY_SAME)].text)
    elif why:
        kind, passage = "same-link", why[0]
    return Group(
        first=first.key,
        keys=tuple(item.key for item in members),
        people=tuple(dict.fromkeys(item.author for item in members if item.author)),
        kind=kind,
        shared=passage,
    )
