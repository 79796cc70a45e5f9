"""Dutch word forms: what a topic finds more when somebody asks for it, and says so.

Only words that a post must hold are stretched: single words, and the words on both sides of NEAR
(by their forms, not by compounds). What stands between quotation marks, after NOT or behind
`maybe:` stays what it is, as do tags, handles, fields and beginnings with a star. Words with an
apostrophe are one word: `foto's` also finds *foto*, `zzp'er` also *zzp'ers*.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from merkwerk.engine.topics.dutch.compounds import Heard, compounds
from merkwerk.engine.topics.dutch.forms import forms, readings
from merkwerk.engine.topics.query import And, Leaf, Near, Node, Or, Phrase, Query, Term

__all__ = ["Added", "Heard", "stretched"]

MOST_FORMS = 40
MOST_NEAR = 6
MOST_ADDED = 1_000


@dataclass(frozen=True, slots=True)
class Added:
    """What was added for one word of a query. `why`: `form` (another form of it) or `compound`
    (a longer word people were heard to say). A form of several words holds spaces."""

    word: str
    forms: tuple[str, ...]
    why: str


def stretched(query: Query, words: Collection[str]) -> tuple[Query, tuple[Added, ...]]:
    """The query with the Dutch forms of its words, and the list of what it adds, in the order of
    the query: at most 40 forms a word and 1,000 in all. `words` are words heard lately, folded,
    perhaps with how often; a `Heard` of them is quicker for many queries. Without any, only what
    the rules are sure of is added. `source` and `maybe` stay."""
    heard = words if isinstance(words, Heard) else Heard(words)
    added: dict[Added, None] = {}
    root = _stretched(query.root, heard, added)
    return Query(root, query.source, query.maybe), tuple(added)


def _stretched(node: Node, heard: Heard, added: dict[Added, None]) -> Node:
    match node:
        case Term(token):
            more = _more(token, heard, added)
            return _either([node, *map(_leaf, more)])
        case Phrase(words):
            return _either([node, *_apostrophe(words, heard, added)])
        case Near(left, right, within):
            lefts, rights = _side(left, heard, added), _side(right, heard, added)
            return _either([Near(one, other, within) for one in lefts for other in rights])
        case And(children):
            return And(tuple(_stretched(child, heard, added) for child in children))
        case Or(children):
            return _either([_stretched(child, heard, added) for child in children])
        case _:
            return node


def _either(nodes: list[Node]) -> Node:
    flat = [part for node in nodes for part in (node.children if isinstance(node, Or) else (node,))]
    kept = tuple(dict.fromkeys(flat))
    return kept[0] if len(kept) == 1 else Or(kept)


def _leaf(form: str) -> Leaf:
    words = tuple(form.split())
    return Phrase(words) if len(words) > 1 else Term(form)


def _is_full(added: dict[Added, None]) -> bool:
    return sum(len(one.forms) for one in added) > MOST_ADDED - MOST_FORMS


def _more(word: str, heard: Heard, added: dict[Added, None]) -> tuple[str, ...]:
    if _is_full(added):
        return ()
    inflected = forms(word, heard)[:MOST_FORMS]
    nouns = [reading for reading in readings(word, heard) if reading.kind == "noun"]
    parts = dict.fromkeys([word, *(form for noun in nouns for form in noun.forms)])
    made = compounds(tuple(parts), heard) if nouns else ()
    made = tuple(form for form in made if form not in inflected)[: MOST_FORMS - len(inflected)]
    for found, why in ((inflected, "form"), (made, "compound")):
        if found:
            added[Added(word, found, why)] = None
    return (*inflected, *made)


def _side(leaf: Leaf, heard: Heard, added: dict[Added, None]) -> list[Leaf]:
    if not isinstance(leaf, Term) or _is_full(added):
        return [leaf]
    found = [form for form in forms(leaf.token, heard) if " " not in form]
    likely = tuple(sorted(found, key=lambda form: -heard.count(form))[:MOST_NEAR])
    if likely:
        added[Added(leaf.token, likely, "form")] = None
    return [leaf, *map(Term, likely)]


def _apostrophe(words: tuple[str, ...], heard: Heard, added: dict[Added, None]) -> Iterator[Leaf]:
    """`foto's` and `zzp'er` are cut in two words, which are stretched as one."""
    first, last = words[0], words[-1]
    if len(words) != 2:
        return
    if last == "s" and first[-1] in "aiouy" and len(first) > 2:
        added[Added(" ".join(words), (first,), "form")] = None
        yield from (Term(first), *map(_leaf, _more(first, heard, added)))
    elif last in ("er", "ers"):
        other = first + (" ers" if last == "er" else " er")
        added[Added(" ".join(words), (other,), "form")] = None
        yield _leaf(other)
