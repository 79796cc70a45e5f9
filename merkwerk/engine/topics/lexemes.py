"""The words of the topic language, one after another, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from merkwerk.engine.text import fold, pieces
from merkwerk.engine.topics import fields
from merkwerk.engine.topics.nearness import MOST_WITHIN
from merkwerk.engine.topics.query import Leaf, Phrase, Prefix, QueryError, Term

MOST_WORDS = 2_000
MOST_SPANS = 300
"""Phrases and prefixes: each is looked for along the whole text, where a word is only looked up."""
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
_NEAR = re.compile(r"(near|bij)(?:/(.*))?", re.IGNORECASE)
_MAYBE = re.compile(r"(?:maybe|misschien):", re.IGNORECASE)


class Lexeme(NamedTuple):
    """`kind` is open, close, AND, OR, NOT, NEAR, maybe or term; only a term has a `leaf`, only
    NEAR a number of words `within`."""

    kind: str
    start: int
    end: int
    leaf: Leaf | None = None
    within: int = 0


def lexemes(query: str) -> Iterator[Lexeme]:
    """Everything in a query in its order. Refuses at its place what is no word of the language,
    more than 2,000 words, and more than 300 phrases and prefixes."""
    place = words = spans = 0
    while found := _LEXEME.search(query, place):
        lexeme = _lexeme(query, found)
        place = lexeme.end
        if leaf := lexeme.leaf:
            words += len(leaf.words) if isinstance(leaf, Phrase) else 1
            spans += not isinstance(leaf, Term)
            for count, limit in ((words, MOST_WORDS), (spans, MOST_SPANS)):
                if count > limit:
                    raise QueryError("too-long", lexeme.start, len(query), words=count, limit=limit)
        yield lexeme


def _lexeme(query: str, found: re.Match[str]) -> Lexeme:
    (start, end), kind, whole = found.span(), str(found.lastgroup), found[0]
    if kind == "quote":
        end = _closing(query, start)
        return Lexeme("term", start, end, _quoted(query[start + 1 : end - 1], start, end))
    if kind != "word":
        return Lexeme("NOT" if kind == "minus" else kind, start, end)
    if operator := _OPERATORS.get(whole):
        return Lexeme(operator, start, end)
    if (near := _NEAR.fullmatch(whole)) and (near[1].isupper() or (near[2] or "").isdigit()):
        return Lexeme("NEAR", start, end, within=_within(near, start))
    if maybe := _MAYBE.match(whole):
        return _maybe(query, start, start + maybe.end())
    return Lexeme("term", start, end, _word(whole, start))


def _within(near: re.Match[str], start: int) -> int:
    number = near[2] or ""
    if number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= MOST_WITHIN:
        return int(number[:9])
    raise QueryError(
        "bad-near", start, start + len(near[0]), operator=near[1].upper(), limit=MOST_WITHIN
    )


def _maybe(query: str, start: int, end: int) -> Lexeme:
    if end == len(query) or query[end] == ")" or query[end].isspace():
        raise QueryError("missing-term", start, end)
    return Lexeme("maybe", start, end)


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
