"""Thousands of topics at once, in arrays.

Rows of new topics stand in a small table until it has grown; then everything is filed again. A
topic taken away is only marked. Both cost milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from merkwerk.engine.topics.kernel import rows as plans
from merkwerk.engine.topics.kernel.batch import cut, fields_of, packed, raw
from merkwerk.engine.topics.kernel.compiled import straight
from merkwerk.engine.topics.kernel.desk import Room
from merkwerk.engine.topics.kernel.filing import filed, nothing_filed
from merkwerk.engine.topics.kernel.points import Points
from merkwerk.engine.topics.kernel.scan import scan
from merkwerk.engine.topics.kernel.tables import DEAD, SAMPLES, Batch, Ints, Longs, Runs
from merkwerk.engine.topics.kernel.vocabulary import Vocabulary, longer
from merkwerk.engine.topics.listened import Listened, Reading, read
from merkwerk.engine.topics.plan import holds
from merkwerk.engine.topics.query import Query

BATCH = 1_000
_LATE = 2_000
_FIRST_LESSON = 250
_MOST_DEAD = 1_000

Pairs = tuple[Longs, Longs]
"""Places of posts, and topics' numbers, side by side."""


class Found(NamedTuple):
    """What one scan found: starts, topics, places of posts that Python must cut first, and pairs
    of post and slot of a topic that it must look at."""

    starts: Longs
    topics: Longs
    odd: Longs
    doubts: list[tuple[int, int]]


