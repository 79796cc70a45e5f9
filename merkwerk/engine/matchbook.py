"""Matches packed: which posts meet which topics, as sorted arrays instead of rows.

A page holds its topics in ascending order and, for each, its posts in ascending order, as offsets
from the page's first post. Asking a page for a few topics costs a binary search for each.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]

PART = 65_536
"""Matches in one part of a merged page: one read of a few hundred kilobytes."""
MOST_MATCHES = 2**31 - 1
_HEAD = struct.Struct("<4sBB2xIIq")  # sign, version, bytes an offset, topics, matches, first post
_SIGN, _VERSION = b"MWmb", 1
_WIDTHS: dict[int, np.dtype[Any]] = {
    2: np.dtype("<u2"),
    4: np.dtype("<u4"),
    8: np.dtype("<u8"),
}
_U4 = np.dtype("<u4")
_EMPTY = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """`topics` ascending; the posts of `topics[i]` are `first + offsets[starts[i]:starts[i+1]]`,
    ascending. Never changed once made."""

    first: int
    topics: npt.NDArray[np.unsignedinteger]
    starts: npt.NDArray[np.unsignedinteger]
    offsets: npt.NDArray[np.unsignedinteger]

    def __len__(self) -> int:
        """How many matches."""
        return len(self.offsets)

    @property
    def last(self) -> int:
        """The highest post number; `first` on an empty page."""
        return self.first + int(self.offsets.max(initial=0))

    @property
    def size(self) -> int:
        """Bytes held in memory."""
        return int(self.topics.nbytes + self.starts.nbytes + self.offsets.nbytes)

    def posts_of(self, topics: Numbers) -> tuple[Numbers, Numbers]:
        """All matches of these topics (ascending, each once) as two arrays of one length: topics
        and posts, by topic, then post. Topics that the page does not know are passed over."""
        places = np.searchsorted(self.topics, topics)
        places = places[places < len(self.topics)]
        places = places[np.isin(self.topics[places], topics)]
        starts = self.starts[places].astype(np.int64)
        lengths = self.starts[places + 1].astype(np.int64) - starts
        if not len(places) or not lengths.sum():
            return _EMPTY, _EMPTY
        before = np.repeat(np.cumsum(lengths) - lengths, lengths)
        taken = np.repeat(starts, lengths) + np.arange(len(before)) - before
        return (
            np.repeat(self.topics[places].astype(np.int64), lengths),
            self.first + self.offsets[taken].astype(np.int64),
        )

    def topics_of(self, post: int) -> Numbers:
        """The topics that one post meets, ascending. Reads the whole page."""
        if not self.first <= post <= self.last:
            return _EMPTY
        places = np.flatnonzero(self.offsets == post - self.first)
        return self.topics[np.searchsorted(self.starts, places, side="right") - 1].astype(np.int64)

    def pairs(self, low: int, high: int) -> tuple[Numbers, Numbers]:
        """Topics and posts of every match whose topic lies in low..high."""
        begin, end = np.searchsorted(self.topics, [low, high + 1]).tolist()
        starts = self.starts[begin : end + 1].astype(np.int64)
        posts = self.first + self.offsets[starts[0] : starts[-1]].astype(np.int64)
        return np.repeat(self.topics[begin:end].astype(np.int64), np.diff(starts)), posts


def page(topics: Sequence[int] | Numbers, posts: Sequence[int] | Numbers) -> Page:
    """A page of matches given as pairs, in any order; repeated ones count once. Raises ValueError
    for lists of unequal length and for numbers that no row has (negative ones, topics beyond
    4 thousand million)."""
    named, told = np.asarray(topics, np.int64), np.asarray(posts, np.int64)
    if named.shape != told.shape or named.ndim != 1:
        raise ValueError("Each match is one topic and one post.")
    if len(named) > MOST_MATCHES:
        raise ValueError("Too many matches for one page.")
    if not len(named):
        empty = np.empty(0, _U4)
        return Page(0, empty, np.zeros(1, _U4), empty)
    if named.min() < 0 or told.min() < 0 or named.max() > 2**32 - 1:
        raise ValueError("Topics and posts have numbers from 0.")
    order = np.lexsort((told, named))
    named, told = named[order], told[order]
    new = np.ones(len(named), np.bool_)
    new[1:] = (named[1:] != named[:-1]) | (told[1:] != told[:-1])
    named, told = named[new], told[new]
    unique, starts = np.unique(named, return_index=True)
    first = int(told.min())
    return Page(
        first,
        unique.astype(_U4),
        np.append(starts, len(named)).astype(_U4),
        (told - first).astype(_WIDTHS[_width(int(told.max()) - first)]),
    )


def _width(span: int) -> int:
    return next(width for width in _WIDTHS if span < 256**width)


def pack(made: Page) -> bytes:
    """The page as bytes, with its version and a check sum."""
    head = _HEAD.pack(
        _SIGN, _VERSION, made.offsets.itemsize, len(made.topics), len(made), made.first
    )
    width = _WIDTHS.get(made.offsets.itemsize, _U4)
    if not len(made):
        head = _HEAD.pack(_SIGN, _VERSION, 4, 0, 0, made.first)
    arrays = (made.topics.astype(_U4), made.starts.astype(_U4), made.offsets.astype(width))
    body = head + b"".join(array.tobytes() for array in arrays)
    return body + struct.pack("<I", zlib.crc32(body))


def unpack(packed: bytes | memoryview) -> Page:
    """The page that `pack` made; reads the bytes in place. Raises ValueError for anything that is
    not such a page, whole and unharmed."""
    data = bytes(packed)
    if len(data) < _HEAD.size + 8:
        raise ValueError("No page of matches: too short.")
    sign, version, width, topics, matches, first = _HEAD.unpack_from(data)
    if sign != _SIGN or version != _VERSION or width not in _WIDTHS:
        raise ValueError("No page of matches, or one of another version.")
    if len(data) != _HEAD.size + 4 * (2 * topics + 1) + width * matches + 4:
        raise ValueError("A page of matches of another length than it says.")
    if zlib.crc32(memoryview(data)[:-4]) != struct.unpack_from("<I", data, len(data) - 4)[0]:
        raise ValueError("A page of matches that was harmed.")
    at = _HEAD.size
    named = np.frombuffer(data, _U4, topics, at)
    starts = np.frombuffer(data, _U4, topics + 1, at + 4 * topics)
    offsets = np.frombuffer(data, _WIDTHS[width], matches, at + 4 * (2 * topics + 1))
    if starts[0] != 0 or starts[-1] != matches or (starts[1:] < starts[:-1]).any():
        raise ValueError("A page of matches that contradicts itself.")
    return Page(first, named, starts, offsets)


def merge(
    pages: Sequence[Page], *, part: int = PART, without: Collection[int] = ()
) -> Iterator[Page]:
    """All matches of these pages, each once, in parts by topic of about `part` matches (a topic
    is never torn, so one with more is a part of its own). Topics in `without` are left out."""
    pages = [one for one in pages if len(one)]
    if not pages:
        return
    named = np.concatenate([one.topics.astype(np.int64) for one in pages])
    counts = np.concatenate([np.diff(one.starts.astype(np.int64)) for one in pages])
    unique, where = np.unique(named, return_inverse=True)
    sums = np.cumsum(np.bincount(where, weights=counts)).astype(np.int64)
    gone = np.asarray(sorted(without), np.int64)
    begin, before = 0, 0
    while begin < len(unique):
        end = max(int(np.searchsorted(sums, before + part, side="right")), begin + 1)
        low, high = int(unique[begin]), int(unique[end - 1])
        topics, posts = (
            np.concatenate(arrays)
            for arrays in zip(*(one.pairs(low, high) for one in pages), strict=True)
        )
        keep = ~np.isin(topics, gone)
        if keep.any():
            yield page(topics[keep], posts[keep])
        begin, before = end, int(sums[end - 1])
