"""Posts as the kernel takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from merkwerk.engine.text import fold, line
from merkwerk.engine.topics.kernel.tables import BESIDE, ROW, TEXT, Batch, Bytes, Longs
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


Numbers = Sequence[Sequence[int]]
"""Of each post the numbers of its field tokens; or nothing at all."""


def raw(posts: Sequence[Listened], fields: Numbers) -> Batch:
    """Posts as they are, for the kernel to read."""
    if any([post.title or post.tags for post in posts]):  # noqa: C419 (a list is quicker here)
        return packed([_parts(post) for post in posts], fields)
    texts = [post.text for post in posts]
    last = np.arange(1, len(texts) + 1)
    return _batch(texts, np.full(len(texts), TEXT, dtype=np.uint8), last, fields)


def _parts(post: Listened) -> Parts:
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


def packed(parts: Sequence[Parts], fields: Numbers) -> Batch:
    """A batch of posts whose segments are known."""
    flat = [part for post in parts for part in post]
    kinds = np.fromiter((kind for _, kind in flat), np.uint8, len(flat))
    last = np.fromiter(map(len, parts), np.int64, len(parts)).cumsum()
    return _batch([text for text, _ in flat], kinds, last, fields)


def _batch(texts: Sequence[str], kinds: Bytes, last: Longs, fields: Numbers) -> Batch:
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    return Batch(
        signs_of(texts),
        lengths.cumsum(),
        int(lengths.max(initial=0)),
        kinds,
        last,
        np.array([number for post in fields for number in post], dtype=np.int32),
        np.fromiter(map(len, fields), np.int64, len(fields)).cumsum() if fields else last - last,
    )
