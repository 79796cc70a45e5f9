"""Some hundreds of topics at once against a batch of posts, in plain Python.

Each topic waits under its rarest words, so a post meets only the few topics that may fit it. The
words that are common are learned from the posts; a few times in its life all topics are filed
again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from merkwerk.engine.topics.commonness import guess
from merkwerk.engine.topics.listened import QUESTION, Listened, Reading, read
from merkwerk.engine.topics.plan import Check, TreeCheck, filings
from merkwerk.engine.topics.query import Query

_SAMPLE_EVERY = 4
_FIRST_LESSON = 250
_MOST_WORDS_SEEN = 200_000
_MOST_MEMORIES = 100_000


@dataclass(slots=True)
class Drawer:
    """What is filed under one word: topics it alone is enough for, and topics with a check."""

    hits: list[int] = field(default_factory=list)
    checks: list[tuple[int, Check | TreeCheck]] = field(default_factory=list)

    def meet(self, reading: Reading, found: set[int], failed: set[int]) -> None:
        """Adds the topics that a post meets to `found`. A whole query that it does not meet is
        `failed`: it stands under many words, and would fail under each of them."""
        found.update(self.hits)
        for number, check in self.checks:
            if number in found or number in failed:
                continue
            if check.holds(reading):
                found.add(number)
            elif isinstance(check, TreeCheck):
                failed.add(number)

    def forget(self, number: int) -> None:
        self.hits = [other for other in self.hits if other != number]
        self.checks = [pair for pair in self.checks if pair[0] != number]


class _PrefixDrawers(dict[str, tuple[Drawer, ...]]):
    """Word to the drawers of all prefixes it starts with, remembered once looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.drawers: dict[str, Drawer] = {}
        self.lengths: tuple[int, ...] = ()

    def __missing__(self, word: str) -> tuple[Drawer, ...]:
        if len(self) > _MOST_MEMORIES:
            self.clear()
        if ":" in word and word[0] != "#":  # a field, not a word
            return ()
        starts = (word[:length] for length in self.lengths if length <= len(word))
        found = tuple(self.drawers[start] for start in starts if start in self.drawers)
        self[word] = found
        return found

    def drawer(self, start: str) -> Drawer:
        if start not in self.drawers:
            self.drawers[start] = Drawer()
            self.lengths = tuple(sorted({len(name) for name in self.drawers}))
            self.clear()
        return self.drawers[start]


class Anchors:
    """Topics by number. Not for several threads at once."""

    def __init__(self, queries: Mapping[int, Query]) -> None:
        self._queries: dict[int, Query] = {}
        self._words: dict[str, Drawer] = {}
        self._prefixes = _PrefixDrawers()
        self._places: dict[int, list[Drawer]] = {}
        self._seen: Counter[str] = Counter()
        self._posts = self._sampled = 0
        self._next_lesson = _FIRST_LESSON
        self.add_all(queries)

    def add_all(self, queries: Mapping[int, Query]) -> None:
        """File topics, each in the place of the one that had its number."""
        for number, query in queries.items():
            self.remove(number)
            self._file(number, query)

    def _file(self, number: int, query: Query) -> None:
        self._queries[number] = query
        places = self._places[number] = []
        for filing in filings(query.root, self._cost):
            drawer = self._drawer(filing.anchor)
            places.append(drawer)
            if filing.check is None:
                drawer.hits.append(number)
            else:
                drawer.checks.append((number, filing.check))

    def remove(self, number: int) -> None:
        """Take a topic away; harmless when it is not there."""
        self._queries.pop(number, None)
        for drawer in self._places.pop(number, ()):
            drawer.forget(number)

    def match(self, posts: Sequence[Listened]) -> list[tuple[int, ...]]:
        """For each post, in their order, the sorted numbers of all topics it meets."""
        answers = [self._topics_of(read(post)) for post in posts]
        if self._sampled >= self._next_lesson:
            self._file_again()
        return answers

    def _topics_of(self, reading: Reading) -> tuple[int, ...]:
        found: set[int] = set()
        failed: set[int] = set()
        words, bag = self._words, reading.bag
        if (asking := words.get(QUESTION)) and (asking.hits or asking.checks) and reading.asks():
            bag.add(QUESTION)
        for word in words.keys() & bag:
            words[word].meet(reading, found, failed)
        if self._prefixes.drawers:
            for drawers in map(self._prefixes.__getitem__, bag):
                for drawer in drawers:
                    drawer.meet(reading, found, failed)
        self._posts += 1
        if not self._posts % _SAMPLE_EVERY:
            self._learn(bag)
        return tuple(sorted(found))

    def _drawer(self, anchor: str) -> Drawer:
        if anchor.endswith("*"):
            return self._prefixes.drawer(anchor[:-1])
        return self._words.setdefault(anchor, Drawer())

    def _learn(self, bag: set[str]) -> None:
        self._seen.update(bag)
        self._sampled += 1
        if len(self._seen) > _MOST_WORDS_SEEN:
            self._seen = Counter({word: n for word, n in self._seen.items() if n > 1})

    def _file_again(self) -> None:
        self._next_lesson = self._sampled * 8
        self._words, self._prefixes, self._places = {}, _PrefixDrawers(), {}
        for number, query in self._queries.items():
            self._file(number, query)

    def _cost(self, anchor: str) -> float:
        """Share of posts that hold a word: what was seen, and a guess where little was seen."""
        return self._seen[anchor] / (self._sampled + 50) + guess(anchor)
