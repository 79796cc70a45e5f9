"""All topics at once against a batch of posts.

Up to some hundreds of topics plain Python does it (`anchors.py`). Beyond, they are kept in arrays
and matched by machine code (`kernel/`), which takes 140 MB and a moment to load: a small
organisation and the web process never pay for that. Both give the same answers.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol, cast

import numpy as np

from merkwerk.engine.topics.anchors import Anchors
from merkwerk.engine.topics.commonness import guess
from merkwerk.engine.topics.listened import Listened
from merkwerk.engine.topics.query import Query

if TYPE_CHECKING:
    from numpy.typing import NDArray

KERNEL_FROM = 500
"""Topics from which on the kernel is worth its memory."""

log = logging.getLogger(__name__)

Packed = tuple["NDArray[np.int64]", "NDArray[np.int64]"]


class Kernel(Protocol):
    """What the matcher needs of `kernel.kernel.Kernel`."""

    def add_all(self, queries: Mapping[int, Query]) -> None: ...

    def remove(self, number: int) -> None: ...

    def match_packed(self, posts: Sequence[Listened]) -> Packed: ...


@cache
def _kernel() -> Callable[[Mapping[int, Query], Callable[[str], float]], Kernel] | None:
    """The kernel; None where numba is missing or nothing can be kept on disk. Loaded by name, here
    and not above, because numba is large."""
    try:
        module = importlib.import_module("merkwerk.engine.topics.kernel.kernel")
    except ImportError as why:
        log.warning("Topics are matched by plain Python, which is slower: %s", why)
        return None
    return cast(Callable[[Mapping[int, Query], Callable[[str], float]], Kernel], module.Kernel)


class Matcher:
    """Topics by number (64 bits). Not for several threads at once."""

    def __init__(
        self, queries: Mapping[int, Query] | None = None, *, kernel_from: int = KERNEL_FROM
    ) -> None:
        self._queries: dict[int, Query] = dict(queries or {})
        self._waiting: dict[int, Query] = dict(self._queries)
        self._anchors = Anchors({})
        self._arrays: Kernel | None = None
        self._kernel_from = kernel_from

    def __len__(self) -> int:
        return len(self._queries)

    def __contains__(self, number: int) -> bool:
        return number in self._queries

    def add(self, number: int, query: Query) -> None:
        """File a topic, in the place of the one that had this number; works from the next post."""
        self._queries[number] = self._waiting[number] = query

    def remove(self, number: int) -> None:
        """Take a topic away; harmless when it is not there."""
        if self._queries.pop(number, None):
            self._waiting.pop(number, None)
            (self._arrays or self._anchors).remove(number)

    def match(self, posts: Sequence[Listened]) -> list[tuple[int, ...]]:
        """For each post, in their order, the sorted numbers of all topics it meets."""
        arrays = self._ready()
        if arrays is None:
            return self._anchors.match(posts)
        starts, topics = (part.tolist() for part in arrays.match_packed(posts))
        return [tuple(topics[start:end]) for start, end in pairwise(starts)]

    def match_packed(self, posts: Sequence[Listened]) -> Packed:
        """The same for many posts: `starts` and `topics`, int64; post p meets
        `topics[starts[p]:starts[p + 1]]`, sorted."""
        arrays = self._ready()
        if arrays is not None:
            return arrays.match_packed(posts)
        found = self._anchors.match(posts)
        starts = np.cumsum([0, *map(len, found)], dtype=np.int64)
        return starts, np.array([number for one in found for number in one], dtype=np.int64)

    def _ready(self) -> Kernel | None:
        """Files what was added since the last post; moves to the kernel when there is enough."""
        if self._arrays is None and len(self._queries) >= self._kernel_from and (load := _kernel()):
            self._arrays = load(self._queries, guess)
            self._anchors = Anchors({})
        elif self._waiting:
            (self._arrays or self._anchors).add_all(self._waiting)
        self._waiting.clear()
        return self._arrays
