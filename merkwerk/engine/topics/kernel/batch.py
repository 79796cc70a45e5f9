"""Posts as the kernel takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from merkwerk.engine.text import fold, line
from merkwerk.engine.topics.kernel.tables import BESIDE, ROW, TEXT, Batch
from merkwerk.engine.topics.kernel.vocabulary import signs_of
from merkwerk.engine.topics.listened import (
    Listened,
    addresses,
    author_tokens,
    language_tokens,
    nature_tokens,
    site_tokens,
    tag_tokens,
)

Parts = list[tuple[str, int]]
"""Segments of a post: text and kind."""


def raw(post: Listened) -> Parts:
    """A post as it is, for the kernel to read."""
    found = [(post.text, TEXT)]
    if post.title:
        found.insert(0, (post.title, TEXT))
    if post.tags:
        found.append((_tags(post.tags), BESIDE))
    return found


def cut(post: Listened) -> Parts:
    """A post cut by Python, for what the kernel can't fold by itself."""
    found: Parts = []
    aside: list[str] = []
    for text in filter(None, (post.title, post.text)):
        words, beside = line(fold(text))
        found.append(("\n".join((*words, "")), ROW))
        aside += beside
    found.append(("\n".join(aside), BESIDE))
    found.append((_tags(post.tags), BESIDE))
    return found


def _tags(tags: Iterable[str]) -> str:
    return "\n".join(token for tag in tags for token in tag_tokens(tag))


def fields_of(post: Listened, asked: Mapping[str, int], names: frozenset[str]) -> list[int]:
    """The numbers of the field tokens of a post that some topic asks for."""
    found: list[str] = []
    if "from" in names and post.author:
        found += author_tokens(post.author)
    if "site" in names:
        for address in addresses(post):
            found += site_tokens(address)
    if "lang" in names and post.language:
        found += language_tokens(post.language)
    if "has" in names or "is" in names:
        found += nature_tokens(post)
    return [asked[token] for token in found if token in asked]


def packed(parts: Sequence[Parts], fields: Sequence[Sequence[int]]) -> Batch:
    """A batch; `fields` holds the numbers of each post's field tokens, or nothing at all."""
    flat = [part for post in parts for part in post]
    texts = [text for text, _ in flat]
    none = np.zeros(len(parts), dtype=np.int64)
    return Batch(
        signs_of(texts),
        np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)), dtype=np.int64),
        np.fromiter((kind for _, kind in flat), np.uint8, len(flat)),
        np.cumsum(np.fromiter(map(len, parts), np.int64, len(parts)), dtype=np.int64),
        np.array([number for post in fields for number in post], dtype=np.int32),
        np.cumsum([len(post) for post in fields], dtype=np.int64) if fields else none,
    )
