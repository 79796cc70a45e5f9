"""A slow and obviously right way to match: the tree, walked over the words of one post."""

from __future__ import annotations

from functools import cache

from merkwerk.engine.questions import is_question
from merkwerk.engine.text import fold, pieces
from merkwerk.engine.topics.listened import Listened
from merkwerk.engine.topics.query import (
    And,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
)


def meets(query: Query, post: Listened) -> bool:
    return _holds(query.root, post)


def leaning(query: Query, post: Listened) -> int:
    return [_holds(leaf, post) for leaf in query.maybe].count(True)


def _holds(node: Node, post: Listened) -> bool:
    if isinstance(node, And):
        return all(_holds(child, post) for child in node.children)
    if isinstance(node, Or):
        return any(_holds(child, post) for child in node.children)
    if isinstance(node, Not):
        return not _holds(node.child, post)
    if isinstance(node, Near):
        return any(_near(node, _sentence(text)) for text in (post.title, post.text))
    if isinstance(node, Phrase):
        return any(_follows(node.words, _sentence(text)) for text in (post.title, post.text))
    if isinstance(node, Prefix):
        return any(word.startswith(node.start) for word in _words(post))
    return _term(node, post)


@cache
def _sentence(text: str) -> list[str]:
    return [word for kind, word, _, _ in pieces(text) if kind not in ("tag", "short")]


def _follows(phrase: tuple[str, ...], words: list[str]) -> bool:
    return any(tuple(words[at : at + len(phrase)]) == phrase for at in range(len(words)))


def _near(near: Near, words: list[str]) -> bool:
    for first in _places(near.left, words):
        for second in _places(near.right, words):
            early, late = sorted((first, second), key=lambda place: place.start)
            between = words[early.stop : late.start]
            if early.stop <= late.start < early.stop + near.within and "" not in between:
                return True
    return False


def _places(leaf: Leaf, words: list[str]) -> list[range]:
    if isinstance(leaf, Prefix):
        return [range(n, n + 1) for n, word in enumerate(words) if word.startswith(leaf.start)]
    wanted = list(leaf.words) if isinstance(leaf, Phrase) else [leaf.token]
    length = len(wanted)
    return [range(n, n + length) for n in range(len(words)) if words[n : n + length] == wanted]


@cache
def _words(post: Listened) -> list[str]:
    found = [word for text in (post.title, post.text) for _, word, _, _ in pieces(text)]
    for tag in post.tags:
        name = fold(tag.lstrip("#"))
        found += ["#" + name.replace(" ", ""), *name.split()]
    return found


def _term(term: Term, post: Listened) -> bool:
    field, colon, value = term.token.partition(":")
    if not colon:
        return term.token in _words(post)
    if field == "from":
        author = fold(post.author).lstrip("@")
        return value in (author, author.split("@")[0].split(".")[0])
    if field == "has":
        return _has(value, post)
    if field == "is":
        return post.reply is (value == "reply")
    if field == "lang":
        return post.language == value or post.language.startswith(value + "-")
    hosts = [address.split("/")[2] for address in (*post.links, post.url) if address]
    hosts += [word.split("/")[2] for word in post.text.split() if word.startswith("https://")]
    return any(host == value or host.endswith("." + value) for host in hosts)


def _has(value: str, post: Listened) -> bool:
    if value == "question":
        return is_question(post.title + "\n" + post.text).asks
    if value == "link":
        return bool(post.links) or any(kind == "link" for kind, *_ in pieces(post.text))
    return value in post.pictures or "gifv" in post.pictures
