"""From what somebody typed to a query, or to the exact place where it goes wrong.

Grammar: `maybe:` and `NEAR/n` bind strongest, then `NOT`, then `AND` (or nothing at all between
two terms), then `OR`. The operators count in capitals only, Dutch (`EN`, `OF`, `NIET`, `BIJ/n`) as
well as English; `-word` is `NOT word`. Read with a stack of its own: depth of brackets costs no
call depth.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from merkwerk.engine.topics.lexemes import MOST_SPANS, Lexeme, lexemes
from merkwerk.engine.topics.plan import anchored
from merkwerk.engine.topics.query import (
    And,
    Leaf,
    Literal,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    QueryError,
    Term,
)

MOST_CHARACTERS = 20_000
MOST_DEEP = 100


class Operand(NamedTuple):
    """`negated`: a NOT stands before it, which is only put on when nothing binds stronger."""

    node: Node
    depth: int
    start: int
    end: int
    negated: bool = False

    def settled(self) -> Operand:
        if not self.negated:
            return self
        node = self.node.child if isinstance(self.node, Not) else Not(self.node)
        return self._replace(node=node, negated=False)


@dataclass(slots=True)
class Frame:
    """What stands within one pair of brackets so far. `doubt` is a `maybe:` that waits for what
    it is about, `doubted` one that just stood here."""

    start: int
    branches: list[list[Operand]] = field(default_factory=lambda: [[]])
    maybe: dict[Literal, None] = field(default_factory=dict)
    waiting: Lexeme | None = None
    negated: bool = False
    doubt: Lexeme | None = None
    doubted: Lexeme | None = None

    def put(self, operand: Operand) -> None:
        if self.doubt:
            self.maybe.update(dict.fromkeys(_hints(operand)))
            self.doubted = self.doubt._replace(end=operand.end)
            self.doubt = None
            return
        if self.waiting and self.waiting.kind == "NEAR":
            operand = _near(self.branches[-1].pop(), operand, self.waiting)
        elif self.waiting and self.waiting.kind == "NOT":
            operand = operand._replace(start=self.waiting.start, negated=self.negated)
        self.branches[-1].append(operand)
        self.waiting, self.negated, self.doubted = None, False, None

    def operator(self, lexeme: Lexeme, typed: str) -> None:
        if self.doubt:
            raise QueryError("missing-term", self.doubt.start, self.doubt.end)
        if self.doubted and lexeme.kind in ("OR", "NEAR"):
            raise QueryError("misplaced-maybe", self.doubted.start, self.doubted.end)
        if lexeme.kind == "NOT":
            if self.waiting and self.waiting.kind == "NEAR":
                raise QueryError("bad-side", lexeme.start, lexeme.end)
            self.negated = not self.negated
        elif self.waiting or not (self.branches[-1] or self.doubted):
            raise QueryError("dangling-operator", lexeme.start, lexeme.end, operator=typed)
        elif lexeme.kind == "OR":
            self.branches.append([])
        self.waiting = lexeme

    def doubts(self, lexeme: Lexeme) -> None:
        if self.doubt or (self.waiting and self.waiting.kind != "AND"):
            raise QueryError("misplaced-maybe", lexeme.start, lexeme.end)
        self.doubt, self.waiting = lexeme, None


def parse(query: str) -> Query:
    """The query somebody typed. Refuses with `QueryError` what cannot be read, what asks only for
    what is not there, more than 2,000 words, 300 phrases and prefixes, 300 pairs near each other
    or 20,000 characters, and more than 100 levels."""
    if len(query) > MOST_CHARACTERS:
        raise QueryError(
            "too-long", MOST_CHARACTERS, len(query), characters=len(query), limit=MOST_CHARACTERS
        )
    if not query.strip():
        raise QueryError("empty", 0, len(query))
    root = _read(query)
    if root.maybe and root.branches == [[]] and not root.waiting:
        raise QueryError("only-maybe", 0, len(query))
    whole = _finish(root, len(query), query)
    if (count := _nears(whole.node)) > MOST_SPANS:
        raise QueryError("too-long", 0, len(query), words=count, limit=MOST_SPANS)
    if not anchored(whole.node):
        for branch in root.branches:
            if not any(anchored(operand.settled().node) for operand in branch):
                raise QueryError("only-not", branch[0].start, branch[-1].end)
    return Query(whole.node, query, tuple(root.maybe))


def _read(query: str) -> Frame:
    stack = [Frame(0)]
    for lexeme in lexemes(query):
        if lexeme.leaf is not None:
            stack[-1].put(Operand(lexeme.leaf, 1, lexeme.start, lexeme.end))
        elif lexeme.kind == "open":
            stack.append(Frame(lexeme.start))
        elif lexeme.kind == "maybe":
            if len(stack) > 1:
                raise QueryError("misplaced-maybe", lexeme.start, lexeme.end)
            stack[-1].doubts(lexeme)
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
    settled = [[operand.settled() for operand in branch] for branch in frame.branches]
    parts = [_joined(And, branch, frame.start, end) for branch in settled]
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


# --- what binds strongest ------------------------------------------------------------------------


def _near(left: Operand, right: Operand, operator: Lexeme) -> Operand:
    """Both sides near each other; of alternatives between brackets, each with each."""
    ones, others = _side(left), _side(right)
    if len(ones) * len(others) > MOST_SPANS:
        raise QueryError(
            "too-long", left.start, right.end, words=len(ones) * len(others), limit=MOST_SPANS
        )
    pairs = [Near(one, other, operator.within) for one in ones for other in others]
    node = Or(tuple(pairs)) if len(pairs) > 1 else pairs[0]
    return left._replace(node=node, depth=len(pairs[:2]), end=right.end)


def _side(operand: Operand) -> list[Leaf]:
    found = operand.node.children if isinstance(operand.node, Or) else (operand.node,)
    leaves = [leaf for leaf in found if isinstance(leaf, Term | Phrase | Prefix) and _flows(leaf)]
    if len(leaves) != len(found):
        raise QueryError("bad-side", operand.start, operand.end)
    return leaves


def _flows(leaf: Leaf) -> bool:
    """Whether it has a place in a sentence; tags, names and fields have none."""
    if isinstance(leaf, Phrase):
        return True
    text = leaf.token if isinstance(leaf, Term) else leaf.start
    return text[0] not in "#@" and ":" not in text


def _hints(operand: Operand) -> tuple[Literal, ...]:
    found = operand.node.children if isinstance(operand.node, And | Or) else (operand.node,)
    hints = tuple(hint for hint in found if isinstance(hint, Literal))
    if len(hints) != len(found):
        raise QueryError("misplaced-maybe", operand.start, operand.end)
    return hints


def _nears(node: Node) -> int:
    match node:
        case Near():
            return 1
        case Not(child):
            return _nears(child)
        case And(children) | Or(children):
            return sum(map(_nears, children))
        case _:
            return 0
