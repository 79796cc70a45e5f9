"""Engines that keep the topics and are asked by a post."""

from __future__ import annotations

import importlib
import os
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg

from bench.topic_engines.given import BREAK, anchors, coded, leaves, tokens
from merkwerk.engine.topics.query import And, Node, Not, Or, Phrase, Prefix, Query, Term


class Mokaccino:
    """mokaccino, a percolator in Rust. It knows no phrases: pairs of words are tokens."""

    batch = 1_000

    def __init__(self, queries: list[Query]) -> None:
        self.mokaccino: Any = importlib.import_module("mokaccino")
        self.topics = self.mokaccino.Percolator()
        for number, query in enumerate(queries):
            self.topics.add_query_id(self._query(query.root), number)

    def _query(self, node: Node) -> Any:
        query = self.mokaccino.Query
        match node:
            case Term(token):
                return query.from_kv("w", token)
            case Prefix(start):
                return query.from_kprefix("w", start)
            case Phrase(words):
                pairs = [query.from_kv("p", f"{a} {b}") for a, b in pairwise(words)]
                return pairs[0] if len(pairs) == 1 else query.from_and(pairs)
            case Or(children):
                return query.from_or([self._query(child) for child in children])
            case And(children):
                return query.from_and([self._query(child) for child in children])
            case Not(child):
                return query.from_not(self._query(child))
        raise ValueError(node)

    def prepare(self, texts: list[str]) -> list[list[tuple[str, str]]]:
        return [self._pairs(text) for text in texts]

    def _pairs(self, text: str) -> list[tuple[str, str]]:
        found = importlib.import_module("merkwerk.engine.text")
        words, beside = found.line(found.fold(text))
        pairs = {("w", word): None for word in (*words, *beside) if word}
        pairs |= {("p", f"{a} {b}"): None for a, b in pairwise(words) if a and b}
        return list(pairs)

    def match(self, posts: list[list[tuple[str, str]]]) -> list[list[int]]:
        found = []
        for post in posts:
            document = self.mokaccino.Document()
            for field, value in post:
                document.add_value(field, value)
            found.append(self.topics.percolate_list(document))
        return found

    def answers(self, posts: list[list[tuple[str, str]]]) -> list[list[int]]:
        return [sorted(found) for found in self.match(posts)]


def tsquery(node: Node) -> str:
    """A topic as PostgreSQL writes it."""
    match node:
        case Term(token):
            return coded(token)
        case Prefix(start):
            return coded(start) + ":*"
        case Phrase(words):
            return "(" + " <-> ".join(map(coded, words)) + ")"
        case Not(child):
            return "!" + tsquery(child)
        case And(children):
            return "(" + " & ".join(map(tsquery, children)) + ")"
        case Or(children):
            return "(" + " | ".join(map(tsquery, children)) + ")"
    raise ValueError(node)


class Postgres:
    """PostgreSQL: GIN over the words of which a post must hold one, then `@@`."""

    batch = 500

    def __init__(self, queries: list[Query]) -> None:
        begins = [len(coded(leaf.start)) for query in queries for leaf in leaves(query.root)
                  if isinstance(leaf, Prefix)]  # fmt: skip
        self.stub = min(begins, default=4)
        self.base = psycopg.connect(os.environ["BENCH_POSTGRES"], autocommit=True)
        self.backend = self.base.info.backend_pid
        make = self.base.execute
        make("drop table if exists bench_topics")
        make("create unlogged table bench_topics (id int, musts text[], query tsquery)")
        into = "copy bench_topics from stdin"
        with self.base.cursor() as cursor, cursor.copy(into) as copy:
            for number, query in enumerate(queries):
                musts = [self._must(name) for name in anchors(query)]
                copy.write_row((number, musts, tsquery(query.root)))
        make("create index on bench_topics using gin (musts) with (fastupdate = off)")
        make("analyze bench_topics")

    def _must(self, name: str) -> str:
        return "~" + coded(name[:-1])[: self.stub] if name[-1] == "*" else coded(name)

    def prepare(self, texts: list[str]) -> list[tuple[list[str], str]]:
        found = []
        for text in texts:
            words = tokens(text)
            vector = " ".join(f"{word}:{at}" for at, word in enumerate(words, 1) if word != BREAK)
            musts = {word for word in words if word != BREAK}
            found.append((sorted(musts | {"~" + word[: self.stub] for word in musts}), vector))
        return found

    def match(self, posts: list[tuple[list[str], str]]) -> list[list[int]]:
        ask = "select id from bench_topics where musts && %s::text[] and %s::tsvector @@ query"
        return [
            [row[0] for row in self.base.execute(ask, post, prepare=True).fetchall()]
            for post in posts
        ]

    def answers(self, posts: list[tuple[list[str], str]]) -> list[list[int]]:
        return [sorted(found) for found in self.match(posts)]

    def more_cpu(self) -> float:
        """Seconds that the database's own process worked."""
        fields = Path(f"/proc/{self.backend}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
