"""A slow and obviously right way to match: the tree, walked over the words of one post."""

from __future__ import annotations

from functools import cache

from merkwerk.engine.text import fold, pieces
from merkwerk.engine.topics.listened import Listened
from merkwerk.engine.topics.query import And, Node, Not, Or, Phrase, Prefix, Query, Term


def meets(query: Query, post: Listened) -> bool:
    return _holds(query.root, post)


def _holds(node: Node, post: Listened) -> bool:
    if isinstance(node, And):
        return all(_holds(child, post) for child in node.children)
    if isinstance(node, Or):
        return any(_holds(child, post) for child in node.children)
    if isinstance(node, Not):
        return not _holds(node.child, post)
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
    if field == "lang":
        return post.language == value or post.language.startswith(value + "-")
    hosts = [address.split("/")[2] for address in (*post.links, post.url) if address]
    hosts += [word.split("/")[2] for word in post.text.split() if word.startswith("https://")]
    return any(host == value or host.endswith("." + value) for host in hosts)
