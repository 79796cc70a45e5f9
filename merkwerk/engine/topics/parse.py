"""From what somebody typed to a query, or to the exact place where it goes wrong.

Grammar: `NOT` binds strongest, then `AND` (or nothing at all between two terms), then `OR`.
The operators count in capitals only, Dutch (`EN`, `OF`, `NIET`) as well as English; `-word` is
`NOT word`. Read with a stack of its own: depth of brackets costs no call depth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from merkwerk.engine.text import fold, pieces
from merkwerk.engine.topics import fields
from merkwerk.engine.topics.plan import anchored
from merkwerk.engine.topics.query import And, Node, Not, Or, Phrase, Prefix, Query, QueryError, Term

MOST_CHARACTERS = 20_000
MOST_WORDS = 2_000
MOST_SPANS = 300
"""Phrases and prefixes: each is looked for along the whole text, where a word is only looked up."""
MOST_DEEP = 100
LEAST_PREFIX = 2

_OPERATORS = {
    **dict.fromkeys(("AND", "EN"), "AND"),
    **dict.fromkeys(("OR", "OF"), "OR"),
    **dict.fromkeys(("NOT", "NIET"), "NOT"),
}
_QUOTES = '"“”„«»'
_LEXEME = re.compile(
    rf"(?P<open>\()|(?P<close>\))|(?P<quote>[{_QUOTES}])"
    rf"|(?P<minus>(?<![^\s(])-(?=[^\s\-*]))|(?P<word>[^\s(){_QUOTES}]+)"
)
_CLOSING = re.compile(f"[{_QUOTES}]")


class Operand(NamedTuple):
    node: Node
    depth: int
    start: int
    end: int


class Lexeme(NamedTuple):
    """`kind` is open, close, AND, OR, NOT or term; only a term has a node."""

    kind: str
    start: int
    end: int
    node: Node | None = None


@dataclass(slots=True)
class Frame:
    """What stands within one pair of brackets so far."""

    start: int
    branches: list[list[Operand]] = field(default_factory=lambda: [[]])
    waiting: Lexeme | None = None
    negated: bool = False

    def put(self, operand: Operand) -> None:
        if self.waiting and self.waiting.kind == "NOT":
            operand = operand._replace(start=self.waiting.start)
        if self.negated:
            node = operand.node
            operand = operand._replace(node=node.child if isinstance(node, Not) else Not(node))
        self.branches[-1].append(operand)
        self.waiting, self.negated = None, False

    def operator(self, lexeme: Lexeme, typed: str) -> None:
        if lexeme.kind == "NOT":
            self.negated = not self.negated
        elif self.waiting or not self.branches[-1]:
            raise QueryError("dangling-operator", lexeme.start, lexeme.end, operator=typed)
        elif lexeme.kind == "OR":
            self.branches.append([])
        self.waiting = lexeme


def parse(query: str) -> Query:
    """The query somebody typed. Refuses with `QueryError` what cannot be read, what asks only for
    what is not there, more than 2,000 words, 300 phrases and prefixes or 20,000 characters, and
    more than 100 levels."""
    if len(query) > MOST_CHARACTERS:
        raise QueryError(
            "too-long", MOST_CHARACTERS, len(query), characters=len(query), limit=MOST_CHARACTERS
        )
    if not query.strip():
        raise QueryError("empty", 0, len(query))
    root = _read(query)
    whole = _finish(root, len(query), query)
    if not anchored(whole.node):
        for branch in root.branches:
            if not any(anchored(operand.node) for operand in branch):
                raise QueryError("only-not", branch[0].start, branch[-1].end)
    return Query(whole.node, query)


def _read(query: str) -> Frame:
    stack = [Frame(0)]
    for lexeme in _lexemes(query):
        if lexeme.node is not None:
            stack[-1].put(Operand(lexeme.node, 1, lexeme.start, lexeme.end))
        elif lexeme.kind == "open":
            stack.append(Frame(lexeme.start))
        elif lexeme.kind != "close":
            stack[-1].operator(lexeme, query[lexeme.start : lexeme.end])
        elif len(stack) == 1:
            raise QueryError("unbalanced-bracket", lexeme.start, lexeme.end)
        else:
            inner = stack.pop()
            stack[-1].put(_finish(inner, lexeme.end, query))
    if len(stack) > 1:
        raise QueryError("unbalanced-bracket", stack[-1].start, stack[-1].start + 1)
    return stack[0]


def _finish(frame: Frame, end: int, query: str) -> Operand:
    if at := frame.waiting:
        typed = query[at.start : at.end]
        raise QueryError("dangling-operator", at.start, at.end, operator=typed)
    if not frame.branches[0]:
        raise QueryError("missing-term", frame.start, end)
    parts = [_joined(And, branch, frame.start, end) for branch in frame.branches]
    whole = _joined(Or, parts, frame.start, end)
    if whole.depth > MOST_DEEP:
        raise QueryError("too-deep", frame.start, end, limit=MOST_DEEP)
    return whole


def _joined(kind: type[And] | type[Or], parts: list[Operand], start: int, end: int) -> Operand:
    """One node for all, without nodes of the same kind inside each other and without repeats."""
    children: dict[Node, None] = {}
    depth = 0
    for part in parts:
        same = isinstance(part.node, kind)
        children.update(dict.fromkeys(part.node.children if same else (part.node,)))  # type: ignore[union-attr]
        depth = max(depth, part.depth + (not same))
    if len(children) == 1:
        return Operand(next(iter(children)), max(1, depth - 1), start, end)
    return Operand(kind(tuple(children)), depth, start, end)


# --- words of the language -----------------------------------------------------------------------


def _lexemes(query: str) -> Iterator[Lexeme]:
    place = words = spans = 0
    node: Term | Phrase | Prefix
    while found := _LEXEME.search(query, place):
        start, place = found.span()
        kind = str(found.lastgroup)
        if kind == "quote":
            place = _closing(query, start)
            node = _quoted(query[start + 1 : place - 1], start, place)
        elif kind == "word" and found[0] not in _OPERATORS:
            node = _word(found[0], start)
        else:
            yield Lexeme("NOT" if kind == "minus" else _OPERATORS.get(found[0], kind), start, place)
            continue
        words += len(node.words) if isinstance(node, Phrase) else 1
        if words > MOST_WORDS:
            raise QueryError("too-long", start, len(query), words=words, limit=MOST_WORDS)
        spans += not isinstance(node, Term)
        if spans > MOST_SPANS:
            raise QueryError("too-long", start, len(query), words=spans, limit=MOST_SPANS)
        yield Lexeme("term", start, place, node)


def _closing(query: str, start: int) -> int:
    found = _CLOSING.search(query, start + 1)
    if not found:
        raise QueryError("unclosed-quote", start, start + 1)
    return found.end()


def _quoted(inside: str, start: int, end: int) -> Term | Phrase:
    if not inside.strip():
        raise QueryError("missing-term", start, end)
    if "*" in inside:
        at = start + 1 + inside.index("*")
        raise QueryError("misplaced-star", at, at + 1)
    return _plain(inside, start + 1)


def _word(word: str, start: int) -> Term | Phrase | Prefix:
    name, colon, value = word.partition(":")
    if colon and name.isalpha() and value.startswith("//"):
        raise QueryError("link-as-word", start, start + len(word), host=value[2:].partition("/")[0])
    if colon and name.isalpha() and (value or name.lower() in fields.NAMES):
        return fields.term(name.lower(), value, start)
    if "*" in word:
        return _prefix(word, start)
    return _plain(word, start)


def _prefix(word: str, start: int) -> Prefix:
    star = word.index("*")
    found = pieces(word[:star])
    wholes = [piece for piece in found if not (piece[0] == "word" and found[0][0] == "tag")]
    if star != len(word) - 1 or len(wholes) != 1 or wholes[0][3] != star:
        raise QueryError("misplaced-star", start + star, start + star + 1)
    beginning = wholes[0][1]
    if len(beginning.lstrip("#@")) < LEAST_PREFIX:
        raise QueryError("wide-prefix", start, start + len(word), prefix=word)
    return Prefix(beginning)


def _plain(text: str, start: int) -> Term | Phrase:
    """A word; a tag or handle on its own; several joined by signs (`e-mail`) are a phrase."""
    found = pieces(text)
    if any(kind == "link" for kind, *_ in found):
        link = next(piece for piece in found if piece[0] == "link")
        typed = text[link[2] : link[3]]
        site = re.sub(r"^https?://", "", fold(typed)).partition("/")[0]
        raise QueryError("link-as-word", start + link[2], start + link[3], host=site)
    words = tuple(word for kind, word, *_ in found if kind in ("word", "handle"))
    if not words:
        raise QueryError("no-word", start, start + len(text), text=text)
    if found[0][0] == "tag" and all(piece[3] <= found[0][3] for piece in found):
        return Term(found[0][1])
    return Term(words[0]) if len(words) == 1 else Phrase(words)
