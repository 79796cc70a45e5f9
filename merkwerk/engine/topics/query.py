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
class Near:
    """Two leaves in either order, at most `within` words apart (1: side by side, nothing between),
    that don't overlap. Never over the break between title and text, nor over a link."""

    left: Leaf
    right: Leaf
    within: int

    def __str__(self) -> str:
        return f"{self.left} NEAR/{self.within} {self.right}"


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
Literal = Leaf | Near
Node = Literal | Not | And | Or


def _bracketed(node: Node) -> str:
    return f"({node})" if isinstance(node, And | Or | Near) else str(node)


@dataclass(frozen=True, slots=True)
class Query:
    """A topic's query, read. Two are equal when they ask the same in the same order; `str()` is
    the normal form, which reads back to an equal query; `source` is what somebody typed. `maybe`
    holds what only ranks: it never decides whether a post meets the query (see `lean`)."""

    root: Node
    source: str = field(default="", compare=False)
    maybe: tuple[Literal, ...] = ()

    def __str__(self) -> str:
        if not self.maybe:
            return str(self.root)
        return " ".join([_bracketed(self.root), *(f"maybe:{_bracketed(m)}" for m in self.maybe)])


class QueryError(ValueError):
    """Why a query cannot be read: a stable `code`, its place (`start`, `end`: characters of what
    was typed) and the `facts` a sentence about it needs.

    Codes: empty, too-long (words or characters, limit), too-deep (limit), unbalanced-bracket,
    unclosed-quote, missing-term, dangling-operator (operator), only-not, unknown-field (field),
    bad-value (field, value), wide-prefix (prefix), misplaced-star, no-word (text),
    link-as-word (host), bad-near (operator, limit), bad-side (beside NEAR), misplaced-maybe,
    only-maybe.
    """

    def __init__(self, code: str, start: int, end: int, **facts: int | str) -> None:
        super().__init__(f"{code} at {start}-{end}")
        self.code = code
        self.start = start
        self.end = end
        self.facts = facts
