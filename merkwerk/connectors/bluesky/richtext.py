"""Facets: which bytes of a text are a link, a mention or a tag (`app.bsky.richtext.facet`).

Offsets count bytes of UTF-8, not characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from merkwerk.connectors.shapes import Fields, fields, number, objects, text, token, web_address

FACETS = 200
_LINK = re.compile(r"https?://[^\s<>\"]+")
_MENTION = re.compile(
    r"(?<![\w@./-])@((?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.)+[a-zA-Z]{2,})"
)
_TAG = re.compile(r"(?<![\w&#/])#(\w*[^\W\d]\w*)")
_TAIL = ".,;:!?'\u2019\u201d"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text and what it is; plain text when all three are empty."""

    text: str
    link: str = ""
    did: str = ""
    tag: str = ""


def spans(body: str, facets: object) -> list[Span]:
    """The text cut along its facets. Facets that overlap, lie outside the text or cut a character
    in two are left out, as the lexicon asks."""
    raw = body.encode("utf-8", "replace")
    found: list[Span] = []
    done = 0
    for start, end, facet in _ordered(facets, len(raw)):
        feature = _feature(facet)
        said = _decoded(raw[start:end])
        before = _decoded(raw[done:start]) if start >= done else None
        if feature is None or said is None or before is None:
            continue
        if before:
            found.append(Span(before))
        found.append(Span(said, *feature))
        done = end
    rest = raw[done:].decode("utf-8", "replace")
    return [*found, Span(rest)] if rest else found


def _ordered(facets: object, size: int) -> list[tuple[int, int, Fields]]:
    placed = []
    for facet in objects(facets, FACETS):
        index = fields(facet.get("index"))
        start = number(index.get("byteStart"), low=0, high=size, default=-1)
        end = number(index.get("byteEnd"), low=0, high=size, default=-1)
        if 0 <= start < end:
            placed.append((start, end, facet))
    return sorted(placed, key=lambda entry: entry[:2])


def _decoded(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _feature(facet: Fields) -> tuple[str, str, str] | None:
    for feature in objects(facet.get("features"), 10):
        kind = text(feature.get("$type"), 100).rpartition("#")[2]
        link = web_address(feature.get("uri")) if kind == "link" else ""
        did = token(feature.get("did"), 300) if kind == "mention" else ""
        tag = text(feature.get("tag"), 640) if kind == "tag" else ""
        if link or did.startswith("did:") or tag:
            return link, did, tag
    return None


def html(cut: list[Span]) -> str:
    """The text as HTML: links only where a facet says so. Goes through `content.clean` after."""
    made = []
    for span in cut:
        said = escape(span.text).replace("\n", "<br>")
        made.append(f'<a href="{escape(span.link)}">{said}</a>' if span.link else said)
    return f"<p>{''.join(made)}</p>" if made else ""


def facets(body: str, who: Callable[[str], str]) -> list[dict[str, object]]:
    """The facets for a text of ours: addresses, `@handles` and `#tags`.

    `who` gives the DID of a handle, or "" when nobody is called so: then it stays plain text.
    """
    taken: list[tuple[int, int]] = []
    made: list[tuple[int, dict[str, object]]] = []
    for found in _LINK.finditer(body):
        address = _trimmed(found.group())
        if web_address(address):
            _add(made, taken, body, found.start(), address, {"$type": "link", "uri": address})
    for found in _MENTION.finditer(body):
        if _is_free(taken, found.start()) and (did := who(found.group(1).lower())):
            feature = {"$type": "mention", "did": did}
            _add(made, taken, body, found.start(), found.group(), feature)
    for found in _TAG.finditer(body):
        if _is_free(taken, found.start()) and len(found.group(1)) <= 64:
            feature = {"$type": "tag", "tag": found.group(1)}
            _add(made, taken, body, found.start(), found.group(), feature)
    return [facet for _, facet in sorted(made, key=lambda entry: entry[0])][:FACETS]


def _trimmed(address: str) -> str:
    """Without the punctuation that ends the sentence, and a bracket that was opened before it."""
    address = address.rstrip(_TAIL)
    if address.endswith(")") and "(" not in address:
        address = address[:-1].rstrip(_TAIL)
    return address


def _is_free(taken: list[tuple[int, int]], start: int) -> bool:
    return not any(first <= start < last for first, last in taken)


def _add(
    made: list[tuple[int, dict[str, object]]], taken: list[tuple[int, int]],
    body: str, start: int, said: str, feature: dict[str, str],
) -> None:  # fmt: skip
    taken.append((start, start + len(said)))
    first = len(body[:start].encode())
    index = {"byteStart": first, "byteEnd": first + len(said.encode())}
    kind = {"$type": f"app.bsky.richtext.facet#{feature['$type']}"}
    made.append((first, {"index": index, "features": [{**feature, **kind}]}))
