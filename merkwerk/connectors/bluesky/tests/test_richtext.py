"""Facets, whose offsets count bytes and not characters."""

from __future__ import annotations

from typing import Any

import pytest

from merkwerk.connectors.bluesky import richtext
from merkwerk.connectors.bluesky.richtext import Span

PEOPLE = {"anna.example": "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"}


def marked(text: str) -> list[tuple[str, str]]:
    """What our own facets mark, cut out of the bytes as a reader does."""
    raw = text.encode()
    made: list[tuple[str, str]] = []
    for facet in richtext.facets(text, lambda handle: PEOPLE.get(handle, "")):
        index: Any = facet["index"]
        features: Any = facet["features"]
        kind = features[0]["$type"].rpartition("#")[2]
        made.append((kind, raw[index["byteStart"] : index["byteEnd"]].decode()))
    return made


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gewoon tekst", []),
        ("é 👩‍👩‍👧 https://a.example/b.", [("link", "https://a.example/b")]),
        ("(zie https://a.example/b)", [("link", "https://a.example/b")]),
        ("https://a.example/b_(c)", [("link", "https://a.example/b_(c)")]),
        ("https://a.example/?q=1#x!", [("link", "https://a.example/?q=1#x")]),
        ("ja @anna.example, dat", [("mention", "@anna.example")]),
        ("post@anna.example", []),
        ("@niemand.example", []),
        ("@anna", []),
        ("#tuin en #één_twee.", [("tag", "#tuin"), ("tag", "#één_twee")]),
        ("#1 is geen tag, #2de wel", [("tag", "#2de")]),
        ("C#fis", []),
        ("#" + "x" * 65, []),
        ("https://a.example/@anna.example/#tuin", [("link", "https://a.example/@anna.example/#tuin")]),
        ("#a https://a.example @anna.example",
         [("tag", "#a"), ("link", "https://a.example"), ("mention", "@anna.example")]),
    ],
)  # fmt: skip
def test_what_is_marked_in_a_text_of_ours(text: str, found: list[tuple[str, str]]) -> None:
    assert marked(text) == found


def facet(start: object, end: object, **feature: object) -> dict[str, object]:
    kind = {
        "$type": "app.bsky.richtext.facet#" + next(iter(feature), "link").replace("uri", "link")
    }
    return {"index": {"byteStart": start, "byteEnd": end}, "features": [kind | feature]}


def test_a_text_is_cut_along_its_facets() -> None:
    text = "é https://a.example ja"
    assert richtext.spans(text, [facet(3, 20, uri="https://a.example/b")]) == [
        Span("é "), Span("https://a.example", link="https://a.example/b"), Span(" ja"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "facets",
    [
        None, "x", [3], [{}], [facet(-1, 3, uri="https://a.example")],
        [facet(0, 99, uri="https://a.example")], [facet(1, 3, uri="https://a.example")],
        [facet(3, 3, uri="https://a.example")], [facet("0", "2", uri="https://a.example")],
        [facet(0, 2, uri="javascript:alert(1)")], [facet(0, 2, uri=None)],
        [facet(True, 2, uri="https://a.example")],
    ],
)  # fmt: skip
def test_a_facet_that_cannot_be_is_left_out(facets: object) -> None:
    assert richtext.spans("é ja", facets) == [Span("é ja")]


def test_of_facets_that_overlap_the_first_counts() -> None:
    facets = [facet(0, 5, uri="https://a.example"), facet(3, 8, uri="https://b.example")]
    assert richtext.spans("abcdefgh", facets) == [
        Span("abcde", link="https://a.example"), Span("fgh"),
    ]  # fmt: skip


def test_markup_in_a_text_stays_text() -> None:
    made = richtext.html([Span("<b>a</b>\n&", link='https://a.example/"><script>')])
    assert "<b>" not in made
    assert "<script>" not in made
    assert "<br>" in made
