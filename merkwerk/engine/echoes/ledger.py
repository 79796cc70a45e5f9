"""What an index knows about its posts beside their letters: key, words as written, time, pages."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from merkwerk.engine.echoes.shelves import Shelves


def page_number(page: str) -> int:
    """A page as 64 bits."""
    return int.from_bytes(blake2b(page.encode(), digest_size=8).digest(), "little") >> 1


class Leaf:
    """The posts of one block. Open: dictionaries; closed: sorted arrays and one long text."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.newest = float("-inf")
        self._slots: dict[int, int] = {}
        self._texts: list[bytes] = []
        self._links: dict[int, list[int]] = {}
        self._keys = self._order = self._pages = self._linking = np.empty(0, np.int64)
        self._ends: npt.NDArray[np.uint32] = np.empty(0, np.uint32)
        self._all = b""

    def write(self, key: int, text: str, at: float, pages: tuple[int, ...]) -> None:
        number = len(self._texts)
        self._slots[key] = number
        self._texts.append(text.encode("utf-8", "surrogatepass"))
        self.newest = max(self.newest, at)
        for page in pages:
            self._links.setdefault(page, []).append(number)

    def close(self) -> None:
        """Nothing more will be written here."""
        keys = np.fromiter(self._slots, np.int64, len(self._slots))
        numbers = np.fromiter(self._slots.values(), np.int64, len(self._slots))
        order = np.argsort(keys, kind="stable")
        self._keys, self._order = keys[order], numbers[order].astype(np.int32)
        self._ends = np.cumsum([len(text) for text in self._texts]).astype(np.uint32)
        self._all = b"".join(self._texts)
        links = sorted((page, number) for page, found in self._links.items() for number in found)
        self._pages = np.array([page for page, _ in links], np.int64)
        self._linking = np.array([number for _, number in links], np.int32)
        self._slots, self._texts, self._links = {}, [], {}

    def slot(self, key: int) -> int:
        """Where a key was written last; -1 when nowhere here."""
        if (number := self._slots.get(key)) is not None:
            return self.first + number
        at = int(np.searchsorted(self._keys, key))
        if at < self._keys.size and self._keys[at] == key:
            return self.first + int(self._order[at])
        return -1

    def may_hold(self, key: int) -> bool:
        """A quick look before the search: whether the key lies between the least and the most."""
        if self._keys.size:
            return bool(self._keys[0] <= key <= self._keys[-1])
        return key in self._slots

    def text(self, slot: int) -> str:
        number = slot - self.first
        if self._texts:
            return self._texts[number].decode("utf-8", "surrogatepass")
        begin = int(self._ends[number - 1]) if number else 0
        return self._all[begin : int(self._ends[number])].decode("utf-8", "surrogatepass")

    def linking(self, page: int) -> list[int]:
        """Slots of posts that link to a page."""
        if self._texts:
            return [self.first + number for number in self._links.get(page, ())]
        begin, end = np.searchsorted(self._pages, [page, page + 1])
        return [self.first + int(number) for number in self._linking[begin:end]]


class Ledger:
    """The leaves of all blocks in use; of each slot the key, and whether a post is there."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves
        self.keys = np.zeros(shelves.seen.size, np.int64)
        self.there = np.zeros(shelves.seen.size, np.bool_)
        self.leaves: dict[int, Leaf] = {0: Leaf(0)}

    def leaf(self, slot: int) -> Leaf:
        return self.leaves[slot // self._shelves.size]

    def open(self) -> Leaf:
        return self.leaves[self._shelves.order[-1]]

    def slot(self, key: int) -> int:
        """Where a post that is still kept stands; -1 when nowhere."""
        for block in reversed(self._shelves.order):
            leaf = self.leaves[block]
            if leaf.may_hold(key):
                slot = leaf.slot(key)
                if slot >= 0 and self.there[slot]:
                    return slot
        return -1

    def text(self, slot: int) -> str:
        return self.leaf(slot).text(slot)

    def linking(self, pages: tuple[int, ...]) -> list[int]:
        """Slots of kept posts that link to one of these pages, each once."""
        found = {
            slot: None
            for block in self._shelves.order
            for page in pages
            for slot in self.leaves[block].linking(page)
            if self.there[slot]
        }
        return list(found)

    def turn(self) -> None:
        """The shelves have closed a block and opened the next one."""
        *_, closed, opened = self._shelves.order
        self.leaves[closed].close()
        self.leaves[opened] = Leaf(opened * self._shelves.size)

    def tear_out(self, slots: range) -> None:
        self.there[slots.start : slots.stop] = False
        del self.leaves[slots.start // self._shelves.size]
