"""A query stretched once more by the forms that were kept with it, so that what is heard is what
the page shows, whatever people have said since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from merkwerk.engine.topics.query import And, Leaf, Near, Node, Or, Phrase, Query, Term

MOST_NEAR = 8

Forms = Mapping[str, Sequence[str]]
"""For each word of a query (or the words of a phrase with spaces between) what is added."""


def with_forms(query: Query, forms: Forms) -> Query:
    """The query with exactly these forms beside its words. What it must not hold stays as it is;
    so do `source` and `maybe`."""
    return Query(_with(query.root, forms), query.source, query.maybe)


def _with(node: Node, forms: Forms) -> Node:
    match node:
        case Term(token):
            return _either([node, *_leaves(token, forms)])
        case Phrase(words):
            told = _leaves(" ".join(words), forms)
            more = [leaf for one in told for leaf in _leaves(str(one), forms)]
            return _either([node, *told, *more])
        case Near(left, right, within):
            lefts, rights = _side(left, forms), _side(right, forms)
            return _either([Near(one, other, within) for one in lefts for other in rights])
        case And(children):
            return And(tuple(_with(child, forms) for child in children))
        case Or(children):
            return _either([_with(child, forms) for child in children])
        case _:
            return node


def _leaves(word: str, forms: Forms) -> list[Leaf]:
    return [
        Phrase(tuple(form.split())) if " " in form else Term(form) for form in forms.get(word, ())
    ]


def _side(leaf: Leaf, forms: Forms) -> list[Leaf]:
    if not isinstance(leaf, Term):
        return [leaf]
    others: list[Leaf] = [one for one in _leaves(leaf.token, forms) if isinstance(one, Term)]
    return [leaf, *others][:MOST_NEAR]


def _either(nodes: Sequence[Node]) -> Node:
    flat = [part for node in nodes for part in (node.children if isinstance(node, Or) else (node,))]
    kept = tuple(dict.fromkeys(flat))
    return kept[0] if len(kept) == 1 else Or(kept)
