"""Recent texts, and which of them resemble a new one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from importlib import import_module

import numpy as np

from merkwerk.engine.echoes.addresses import pages
from merkwerk.engine.echoes.echo import SIMILAR, Echo, kind_of
from merkwerk.engine.echoes.grams import Codes, codes, codes_of_many, plain
from merkwerk.engine.echoes.ledger import Ledger, Post, page_number
from merkwerk.engine.echoes.search import Found, Plain, Search
from merkwerk.engine.echoes.shelves import GONE, LARGEST, Shelves

MOST = 500_000
MANY = 20_000
"""From so many posts on the compiled search is worth loading."""

BATCH = 1_024
NEARLY_FULL = 16


class Index:
    """Up to `most` recent posts, the oldest of which go an eighth at a time.

    Two ways to ask, both with scores that are exact (the Jaccard of character 4-grams): `quick`, as
    one types, finds nearly everything: of two posts with score 0.5 it misses one in 200 (see
    `sketches`). `exact`, before one posts, finds all from 0.3 on and takes ten times as long.
    `compiled`: True asks for numba at once, False never loads it, None does so when there are
    20,000 posts, if it is there. With and without it the answers are the same. Not for two threads
    at a time.
    """

    def __init__(self, most: int = MOST, compiled: bool | None = None) -> None:
        if not 1 <= most <= LARGEST:
            raise ValueError(f"An index holds one post at least, and {LARGEST:,} at most.")
        self._most = most
        self._shelves = Shelves(most)
        self._ledger = Ledger(self._shelves)
        self._kept = 0
        self._greatest = -1
        self._compiled = compiled
        self._search: Search = Plain()
        if compiled:
            self._load()

    def __len__(self) -> int:
        return self._kept

    def __contains__(self, key: int) -> bool:
        return self._ledger.slot(key) >= 0

    def add(self, key: int, text: str, at: float, links: Iterable[str] = ()) -> None:
        """Takes a post in, as the newest; one that is known by its key is taken in anew. `at` is
        any number that grows with time, `links` the addresses in the post."""
        self.add_many([(key, text, at, tuple(links))])

    def add_many(self, posts: Iterable[Post]) -> None:
        """Takes many posts in, in their order: key, text, at, links. Much quicker than one by
        one."""
        batch: list[Post] = []
        for post in posts:
            if post[0] <= self._greatest:  # seen before, or out of order
                self._take(batch)
                batch = []
                self.remove(post[0])
            self._greatest = max(self._greatest, post[0])
            batch.append(post)
            if len(batch) >= BATCH:
                self._take(batch)
                batch = []
        self._take(batch)

    def _take(self, batch: list[Post]) -> None:
        if self._compiled is None and self._shelves.held() >= MANY:
            self._load()
        while batch:
            room = self._make_room()
            self._put(batch[:room])
            batch = batch[room:]

    def _put(self, batch: list[Post]) -> None:
        letters, lengths = codes_of_many([text for _, text, _, _ in batch])
        keys, different, signatures = self._search.sketch(letters, lengths)
        first = self._shelves.put(letters, lengths, different, signatures)
        self._search.chain(self._shelves, first, keys)
        self._ledger.keys[first : first + len(batch)] = [key for key, _, _, _ in batch]
        self._ledger.there[first : first + len(batch)] = True
        self._ledger.open().write(batch)
        self._kept += len(batch)

    def _make_room(self) -> int:
        """Room for at least one more post in the open page; says for how many."""
        if self._shelves.filled == self._shelves.size:
            if self._shelves.to_sweep_first():
                self._search.sweep(self._shelves)
            self._shelves.open_next()
        if self._shelves.held() >= self._most:
            self._drop_oldest()
        self._ledger.turn()
        return self._shelves.room(self._most)

    def _drop_oldest(self) -> None:
        block = self._shelves.order[0]
        slots = self._shelves.drop_oldest()
        self._search.drop(self._shelves, block)
        self._kept -= int(self._ledger.there[slots.start : slots.stop].sum())
        self._ledger.tear_out(slots)

    def _load(self) -> None:
        """The compiled search, if there is numba. Imported by name, as it is too big for whoever
        asks about a few hundred texts."""
        self._compiled = True
        try:
            machine = import_module("merkwerk.engine.echoes.machine")
        except ImportError:
            return
        self._search = machine.Compiled()

    def settle(self) -> None:
        """Makes now what the first `exact` question would make otherwise: a second or two for
        500,000 posts, and a third of the memory. From then on it grows with the posts."""
        self._search.settle(self._shelves)

    def tend(self) -> None:
        """Does what can wait, once in thousands of posts, for longer than a post takes: presses the
        texts of a page that is full, files it for `exact`, makes room when there is hardly any.
        Whoever adds posts one by one calls it between; else an `add` or a question does it."""
        self._ledger.press()
        shelves = self._shelves
        if len(shelves.order) > 1 and shelves.held() >= self._most - shelves.size // NEARLY_FULL:
            self._drop_oldest()
        self._search.tend(self._shelves)

    def remove(self, key: int) -> None:
        """Forgets a post; one that is not there is none to forget."""
        slot = self._ledger.slot(key)
        if slot >= 0:
            self._shelves.seen[slot] = GONE
            self._ledger.there[slot] = False
            self._kept -= 1

    def forget(self, before: float) -> None:
        """Forgets the blocks all of whose posts are older than `before`."""
        while len(self._shelves.order) > 1:
            first = self._shelves.order[0] * self._shelves.size
            if self._ledger.newest(range(first, first + self._shelves.size)) >= before:
                return
            self._drop_oldest()

    def text(self, key: int) -> str:
        """What a post says, its first 2,000 characters; empty when it is not there."""
        slot = self._ledger.slot(key)
        return self._ledger.text(slot) if slot >= 0 else ""

    def candidates(self, text: str) -> tuple[int, ...]:
        """Keys of the posts whose sketch agrees with the text's in one band at least."""
        return tuple(self._ledger.keys[self._search.find(self._shelves, codes(plain(text)))])

    def quick(self, text: str, links: Iterable[str] = (), most: int = 10) -> tuple[Echo, ...]:
        """The posts that say or share the same, at most `most` of them: the best score first, the
        older one of equals. `links` are the addresses in the text. Nearly all that `exact` finds,
        and nothing else."""
        letters = codes(plain(text))
        like = self._search.quick(self._shelves, letters, SIMILAR, most)
        return self._echoes(text, letters, like, links, most)

    like = quick

    def exact(self, text: str, links: Iterable[str] = (), most: int = 10) -> tuple[Echo, ...]:
        """The same, and none is missed: every post with a score of 0.3 or more, or the same
        link."""
        letters = codes(plain(text))
        like = self._search.exact(self._shelves, letters, SIMILAR, most)
        return self._echoes(text, letters, like, links, most)

    def _echoes(
        self, text: str, letters: Codes, like: Found, links: Iterable[str], most: int
    ) -> tuple[Echo, ...]:
        shelves, keys = self._shelves, self._ledger.keys
        linked: set[int] = set()
        found = list(zip(like[0].tolist(), like[1].tolist(), strict=True))
        if links and (named := pages(links)):
            linked.update(self._ledger.linking(tuple(page_number(page) for page in named)))
            more = np.array(sorted(linked.difference(like[0].tolist())), np.int64)
            exact = self._search.compare(shelves, letters, more)
            found += zip(more.tolist(), exact.tolist(), strict=True)
        if len(found) > 1:
            order, size = shelves.order, shelves.size
            found.sort(key=lambda one: (-one[1], order.index(one[0] // size), one[0]))
        return tuple(
            Echo(key := int(keys[slot]), score, kind, partial(self.text, key), text)
            for slot, score in found[:most]
            if (kind := kind_of(score, slot in linked))
        )
