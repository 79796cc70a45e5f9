"""Recent texts, and which of them resemble a new one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module

import numpy as np

from merkwerk.engine.echoes.addresses import pages
from merkwerk.engine.echoes.echo import SIMILAR, Echo, kind_of
from merkwerk.engine.echoes.grams import Codes, codes, plain
from merkwerk.engine.echoes.ledger import Ledger, page_number
from merkwerk.engine.echoes.search import Plain, Search
from merkwerk.engine.echoes.shelves import GONE, Shelves, Slots

MOST = 500_000
MANY = 20_000
"""From so many posts on the compiled search is worth loading."""

LONGEST_KEPT = 2_000
"""So many characters of a text are kept to say what it shares."""

BATCH = 1_024

Post = tuple[int, str, float, Sequence[str]]


class Index:
    """Up to `most` recent posts, the oldest of which go an eighth at a time.

    Answers are exact about what is found: each score is the Jaccard of character 4-grams. What is
    found is nearly everything: of two posts with score 0.5 it misses one in 200 (see `sketches`).
    `compiled`: True asks for numba at once, False never loads it, None does so when there are
    20,000 posts, if it is there. Both ways give the same answers. Not for two threads at a time.
    """

    def __init__(self, most: int = MOST, compiled: bool | None = None) -> None:
        if most < 1:
            raise ValueError("An index holds one post at least.")
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
        said = [plain(text) for _, text, _, _ in batch]
        lengths = np.array([len(one) for one in said], np.int64)
        letters = codes("".join(said))
        keys, different = self._search.sketch(letters, lengths)
        first = self._shelves.put(letters, lengths, different, keys)
        self._search.chain(self._shelves, first)
        self._ledger.keys[first : first + len(batch)] = [key for key, _, _, _ in batch]
        self._ledger.there[first : first + len(batch)] = True
        leaf = self._ledger.open()
        for key, text, at, links in batch:
            linked = tuple(page_number(page) for page in pages(links)) if links else ()
            leaf.write(key, text[:LONGEST_KEPT], at, linked)
        self._kept += len(batch)

    def _make_room(self) -> int:
        """Room for at least one more post in the open block; says for how many."""
        if self._shelves.filled == self._shelves.size:
            self._shelves.close()
            self._ledger.turn()
        if self._shelves.held() >= self._most:
            self._drop_oldest()
        return self._shelves.room(self._most)

    def _drop_oldest(self) -> None:
        slots = self._shelves.drop_oldest()
        self._kept -= int(self._ledger.there[slots.start : slots.stop].sum())
        self._ledger.tear_out(slots)

    def _load(self) -> None:
        """The compiled search, if there is numba. Imported by name, as it is too big for whoever
        asks about a few hundred texts."""
        self._compiled = True
        try:
            kernel = import_module("merkwerk.engine.echoes.kernel")
        except ImportError:
            return
        self._search = kernel.Compiled()

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
            if self._ledger.leaves[self._shelves.order[0]].newest >= before:
                return
            self._drop_oldest()

    def candidates(self, text: str) -> tuple[int, ...]:
        """Keys of the posts whose sketch agrees with the text's in one band at least."""
        return tuple(self._ledger.keys[self._search.find(self._shelves, codes(plain(text)))])

    def like(self, text: str, links: Iterable[str] = (), most: int = 10) -> tuple[Echo, ...]:
        """The posts that say or share the same, at most `most` of them: the best score first, the
        older one of equals. `links` are the addresses in the text."""
        letters = codes(plain(text))
        slots = self._search.find(self._shelves, letters)
        linked: set[int] = set()
        if named := pages(links):
            linked.update(self._ledger.linking(tuple(page_number(page) for page in named)))
            more = sorted(linked.difference(slots.tolist()))
            slots = np.concatenate([slots, np.array(more, np.int64)])
        return self._echoes(text, letters, slots, linked, most)

    def _echoes(
        self, text: str, letters: Codes, slots: Slots, linked: set[int], most: int
    ) -> tuple[Echo, ...]:
        least = 0.0 if linked else SIMILAR
        scores = self._search.compare(self._shelves, letters, slots, least)
        if not linked:
            good = scores >= SIMILAR
            slots, scores = slots[good], scores[good]
        found = []
        for slot, score in zip(slots.tolist(), scores.tolist(), strict=True):
            if kind := kind_of(score, slot in linked):
                found.append((-score, self._age(slot), slot, kind))
        return tuple(
            Echo(int(self._ledger.keys[slot]), -score, kind, (self._ledger.text(slot), text))
            for score, _, slot, kind in sorted(found)[:most]
        )

    def _age(self, slot: int) -> int:
        """Smaller for older posts."""
        block, number = divmod(slot, self._shelves.size)
        return self._shelves.order.index(block) * self._shelves.size + number
