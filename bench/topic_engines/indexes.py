"""Search engines used backwards: index a batch of posts, ask every topic."""

from __future__ import annotations

import importlib
import sqlite3
from typing import Any

from bench.topic_engines.given import coded, tokens
from merkwerk.engine.topics.query import And, Node, Not, Or, Phrase, Prefix, Query, Term


class Index:
    """One batch after the other; a post is its tokens between spaces."""

    batch = 1_000

    def prepare(self, texts: list[str]) -> list[str]:
        return [" ".join(tokens(text)) for text in texts]

    def answers(self, posts: list[str]) -> list[list[int]]:
        return self.match(posts)

    def match(self, posts: list[str]) -> list[list[int]]:
        raise NotImplementedError


def _parts(node: And) -> tuple[list[Node], list[Node]]:
    """What an AND wants and what it doesn't."""
    wanted = [child for child in node.children if not isinstance(child, Not)]
    return wanted, [child.child for child in node.children if isinstance(child, Not)]


def fts5(node: Node) -> str:
    """A topic as FTS5 writes it."""
    match node:
        case Term(token):
            return coded(token)
        case Prefix(start):
            return coded(start) + "*"
        case Phrase(words):
            return '"' + " ".join(map(coded, words)) + '"'
        case Or(children):
            return "(" + " OR ".join(map(fts5, children)) + ")"
        case And():
            wanted, others = _parts(node)
            found = " AND ".join(map(fts5, wanted))
            return f"(({found})" + "".join(f" NOT {fts5(other)}" for other in others) + ")"
    raise ValueError(node)


class Fts5(Index):
    """SQLite FTS5 in memory."""

    def __init__(self, queries: list[Query]) -> None:
        self.queries = [fts5(query.root) for query in queries]
        self.base = sqlite3.connect(":memory:", isolation_level=None)
        self.base.execute(
            "create virtual table posts using fts5"
            "(text, content='', tokenize='ascii', columnsize=0, detail=full)"
        )

    def match(self, posts: list[str]) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in posts]
        self.base.execute("insert into posts(posts) values('delete-all')")
        self.base.execute("begin")
        self.base.executemany("insert into posts(rowid, text) values(?, ?)", enumerate(posts, 1))
        self.base.execute("commit")
        ask = self.base.cursor()
        for number, query in enumerate(self.queries):
            for (row,) in ask.execute("select rowid from posts where posts match ?", (query,)):
                found[row - 1].append(number)
        return found


class Xapian(Index):
    """Xapian, in memory."""

    def __init__(self, queries: list[Query]) -> None:
        self.xapian: Any = importlib.import_module("xapian")
        self.queries = [self._query(query.root) for query in queries]

    def _query(self, node: Node) -> Any:
        query = self.xapian.Query
        match node:
            case Term(token):
                return query(coded(token))
            case Prefix(start):
                return query(query.OP_WILDCARD, coded(start))
            case Phrase(words):
                return query(query.OP_PHRASE, [coded(word) for word in words], len(words))
            case Or(children):
                return query(query.OP_OR, [self._query(child) for child in children])
            case And():
                wanted, others = _parts(node)
                found = query(query.OP_AND, [self._query(child) for child in wanted])
                for other in others:
                    found = query(query.OP_AND_NOT, found, self._query(other))
                return found
        raise ValueError(node)

    def match(self, posts: list[str]) -> list[list[int]]:
        base = self.xapian.WritableDatabase("", self.xapian.DB_BACKEND_INMEMORY)
        for post in posts:
            document = self.xapian.Document()
            for place, token in enumerate(post.split()):
                document.add_posting(token[:240], place)
            base.add_document(document)
        found: list[list[int]] = [[] for _ in posts]
        ask = self.xapian.Enquire(base)
        ask.set_weighting_scheme(self.xapian.BoolWeight())
        ask.set_docid_order(self.xapian.Enquire.DONT_CARE)
        for number, query in enumerate(self.queries):
            ask.set_query(query)
            for hit in ask.get_mset(0, len(posts)):
                found[hit.docid - 1].append(number)
        return found


class Tantivy(Index):
    """tantivy in memory, one segment a batch."""

    def __init__(self, queries: list[Query]) -> None:
        self.tantivy: Any = importlib.import_module("tantivy")
        builder = self.tantivy.SchemaBuilder()
        builder.add_text_field("text", tokenizer_name="whitespace", index_option="position")
        self.schema = builder.build()
        self.queries = [self._query(query.root) for query in queries]

    def _query(self, node: Node) -> Any:
        query = self.tantivy.Query
        match node:
            case Term(token):
                return query.term_query(self.schema, "text", coded(token), "basic")
            case Prefix(start):
                return query.regex_query(self.schema, "text", coded(start) + ".*")
            case Phrase(words):
                return query.phrase_query(self.schema, "text", [coded(word) for word in words])
        must, not_, should = (getattr(self.tantivy.Occur, n) for n in ("Must", "MustNot", "Should"))
        if isinstance(node, Or):
            return query.boolean_query([(should, self._query(child)) for child in node.children])
        wanted, others = _parts(node)  # type: ignore[arg-type]
        return query.boolean_query(
            [(must, self._query(child)) for child in wanted]
            + [(not_, self._query(child)) for child in others]
        )

    def match(self, posts: list[str]) -> list[list[int]]:
        index = self.tantivy.Index(self.schema)
        writer = index.writer(heap_size=50_000_000, num_threads=1)
        for post in posts:
            writer.add_document(self.tantivy.Document(text=[post]))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        searcher = index.searcher()
        found: list[list[int]] = [[] for _ in posts]
        for number, query in enumerate(self.queries):
            for _, address in searcher.search(query, limit=len(posts), count=False).hits:
                found[address.doc].append(number)
        return found
