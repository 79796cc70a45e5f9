"""What every engine is given: the posts folded and cut already, as tokens any engine takes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from merkwerk.engine.text import fold, line
from merkwerk.engine.topics.plan import cover
from merkwerk.engine.topics.query import And, Node, Not, Or, Phrase, Prefix, Query, Term

BREAK = "b"
"""Stands where no phrase may reach over; all other tokens begin with a w."""


@cache
def coded(word: str) -> str:
    """A token in the signs a-z and 0-9 for engines with a cutter of their own: sign by sign, so
    that a beginning stays a beginning."""
    return "w" + "".join(
        sign if sign.isascii() and sign.isalnum() and sign != "q" else f"q{ord(sign):x}x"
        for sign in word
    )


def tokens(text: str) -> list[str]:
    """Words of a post in order, then its tags, with breaks."""
    words, beside = line(fold(text))
    found = [coded(word) if word else BREAK for word in words]
    for tag in beside:
        found += [BREAK, coded(tag)]
    return found


def anchors(query: Query) -> list[str]:
    """Words of which a post that meets the topic holds one; a star behind beginnings."""
    return list(cover(query.root, lambda name: 1 / len(name)) or ())


def leaves(node: Node) -> list[Node]:
    """All words, phrases and beginnings of a topic."""
    if isinstance(node, Not):
        return leaves(node.child)
    if isinstance(node, And | Or):
        return [leaf for child in node.children for leaf in leaves(child)]
    return [node]


def words_of(queries: Sequence[Query]) -> list[str]:
    """Every different word of all topics."""
    found: dict[str, None] = {}
    for query in queries:
        for leaf in leaves(query.root):
            match leaf:
                case Term(token):
                    found[token] = None
                case Prefix(start):
                    found[start] = None
                case Phrase(words):
                    found.update(dict.fromkeys(words))
    return list(found)
