"""What an index knows about its posts beside their letters: key, words as written, time, pages."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from hashlib import blake2b
from itertools import count

import numpy as np
import numpy.typing as npt

from merkwerk.engine.echoes.addresses import pages
from merkwerk.engine.echoes.shelves import Shelves

Post = tuple[int, str, float, Sequence[str]]
"""Key, text, when, addresses in it."""

LONGEST_KEPT = 2_000
"""So many characters of a text are kept to say what it shares."""

TOGETHER = 32
"""So many texts of a page that is full are pressed together, with their letters as a dictionary:
what is left of a text is its capitals, its signs and its links, a quarter."""

_DICTIONARY = 32_768
_QUICKLY, _BARE, _MEMORY = 1, -15, 9


def page_number(page: str) -> int:
    """A page of the web as 64 bits."""
    return int.from_bytes(blake2b(page.encode(), digest_size=8).digest(), "little") >> 1


class Leaf:
    """The posts of one page of the shelves. Open: dictionaries; closed: sorted arrays and pressed
    texts."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.newest = float("-inf")
        self._slots: dict[int, int] = {}
        self._texts: list[bytes] = []
        self._links: dict[int, list[int]] = {}
        self._keys = self._pages = self._linking = np.empty(0, np.int64)
        self._order: npt.NDArray[np.int32] | None = None
        self._ends: npt.NDArray[np.uint32] = np.empty(0, np.uint32)
        self._pressed: list[bytes] = []

    def write(self, posts: Sequence[Post]) -> None:
        first = len(self._texts)
        self._slots.update(zip((post[0] for post in posts), count(first), strict=False))
        self._texts += [post[1][:LONGEST_KEPT].encode("utf-8", "surrogatepass") for post in posts]
        self.newest = max(self.newest, max(post[2] for post in posts))
        for number, post in enumerate(posts, first):
            for page in pages(post[3]) if post[3] else ():
                self._links.setdefault(page_number(page), []).append(number)

    def close(self, shelves: Shelves, written: npt.NDArray[np.int64]) -> None:
        """Nothing more will be written here. `written`: the keys of all slots, which are looked
        into themselves where those of this page stand in order."""
        keys = np.fromiter(self._slots, np.int64, len(self._slots))
        numbers = np.fromiter(self._slots.values(), np.int64, len(self._slots))
        if keys.size == len(self._texts) and bool((keys[:-1] < keys[1:]).all()):
            self._keys = written[self.first : self.first + keys.size]
        else:
            order = np.argsort(keys, kind="stable")
            self._keys, self._order = keys[order], numbers[order].astype(np.int32)
        self._ends = np.cumsum([len(text) for text in self._texts]).astype(np.uint32)
        self._pressed = [
            _pressed(b"".join(self._texts[at : at + TOGETHER]), self._letters(at, shelves))
            for at in range(0, len(self._texts), TOGETHER)
        ]
        links = sorted((page, number) for page, found in self._links.items() for number in found)
        self._pages = np.array([page for page, _ in links], np.int64)
        self._linking = np.array([number for _, number in links], np.int32)
        self._slots, self._texts, self._links = {}, [], {}

    def _letters(self, at: int, shelves: Shelves) -> bytes:
        """The letters of the texts that are pressed together with this one."""
        written = len(self._texts) or self._ends.size
        first = self.first + at // TOGETHER * TOGETHER
        return shelves.raw(first, min(first + TOGETHER, self.first + written))[-_DICTIONARY:]

    def slot(self, key: int) -> int:
        """Where a key was written last; -1 when nowhere here."""
        if (number := self._slots.get(key)) is not None:
            return self.first + number
        at = int(np.searchsorted(self._keys, key))
        if at < self._keys.size and self._keys[at] == key:
            return self.first + (at if self._order is None else int(self._order[at]))
        return -1

    def may_hold(self, key: int) -> bool:
        """A quick look before the search: whether the key lies between the least and the most."""
        if self._keys.size:
            return bool(self._keys[0] <= key <= self._keys[-1])
        return key in self._slots

    def text(self, slot: int, shelves: Shelves) -> str:
        number = slot - self.first
        if self._texts:
            return self._texts[number].decode("utf-8", "surrogatepass")
        together, begin = divmod(number, TOGETHER)
        opened = zlib.decompressobj(_BARE, self._letters(number, shelves))
        texts = opened.decompress(self._pressed[together])
        before = int(self._ends[number - begin - 1]) if together else 0
        begin = int(self._ends[number - 1]) - before if number else 0
        return texts[begin : int(self._ends[number]) - before].decode("utf-8", "surrogatepass")

    def linking(self, page: int) -> list[int]:
        """Slots of posts that link to a page."""
        if self._texts:
            return [self.first + number for number in self._links.get(page, ())]
        begin, end = np.searchsorted(self._pages, [page, page + 1])
        return [self.first + int(number) for number in self._linking[begin:end]]


def _pressed(texts: bytes, letters: bytes) -> bytes:
    pressing = zlib.compressobj(
        _QUICKLY, zlib.DEFLATED, _BARE, _MEMORY, zlib.Z_DEFAULT_STRATEGY, letters
    )
    return pressing.compress(texts) + pressing.flush()


class Ledger:
    """The leaves of all pages in use; of each slot the key, and whether a post is there."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves
        self.keys = np.zeros(shelves.seen.size, np.int64)
        self.there = np.zeros(shelves.seen.size, np.bool_)
        self._leaves: dict[int, Leaf] = {0: Leaf(0)}
        self._full: list[Leaf] = []
        self._now = 0

    def open(self) -> Leaf:
        """The leaf that is being written."""
        return self._leaves[self._now]

    def turn(self) -> None:
        """Opens the leaf of the page that is being filled, if it is not open."""
        shelves = self._shelves
        begin = shelves.open * shelves.size + shelves.filled // shelves.page * shelves.page
        if begin != self._now:
            self.press()
            if full := self._leaves.get(self._now):
                self._full.append(full)
            self._leaves[begin] = Leaf(begin)
            self._now = begin

    def press(self) -> None:
        """Closes the leaf that became full, if it is not yet."""
        while self._full:
            self._full.pop().close(self._shelves, self.keys)

    def newest(self, slots: range) -> float:
        """The time of the newest post in a block."""
        return max(leaf.newest for begin, leaf in self._leaves.items() if begin in slots)

    def slot(self, key: int) -> int:
        """Where a post that is still kept stands; -1 when nowhere."""
        for leaf in reversed(self._leaves.values()):
            if leaf.may_hold(key):
                slot = leaf.slot(key)
                if slot >= 0 and self.there[slot]:
                    return slot
        return -1

    def text(self, slot: int) -> str:
        number = slot % self._shelves.size
        return self._leaves[slot - number % self._shelves.page].text(slot, self._shelves)

    def linking(self, pages: tuple[int, ...]) -> list[int]:
        """Slots of kept posts that link to one of these pages, each once."""
        found = {
            slot: None
            for leaf in self._leaves.values()
            for page in pages
            for slot in leaf.linking(page)
            if self.there[slot]
        }
        return list(found)

    def tear_out(self, slots: range) -> None:
        self.there[slots.start : slots.stop] = False
        self.press()
        for begin in [begin for begin in self._leaves if begin in slots]:
            del self._leaves[begin]
