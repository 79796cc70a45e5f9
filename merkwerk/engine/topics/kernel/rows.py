"""A query as rows: conjunctions in the words that the kernel numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from merkwerk.engine.topics.kernel.checks import DOUBT, NEAR, NO_NEAR, NO_PHRASE, PHRASE
from merkwerk.engine.topics.kernel.tables import LONGEST_START
from merkwerk.engine.topics.listened import QUESTION
from merkwerk.engine.topics.plan import MOST_CONJUNCTIONS, Literal, conjunctions, cover
from merkwerk.engine.topics.query import And, Leaf, Near, Node, Not, Or, Phrase, Prefix, Term

_LONGEST_PHRASE = 16
_ANY = ""
"""The name of the word `EVERY`."""


class Clause(NamedTuple):
    """One more thing to check: its kind, plain numbers, then words."""

    kind: int
    numbers: tuple[int, ...] = ()
    words: tuple[str, ...] = ()


class Row(NamedTuple):
    """Words it needs, words it must not hold, what else is to be checked."""

    need: tuple[str, ...]
    others: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()


_DOUBT = (Clause(DOUBT),)


def rows(root: Node) -> list[Row]:
    """A post meets the query when it meets one of these rows. As many as the query has leaves, or
    64; a query that would take more is filed under a cover, and Python looks at what may meet it.
    """
    if isinstance(root, Term) and root.token != QUESTION:
        return [Row((root.token,))]
    size = _size(root)
    sums = conjunctions(root, max(MOST_CONJUNCTIONS, size))
    if sums is not None and sum(map(len, sums)) <= 8 * (size + MOST_CONJUNCTIONS):
        return [_row(literals) for literals in sums]
    found = cover(root, lambda name: 9.0 if name == QUESTION else 1 / len(name)) or (_ANY,)
    return [Row((_needed(name),), (), _DOUBT) for name in dict.fromkeys(found)]


def _size(node: Node) -> int:
    if isinstance(node, Not):
        return _size(node.child)
    return sum(map(_size, node.children)) if isinstance(node, And | Or) else 1


def _needed(name: str) -> str:
    if name == QUESTION:
        return _ANY
    return name[:LONGEST_START] + "*" if name[-1] == "*" else name


def _row(literals: Iterable[Literal]) -> Row:
    need: dict[str, None] = {}
    others: dict[str, None] = {}
    clauses: dict[Clause, None] = {}
    for wanted, leaf in literals:
        names, clause = _asked(leaf, wanted)
        if wanted:
            need.update(dict.fromkeys(names))
        elif clause is None:
            others.update(dict.fromkeys(names))
        if clause is not None:
            clauses[clause] = None
    found = sorted(need) or [_ANY]
    return Row(tuple(found), tuple(sorted(others)), tuple(sorted(clauses)))


def _asked(leaf: Leaf | Near, wanted: bool) -> tuple[tuple[str, ...], Clause | None]:
    """The words a leaf needs, and what is to be checked when all of them are there."""
    match leaf:
        case Term(token):
            return ((), Clause(DOUBT)) if token == QUESTION else ((token,), None)
        case Prefix(start) if len(start) > LONGEST_START:
            return (start[:LONGEST_START] + "*",), Clause(DOUBT)
        case Prefix(start):
            return (start + "*",), None
        case Phrase(words) if len(words) > _LONGEST_PHRASE:
            return words, Clause(DOUBT)
        case Phrase(words):
            return words, Clause(PHRASE if wanted else NO_PHRASE, (), words)
    return _near(leaf, wanted)


def _near(near: Near, wanted: bool) -> tuple[tuple[str, ...], Clause]:
    left, plain_left = _side(near.left)
    right, plain_right = _side(near.right)
    if not (plain_left and plain_right):
        return (*left, *right), Clause(DOUBT)
    kind = NEAR if wanted else NO_NEAR
    return (*left, *right), Clause(kind, (near.within, len(left)), (*left, *right))


def _side(leaf: Leaf) -> tuple[tuple[str, ...], bool]:
    """Its words, and whether they are whole words whose places the kernel keeps."""
    match leaf:
        case Term(token):
            return (token,), True
        case Phrase(words):
            return words, len(words) <= _LONGEST_PHRASE
        case Prefix(start):
            return (start[:LONGEST_START] + "*",), False


def names(row: Row) -> Iterable[str]:
    """Every word of a row."""
    yield from row.need
    yield from row.others
    for clause in row.clauses:
        yield from clause.words


def program(row: Row, numbers: Mapping[str, int]) -> list[int]:
    """A row as the checks read it."""
    need = [numbers[name] for name in row.need]
    need = list(dict.fromkeys(need))
    found = [len(need), len(row.others), 0, *need, *(numbers[name] for name in row.others)]
    if not row.clauses:
        return found
    before = len(found)
    for kind, plain, words in row.clauses:
        found += (kind, len(plain) + len(words), *plain, *(numbers[name] for name in words))
    found[2] = len(found) - before
    return found
