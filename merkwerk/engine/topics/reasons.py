"""Why a post meets a topic, on demand: which terms, and where they stand in the original."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from merkwerk.engine.questions import is_question
from merkwerk.engine.text import Piece, pieces
from merkwerk.engine.topics import listened
from merkwerk.engine.topics.listened import Listened, Reading, read
from merkwerk.engine.topics.nearness import numbered, pairs
from merkwerk.engine.topics.plan import holds
from merkwerk.engine.topics.query import (
    And,
    Literal,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
)

MOST_PLACES = 20


@dataclass(frozen=True, slots=True)
class Reason:
    """One place where a topic's term was met. `field`: text, title, tags, author, site, language
    or nature (what a post has or is). `words` as they stand there; `start` and `end` count
    characters of `post.text` or `post.title`, and are 0 for the other fields."""

    term: str
    field: str
    words: str
    start: int = 0
    end: int = 0


def because(query: Query, post: Listened) -> tuple[Reason, ...]:
    """All reasons for a match, in the order of the query, at most 20 places a term and field;
    nothing when the post does not meet the query. What it must not hold gives no reason."""
    reading = read(post)
    if not holds(query.root, reading):
        return ()
    texts = {"title": pieces(post.title), "text": pieces(post.text)}
    found: dict[Reason, None] = {}
    for leaf in dict.fromkeys(_met(query.root, reading)):
        found.update(dict.fromkeys(_reasons(leaf, post, texts)))
    return tuple(found)


def lean(query: Query, post: Listened) -> int:
    """How many of the query's `maybe:` a post holds: 0 to `len(query.maybe)`. Only for ranking."""
    if not query.maybe:
        return 0
    reading = read(post)
    return sum(holds(leaf, reading) for leaf in query.maybe)


def _met(node: Node, reading: Reading) -> Iterator[Literal]:
    """The wanted leaves that are there, below every part of the query that is met."""
    match node:
        case Not(Not(child)):
            yield from _met(child, reading)
        case Not(And(children) | Or(children)):
            for child in children:
                if not holds(child, reading):
                    yield from _met(Not(child), reading)
        case Not():
            return
        case And(children) | Or(children):
            for child in children:
                if holds(child, reading):
                    yield from _met(child, reading)
        case _:
            yield node


def _reasons(leaf: Literal, post: Listened, texts: dict[str, list[Piece]]) -> Iterator[Reason]:
    inside = False
    for field, words in texts.items():
        original = post.title if field == "title" else post.text
        for start, end in islice(_places(leaf, words), MOST_PLACES):
            inside = True
            yield Reason(str(leaf), field, original[start:end], start, end)
    if not inside:
        yield from _elsewhere(leaf, post)


def _places(leaf: Literal, words: list[Piece]) -> Iterator[tuple[int, int]]:
    match leaf:
        case Near():
            row = [piece for piece in words if piece[0] not in ("tag", "short")]
            placed = numbered(piece[1] for piece in row)
            begins = {at: piece[2] for (_, at), piece in zip(placed, _said(row), strict=True)}
            ends = {at: piece[3] for (_, at), piece in zip(placed, _said(row), strict=True)}
            yield from ((begins[first], ends[last]) for first, last in pairs(leaf, placed))
        case Term(token):
            yield from ((start, end) for _, word, start, end in words if word == token)
        case Prefix(beginning):
            yield from ((start, end) for _, word, start, end in words if word.startswith(beginning))
        case Phrase(phrase):
            row = [piece for piece in words if piece[0] not in ("tag", "short")]
            said, wanted = [piece[1] for piece in row], list(phrase)
            for at in range(len(row) - len(phrase) + 1):
                if said[at : at + len(phrase)] == wanted:
                    yield row[at][2], row[at + len(phrase) - 1][3]


def _said(row: list[Piece]) -> list[Piece]:
    return [piece for piece in row if piece[1]]


def _elsewhere(leaf: Literal, post: Listened) -> Iterator[Reason]:
    if isinstance(leaf, Term | Prefix):
        for tag in post.tags:
            if any(_meets(leaf, token) for token in listened.tag_tokens(tag)):
                yield Reason(str(leaf), "tags", tag)
    if isinstance(leaf, Term):
        if leaf.token in listened.author_tokens(post.author):
            yield Reason(str(leaf), "author", post.author)
        if leaf.token in listened.language_tokens(post.language):
            yield Reason(str(leaf), "language", post.language)
        for address in listened.addresses(post):
            if leaf.token in listened.site_tokens(address):
                yield Reason(str(leaf), "site", address)
        if leaf.token in listened.nature_tokens(post):
            yield Reason(leaf.token, "nature", leaf.token.partition(":")[2])
        if leaf.token == listened.QUESTION:
            asked = is_question(f"{post.title}\n{post.text}").sentence
            yield Reason(leaf.token, "nature", asked)


def _meets(leaf: Term | Prefix, token: str) -> bool:
    return token == leaf.token if isinstance(leaf, Term) else token.startswith(leaf.start)
