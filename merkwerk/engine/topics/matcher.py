"""All topics at once against a batch of posts.

Each topic waits under its rarest words, so a post meets only the few topics that may fit it: a
thousand topics cost little more than one. The matcher learns from the posts it sees which words
are common, and files its topics again a few times in its life.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from merkwerk.engine.topics.listened import QUESTION, Listened, Reading, read
from merkwerk.engine.topics.plan import Check, TreeCheck, filings
from merkwerk.engine.topics.query import Query

_COMMON_WORDS = (
    "de het een en van in is dat op te voor met niet zijn er aan ook die ik je we wij om maar als "
    "naar bij of dan wat nog over uit door wel was heeft hebben kan wordt deze dit geen meer al nu "
    "the a an and of to for on that it you i with this be are at have not but my from by as your "
    "we so if all can what will our about just no or they he she his her their has was more new "
    "nieuwe jaar vandaag mensen goed hoe waar wie veel gaan time people today good like one"
)
_COMMON = frozenset(_COMMON_WORDS.split())
_SAMPLE_EVERY = 4
_FIRST_LESSON = 250
_MOST_WORDS_SEEN = 200_000
_MOST_MEMORIES = 100_000


@dataclass(slots=True)
class Drawer:
    """What is filed under one word: topics it alone is enough for, and topics with a check."""

    hits: list[int] = field(default_factory=list)
    checks: list[tuple[int, Check | TreeCheck]] = field(default_factory=list)

    def meet(self, reading: Reading, found: set[int]) -> None:
        found.update(self.hits)
        for number, check in self.checks:
            if number not in found and check.holds(reading):
                found.add(number)

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
        if ":" in word:  # a field, not a word
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


class Matcher:
    """Topics by number. Not for several threads at once."""

    def __init__(self, queries: Mapping[int, Query] | None = None) -> None:
        self._queries: dict[int, Query] = {}
        self._words: dict[str, Drawer] = {}
        self._prefixes = _PrefixDrawers()
        self._places: dict[int, list[Drawer]] = {}
        self._seen: Counter[str] = Counter()
        self._posts = self._sampled = 0
        self._next_lesson = _FIRST_LESSON
        for number, query in (queries or {}).items():
            self.add(number, query)

    def __len__(self) -> int:
        return len(self._queries)

    def __contains__(self, number: int) -> bool:
        return number in self._queries

    def add(self, number: int, query: Query) -> None:
        """File a topic, in the place of the one that had this number; works from the next post."""
        self.remove(number)
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
        words, bag = self._words, reading.bag
        if (asking := words.get(QUESTION)) and (asking.hits or asking.checks) and reading.asks():
            bag.add(QUESTION)
        for word in words.keys() & bag:
            words[word].meet(reading, found)
        if self._prefixes.drawers:
            for drawers in map(self._prefixes.__getitem__, bag):
                for drawer in drawers:
                    drawer.meet(reading, found)
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
        for number, query in list(self._queries.items()):
            self.add(number, query)

    def _cost(self, anchor: str) -> float:
        """Share of posts that hold a word: what was seen, and a guess where little was seen."""
        return self._seen[anchor] / (self._sampled + 50) + _guess(anchor)


def _guess(anchor: str) -> float:
    if anchor == QUESTION:
        return 9.0  # whatever it costs to look elsewhere
    if anchor.startswith(("lang:", "has:", "is:")):
        return 0.6
    if anchor in _COMMON:
        return 0.3
    if anchor.startswith("site:"):
        return 0.02 if "." in anchor else 0.4
    return (0.3 if anchor.endswith("*") else 0.05) / len(anchor)
