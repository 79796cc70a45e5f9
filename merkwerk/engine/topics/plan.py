"""How a query is filed, so that a post is held only against topics that may meet it.

A query becomes a sum of conjunctions (disjunctive normal form), each filed under its rarest word
or prefix. A query that would grow beyond `MOST_CONJUNCTIONS` keeps its tree, filed under a
cover: words of which at least one stands in every post it meets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from merkwerk.engine.topics.listened import QUESTION, Reading
from merkwerk.engine.topics.nearness import is_near
from merkwerk.engine.topics.query import And, Leaf, Near, Node, Not, Or, Phrase, Prefix, Term

MOST_CONJUNCTIONS = 64

Literal = tuple[bool, Leaf | Near]
"""Whether it is wanted, and what."""

Cost = Callable[[str], float]
"""How common a word is, or a prefix (which ends in a star): 0 never, 1 in every post."""


@dataclass(frozen=True, slots=True)
class Check:
    """One conjunction, ready to be held against a reading. Phrases also need their words; `late`
    is what costs most to judge."""

    tokens: frozenset[str]
    spans: tuple[str, ...]
    no_tokens: frozenset[str]
    no_spans: tuple[str, ...]
    late: tuple[Literal, ...] = ()

    def holds(self, reading: Reading) -> bool:
        bag, row = reading.bag, reading.row
        if not self.tokens <= bag or not self.no_tokens.isdisjoint(bag):
            return False
        for span in self.spans:
            if span not in row:
                return False
        for span in self.no_spans:
            if span in row:
                return False
        return all(holds(leaf, reading) is wanted for wanted, leaf in self.late)


@dataclass(frozen=True, slots=True)
class TreeCheck:
    """A whole query, for those too branched to be taken apart."""

    root: Node

    def holds(self, reading: Reading) -> bool:
        return holds(self.root, reading)


def holds(node: Node, reading: Reading) -> bool:
    """Whether a post meets a query, by walking its tree."""
    match node:
        case Term(token):
            return token in reading.bag if token != QUESTION else reading.asks()
        case Near():
            return is_near(node, reading.row)
        case Phrase() | Prefix():
            return span(node) in reading.row
        case Not(child):
            return not holds(child, reading)
        case And(children):
            return all(holds(child, reading) for child in children)
        case Or(children):
            return any(holds(child, reading) for child in children)


def span(leaf: Phrase | Prefix) -> str:
    """What to look for in a reading's row."""
    return f" {' '.join(leaf.words)} " if isinstance(leaf, Phrase) else f" {leaf.start}"


@dataclass(frozen=True, slots=True)
class Filing:
    """`anchor` is a token, or a prefix with its star; no check: the anchor alone is enough."""

    anchor: str
    check: Check | TreeCheck | None


def filings(root: Node, cost: Cost) -> list[Filing]:
    """Where a query is filed. Each post that meets it holds at least one of the anchors."""
    sums = conjunctions(root)
    if sums is None:
        found = cover(root, cost) or ()
        return [Filing(anchor, TreeCheck(root)) for anchor in dict.fromkeys(found)]
    return [_filing(literals, cost) for literals in sums]


def _filing(literals: frozenset[Literal], cost: Cost) -> Filing:
    anchors = [anchor for wanted, leaf in literals if wanted for anchor in _anchors(leaf)]
    anchor = min(anchors, key=lambda name: (cost(name), name))
    if len(literals) == 1 and not isinstance(next(iter(literals))[1], Phrase | Near):
        return Filing(anchor, None)
    check = Check(
        tokens=frozenset(name for name in anchors if name[-1] != "*" and name != QUESTION),
        spans=tuple(sorted(_spans(literals, wanted=True))),
        no_tokens=frozenset(
            leaf.token
            for wanted, leaf in literals
            if not wanted and isinstance(leaf, Term) and not _is_late(leaf)
        ),
        no_spans=tuple(sorted(_spans(literals, wanted=False))),
        late=tuple(sorted((pair for pair in literals if _is_late(pair[1])), key=repr)),
    )
    return Filing(anchor, check)


def _is_late(leaf: Leaf | Near) -> bool:
    return isinstance(leaf, Near) or leaf == Term(QUESTION)


def _spans(literals: Iterable[Literal], *, wanted: bool) -> list[str]:
    return [
        span(leaf)
        for sign, leaf in literals
        if sign is wanted and isinstance(leaf, Phrase | Prefix)
    ]


def _anchors(leaf: Leaf | Near) -> tuple[str, ...]:
    match leaf:
        case Near(left, right):
            return (*_anchors(left), *_anchors(right))
        case Term(token):
            return (token,)
        case Phrase(words):
            return words
        case Prefix(start):
            return (start + "*",)


def conjunctions(node: Node, most: int = MOST_CONJUNCTIONS) -> list[frozenset[Literal]] | None:
    """The query as a sum of conjunctions, contradictions left out; None when it takes more than
    `most`."""
    return _sums(node, True, most)


def _sums(node: Node, wanted: bool, most: int) -> list[frozenset[Literal]] | None:
    if isinstance(node, Not):
        return _sums(node.child, not wanted, most)
    if not isinstance(node, And | Or):
        return [frozenset(((wanted, node),))]
    if isinstance(node, Or) is wanted:
        return _either(node.children, wanted, most)
    return _both(node.children, wanted, most)


def _either(children: tuple[Node, ...], wanted: bool, most: int) -> list[frozenset[Literal]] | None:
    found: dict[frozenset[Literal], None] = {}
    for child in children:
        part = _sums(child, wanted, most)
        if part is None or len(found) + len(part) > most:
            return None
        found.update(dict.fromkeys(part))
    return list(found)


def _both(children: tuple[Node, ...], wanted: bool, most: int) -> list[frozenset[Literal]] | None:
    found: list[frozenset[Literal]] = [frozenset()]
    for child in children:
        part = _sums(child, wanted, most)
        if part is None or len(found) * len(part) > most:
            return None
        joined = dict.fromkeys(one | other for one in found for other in part)
        found = [one for one in joined if not _contradicts(one)]
    return found


def _contradicts(literals: frozenset[Literal]) -> bool:
    return any((not wanted, leaf) in literals for wanted, leaf in literals)


def cover(node: Node, cost: Cost, wanted: bool = True) -> tuple[str, ...] | None:
    """Anchors of which every post that meets the query holds one; None when an empty post might
    meet it."""
    if isinstance(node, Not):
        return cover(node.child, cost, not wanted)
    if not isinstance(node, And | Or):
        return _cheapest(node, cost) if wanted else None
    parts = [cover(child, cost, wanted) for child in node.children]
    known = [part for part in parts if part is not None]
    if isinstance(node, Or) is wanted:
        joined = tuple(anchor for part in known for anchor in part)
        return joined if len(known) == len(parts) else None
    return min(known, key=lambda part: sum(map(cost, part)), default=None)


def _cheapest(leaf: Leaf | Near, cost: Cost) -> tuple[str, ...]:
    return (min(_anchors(leaf), key=lambda name: (cost(name), name)),)


def anchored(node: Node) -> bool:
    """Whether the query asks for at least one thing that is there, whichever way it is met."""
    return cover(node, lambda _: 0.0) is not None
