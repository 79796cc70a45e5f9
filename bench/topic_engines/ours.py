"""Merkwerk's own matchers, and the pass that decides nothing."""

from __future__ import annotations

import sys
import time
from itertools import pairwise
from typing import Any

import numpy as np

from merkwerk.engine.topics import Listened, Matcher, Query, parse
from merkwerk.engine.topics.commonness import guess
from merkwerk.engine.topics.kernel.filing import nothing_filed
from merkwerk.engine.topics.kernel.kernel import Kernel
from merkwerk.engine.topics.kernel.vocabulary import Vocabulary


class Arrays:
    """The kernel, as `Matcher` uses it. Starts from the raw text."""

    batch = 1_000

    def __init__(self, queries: list[Query]) -> None:
        self.kernel = Kernel({}, guess)
        self.kernel.match_packed([Listened("")])
        begin = time.process_time()
        self.kernel.add_all(dict(enumerate(queries)))
        self.kernel.match_packed([Listened("")])
        self.compiling = time.process_time() - begin

    def prepare(self, texts: list[str]) -> list[Listened]:
        return [Listened(text) for text in texts]

    def match(self, posts: list[Listened]) -> Any:
        return self.kernel.match_packed(posts)

    def answers(self, posts: list[Listened]) -> list[list[int]]:
        starts, topics = self.kernel.match_packed(posts)
        return [topics[a:b].tolist() for a, b in pairwise(starts)]

    def facts(self, posts: list[Listened]) -> dict[str, float]:
        """Latency of one post alone, size of the arrays, how soon a new topic works."""
        taken = []
        for post in posts:
            one = [post]
            begin = time.process_time_ns()
            self.kernel.match_packed(one)
            taken.append((time.process_time_ns() - begin) / 1e6)
        new = []
        for number in range(20):
            begin = time.perf_counter()
            self.kernel.add_all({10**6 + number: parse(f"gloednieuw{number} onderwerp")})
            found = self.kernel.match_packed([Listened(f"onderwerp: gloednieuw{number}")])[1]
            new.append((time.perf_counter() - begin) * 1e3)
            assert 10**6 + number in found
        return {
            "one post p50 ms": float(np.percentile(taken, 50)),
            "one post p99 ms": float(np.percentile(taken, 99)),
            "arrays MB": self.kernel.memory() / 1e6,
            "compiling s": self.compiling,
            "new topic ms (worst of 20)": max(new),
        }


class Limit:
    """Fold, cut and look up every word, and decide nothing."""

    batch = 1_000

    def __init__(self, queries: list[Query]) -> None:
        self.kernel = Arrays(queries).kernel
        self.kernel._main = self.kernel._late = nothing_filed(self.kernel._vocabulary.size)
        self.kernel._next_lesson = sys.maxsize
        self.kernel._vocabulary.starts = Vocabulary(guess).starts

    def prepare(self, texts: list[str]) -> list[Listened]:
        return [Listened(text) for text in texts]

    def match(self, posts: list[Listened]) -> Any:
        return self.kernel.match_packed(posts)


class Plain:
    """The pure Python anchors, for few topics and where there is no numba."""

    batch = 1_000

    def __init__(self, queries: list[Query]) -> None:
        self.matcher = Matcher(dict(enumerate(queries)), kernel_from=sys.maxsize)

    def prepare(self, texts: list[str]) -> list[Listened]:
        return [Listened(text) for text in texts]

    def match(self, posts: list[Listened]) -> list[tuple[int, ...]]:
        return self.matcher.match(posts)

    def answers(self, posts: list[Listened]) -> list[list[int]]:
        return [list(found) for found in self.match(posts)]
