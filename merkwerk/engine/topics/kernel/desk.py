"""The room a scan works in; it grows with the longest post, the words and the topics."""

from __future__ import annotations

from operator import ge
from typing import Any

import numpy as np
from numpy.typing import NDArray

from merkwerk.engine.topics.kernel.tables import (
    LONGEST_START,
    Answers,
    Batch,
    Bytes,
    Desk,
    Longs,
)
from merkwerk.engine.topics.kernel.vocabulary import longer

_INTS = ("row", "before", "place", "known", "filed", "spans", "found", "doubts")


class Room:
    """Kept from batch to batch, so that a single post costs no new arrays."""

    def __init__(self) -> None:
        self.desk = Desk(
            folded=np.zeros(2_048, dtype=np.uint32),
            states=np.zeros(LONGEST_START + 2, dtype=np.uint64),
            present=np.zeros(1, dtype=np.uint64),
            met=np.zeros(1, dtype=np.uint64),
            doubted=np.zeros(1, dtype=np.uint64),
            counts=np.zeros(8, dtype=np.int64),
            **{name: np.zeros(1, dtype=np.int32) for name in _INTS},
        )
        self._topics: Longs = np.zeros(1 << 12, dtype=np.int64)
        self._doubts = np.zeros(1, dtype=np.int32)
        self._fits = (0,) * 4

    @property
    def counts(self) -> Longs:
        return self.desk.counts

    def fit(self, batch: Batch, words: int, topics: int) -> None:
        """Room for this batch, so many words and so many topics."""
        desk = self.desk
        wanted = (batch.longest, words, topics, batch.last.shape[0])
        if all(map(ge, self._fits, wanted)):
            return
        self._fits = tuple(map(max, self._fits, wanted))
        longest, words, topics, posts = self._fits
        folded = longer(desk.folded, 2 * longest + 64)
        self.desk = Desk(
            folded,
            desk.states,
            longer(desk.row, 2 * folded.shape[0] + 64),
            longer(desk.before, 2 * folded.shape[0] + 64),
            longer(desk.present, words // 64 + 1),
            longer(desk.place, words),
            longer(desk.known, words),
            longer(desk.filed, words),
            longer(desk.spans, 4 * words),
            longer(desk.met, topics // 64 + 1),
            longer(desk.doubted, topics // 64 + 1),
            longer(desk.found, topics),
            longer(desk.doubts, topics),
            desk.counts,
        )
        self._topics = longer(self._topics, topics + 32 * posts)
        self._doubts = longer(self._doubts, 2 * (topics + 4 * posts))

    def answers(self, ends: Longs, odd: Bytes) -> Answers:
        """Where the answers go."""
        return Answers(self._topics, ends, odd, self._doubts, np.zeros(2, dtype=np.int64))

    def arrays(self) -> list[NDArray[Any]]:
        """All of them, for counting."""
        return [*self.desk, self._topics, self._doubts]
