"""What a topic asks for, as a tree; and what is wrong with one that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Term:
    """One word (`btw`), tag (`#btw`), handle (`@joris`) or field (`site:nos.nl`), folded."""

    token: str

    def __str__(self) -> str:
        return self.token


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more words that follow each other."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        return '"' + " ".join(self.words) + '"'


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word, a tag or a handle."""

    start: str

    def __str__(self) -> str:
        return self.start + "*"


@dataclass(frozen=True, slots=True)
class Not:
    child: Node

    def __str__(self) -> str:
        return "NOT " + _bracketed(self.child)


@dataclass(frozen=True, slots=True)
class And:
    children: tuple[Node, ...]

    def __str__(self) -> str:
        return " AND ".join(_bracketed(child) for child in self.children)


@dataclass(frozen=True, slots=True)
class Or:
    children: tuple[Node, ...]

    def __str__(self) -> str:
        return " OR ".join(_bracketed(child) for child in self.children)


Leaf = Term | Phrase | Prefix
Node = Leaf | Not | And | Or


def _bracketed(node: Node) -> str:
    return f"({node})" if isinstance(node, And | Or) else str(node)


@dataclass(frozen=True, slots=True)
class Query:
    """A topic's query, read. Two are equal when they ask the same in the same order; `str()` is
    the normal form, which reads back to an equal query; `source` is what somebody typed."""

    root: Node
    source: str = field(default="", compare=False)

    def __str__(self) -> str:
        return str(self.root)


class QueryError(ValueError):
    """Why a query cannot be read: a stable `code`, its place (`start`, `end`: characters of what
    was typed) and the `facts` a sentence about it needs.

    Codes: empty, too-long (words or characters, limit), too-deep (limit), unbalanced-bracket,
    unclosed-quote, missing-term, dangling-operator (operator), only-not, unknown-field (field),
    bad-value (field, value), wide-prefix (prefix), misplaced-star, no-word (text),
    link-as-word (host).
    """

    def __init__(self, code: str, start: int, end: int, **facts: int | str) -> None:
        super().__init__(f"{code} at {start}-{end}")
        self.code = code
        self.start = start
        self.end = end
        self.facts = facts
