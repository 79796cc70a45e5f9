"""Automata over the whole text: hyperscan with whole topics, Aho-Corasick with their words only."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

from bench.topic_engines.given import coded, tokens, words_of
from merkwerk.engine.topics.query import And, Node, Not, Or, Phrase, Query, Term


class Hyperscan:
    """hyperscan: words, phrases and beginnings as patterns, topics as logical combinations. What a
    topic must not hold is taken off afterwards, because a combination is told too early."""

    batch = 200

    def __init__(self, queries: list[Query]) -> None:
        self.hyperscan: Any = importlib.import_module("hyperscan")
        self.first = len(queries)
        self.patterns: dict[str, int] = {}
        self.banned: dict[int, list[int]] = {}
        wanted = [self._combined(number, query.root) for number, query in enumerate(queries)]
        quiet = self.hyperscan.HS_FLAG_QUIET
        once = self.hyperscan.HS_FLAG_SINGLEMATCH
        loud = {pattern for patterns in self.banned.values() for pattern in patterns}
        expressions = [pattern.encode() for pattern in self.patterns]
        ids = list(self.patterns.values())
        flags = [once if number in loud else once | quiet for number in ids]
        combination = self.hyperscan.HS_FLAG_COMBINATION | once
        self.base = self.hyperscan.Database()
        self.base.compile(
            expressions=expressions + [text.encode() for text in wanted],
            ids=ids + list(range(len(queries))),
            flags=flags + [combination] * len(queries),
        )

    def _combined(self, number: int, node: Node) -> str:
        if isinstance(node, And):
            banned = [child.child for child in node.children if isinstance(child, Not)]
            if banned:
                self.banned[number] = [self._pattern(leaf) for leaf in banned]
            rest = [child for child in node.children if not isinstance(child, Not)]
            return "(" + " & ".join(self._combined(number, child) for child in rest) + ")"
        if isinstance(node, Or):
            return "(" + " | ".join(self._combined(number, child) for child in node.children) + ")"
        return f"({self._pattern(node)} | {self._pattern(node)})"

    def _pattern(self, leaf: Node) -> int:
        if isinstance(leaf, Term):
            text = f" {coded(leaf.token)} "
        elif isinstance(leaf, Phrase):
            text = "".join(f" {coded(word)} " for word in leaf.words)
        else:
            text = f" {coded(leaf.start)}"  # type: ignore[union-attr]
        return self.patterns.setdefault(text, self.first + len(self.patterns))

    def prepare(self, texts: list[str]) -> list[bytes]:
        return ["".join(f" {token} " for token in tokens(text)).encode() for text in texts]

    def match(self, posts: list[bytes]) -> list[list[int]]:
        found = []
        for post in posts:
            told: set[int] = set()
            self.base.scan(post, match_event_handler=lambda number, *_: told.add(number))  # noqa: B023
            topics = [number for number in told if number < self.first]
            banned = self.banned
            found.append(
                [n for n in topics if n not in banned or told.isdisjoint(banned[n])],
            )
        return found

    def answers(self, posts: list[bytes]) -> list[list[int]]:
        return [sorted(found) for found in self.match(posts)]


class AhoCorasick:
    """Only the words of all topics, in one automaton in Rust; decides nothing."""

    batch = 1_000

    def __init__(self, queries: Sequence[Query]) -> None:
        rust: Any = importlib.import_module("ahocorasick_rs")
        self.words = rust.AhoCorasick([coded(word) for word in words_of(queries)])

    def prepare(self, texts: list[str]) -> list[str]:
        return [" ".join(tokens(text)) for text in texts]

    def match(self, posts: list[str]) -> Any:
        return [self.words.find_matches_as_indexes(post) for post in posts]