class Kernel:
    """Topics by number (64 bits). `guess` says how common a word may be: 0 never, 1 always."""

    def __init__(self, queries: Mapping[int, Query], guess: Callable[[str], float]) -> None:
        self._guess = guess
        self._points = Points()
        self._room = Room()
        self._run: Callable[..., int] = scan
        self._start(queries)

    def _start(self, queries: Mapping[int, Query]) -> None:
        self._queries: dict[int, Query] = {}
        self._slots: dict[int, int] = {}
        self._vocabulary = Vocabulary(self._guess)
        self._names: frozenset[str] = frozenset()
        self._program: Ints = np.zeros(1 << 12, dtype=np.int32)
        self._places: Ints = np.zeros(1 << 10, dtype=np.int32)
        self._row_slots: Ints = np.zeros(1 << 10, dtype=np.int32)
        self._numbers: Longs = np.zeros(1 << 10, dtype=np.int64)
        self._used = self._rows = self._topics = self._main_rows = 0
        self._main: Runs = nothing_filed(1)
        self._late: Runs = nothing_filed(1)
        self._next_lesson = _FIRST_LESSON
        self._room.counts[SAMPLES] = 0
        self._stale = False
        self.add_all(queries)

    def add_all(self, queries: Mapping[int, Query]) -> None:
        """Topics that work from the next post; each in the place of the one with its number."""
        for number in queries:
            self.remove(number)
        found = [(number, plans.rows(query.root)) for number, query in queries.items()]
        self._vocabulary.add(
            name for _, topic in found for row in topic for name in plans.names(row)
        )
        self._names = frozenset(name.partition(":")[0] for name in self._vocabulary.fields)
        programs: list[int] = []
        places: list[int] = []
        slots: list[int] = []
        for slot, (number, topic) in enumerate(found, self._topics):
            self._slots[number] = slot
            for row in topic:
                places.append(self._used + len(programs))
                slots.append(slot)
                programs += plans.program(row, self._vocabulary.numbers)
        self._append(programs, places, slots)
        self._append_topics(list(queries))
        self._queries.update(queries)
        self._stale = True

    def _append(self, programs: list[int], places: list[int], slots: list[int]) -> None:
        used, rows = self._used + len(programs), self._rows + len(places)
        self._program = longer(self._program, used)
        self._places = longer(self._places, rows)
        self._row_slots = longer(self._row_slots, rows)
        self._program[self._used : used] = programs
        self._places[self._rows : rows] = places
        self._row_slots[self._rows : rows] = slots
        self._used, self._rows = used, rows

    def _append_topics(self, numbers: list[int]) -> None:
        topics = self._topics + len(numbers)
        self._numbers = longer(self._numbers, topics)
        self._numbers[self._topics : topics] = numbers
        self._topics = topics

    def remove(self, number: int) -> None:
        """Take a topic away; harmless when it is not there."""
        if number in self._queries:
            del self._queries[number]
            self._numbers[self._slots.pop(number)] = DEAD

    def match_packed(self, posts: Sequence[Listened]) -> tuple[Longs, Longs]:
        """Where each post's topics start (one more at the end), and all their sorted numbers."""
        self._prepare()
        if len(posts) <= BATCH:
            return self._match(posts)
        starts, topics, base = [np.zeros(1, dtype=np.int64)], [], 0
        for first in range(0, len(posts), BATCH):
            some, found = self._match(posts[first : first + BATCH])
            starts.append(some[1:] + base)
            topics.append(found)
            base += found.shape[0]
        return np.concatenate(starts), np.concatenate(topics)

    def memory(self) -> int:
        """Bytes of all arrays."""
        arrays: list[NDArray[Any]] = [
            self._program, self._places, self._row_slots, self._numbers,
            self._vocabulary.heard, *self._vocabulary.words, *self._vocabulary.starts,
            *self._main, *self._late, *self._points.table, *self._room.arrays(),
        ]  # fmt: skip
        return sum(array.nbytes for array in arrays)

    def _prepare(self) -> None:
        """Files what is new; everything, when the small table has grown or words were learned."""
        if self._topics - len(self._queries) > max(_MOST_DEAD, len(self._queries)):
            self._start(dict(self._queries))
        learned = self._room.counts[SAMPLES] >= self._next_lesson
        if not (self._stale or learned):
            return
        if learned or self._rows - self._main_rows > max(_LATE, self._main_rows // 8):
            self._main, self._main_rows = self._file(0), self._rows
            if learned:
                self._next_lesson *= 8
        late = self._rows > self._main_rows
        self._late = self._file(self._main_rows) if late else nothing_filed(self._vocabulary.size)
        words = self._vocabulary.size // 64 + 1
        self._main = self._main._replace(some=longer(self._main.some, words))
        self._stale = False

    def _file(self, first: int) -> Runs:
        rows = slice(first, self._rows)
        cost = self._vocabulary.cost(int(self._room.counts[SAMPLES]))
        return filed(self._program, self._places[rows], self._row_slots[rows], self._numbers, cost)

    def _match(self, posts: Sequence[Listened]) -> tuple[Longs, Longs]:
        fields: list[list[int]] = []
        if self._names:
            asked = self._vocabulary.fields
            fields = [fields_of(post, asked, self._names) for post in posts]
        found = self._scan(raw(posts, fields))
        more: list[Pairs] = []
        doubts = found.doubts
        if found.odd.shape[0]:
            self._points.fill()
            odd = found.odd.tolist()
            parts = [cut(posts[at]) for at in odd]
            again = self._scan(packed(parts, [fields[at] for at in odd if fields]))
            more.append((found.odd.repeat(np.diff(again.starts)), again.topics))
            doubts = doubts + [(odd[at], slot) for at, slot in again.doubts]
        if doubts:
            more.append(self._judged(posts, doubts))
        if more:
            return merged(found.starts, found.topics, more)
        return found.starts, found.topics

    def _scan(self, batch: Batch) -> Found:
        words, room = self._vocabulary, self._room
        room.fit(batch, words.size, self._topics)
        posts, done = batch.last.shape[0], 0
        starts = np.zeros(posts + 1, dtype=np.int64)
        odd = np.zeros(posts, dtype=np.uint8)
        topics: list[Longs] = []
        doubts: list[tuple[int, int]] = []
        while done < posts:
            answers, first = room.answers(starts[1:], odd), done
            done = self._run(
                batch, done, self._points.table, words.words, words.starts, self._main, self._late,
                self._program, self._numbers, words.heard, room.desk, answers,
            )  # fmt: skip
            number, doubted = answers.filled.tolist()
            if topics:
                starts[1 + first : 1 + done] += sum(part.shape[0] for part in topics)
            topics.append(answers.topics[:number].copy())
            if doubted:
                pairs = answers.doubts[: 2 * doubted].reshape(-1, 2).tolist()
                doubts += [(at, slot) for at, slot in pairs]
        if self._run is scan:
            self._run = straight(scan)
        some = topics[0] if len(topics) == 1 else np.concatenate([starts[:0], *topics])
        return Found(starts, some, odd.nonzero()[0], doubts)

    def _judged(self, posts: Sequence[Listened], doubts: list[tuple[int, int]]) -> Pairs:
        """The doubts that hold, looked at by Python."""
        readings: dict[int, Reading] = {}
        kept: list[tuple[int, int]] = []
        for at, slot in doubts:
            number = int(self._numbers[slot])
            if at not in readings:
                readings[at] = read(posts[at])
            if holds(self._queries[number].root, readings[at]):
                kept.append((at, number))
        pairs = np.array(kept, dtype=np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]


def merged(starts: Longs, topics: Longs, more: Sequence[Pairs]) -> tuple[Longs, Longs]:
    """Packed answers with more pairs of post and topic among them, in order, each once."""
    posts = starts.shape[0] - 1
    owners = np.concatenate([np.arange(posts).repeat(np.diff(starts)), *(one for one, _ in more)])
    numbers = np.concatenate([topics, *(other for _, other in more)])
    order = np.lexsort((numbers, owners))
    owners, numbers = owners[order], numbers[order]
    fresh = np.ones(owners.shape[0], dtype=bool)
    fresh[1:] = (owners[1:] != owners[:-1]) | (numbers[1:] != numbers[:-1])
    ends = np.bincount(owners[fresh], minlength=posts).cumsum()
    return np.concatenate((np.zeros(1, dtype=np.int64), ends)), numbers[fresh]
