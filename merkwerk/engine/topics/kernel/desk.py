"""The room a scan works in; it grows with the longest post, the words and the topics."""

from __future__ import annotations

from operator import ge
from typing import Any

import numpy as np
from numpy.typing import NDArray

from merkwerk.engine.topics.kernel.tables import (
    LONGEST_START,
    STAMP,
    Answers,
    Batch,
    Bytes,
    Desk,
    Longs,
)
from merkwerk.engine.topics.kernel.vocabulary import longer

_LAST_STAMP = 2**31 - 2**24


class Room:
    """Kept from batch to batch, so that a single post costs no new arrays."""

    def __init__(self) -> None:
        ints = np.zeros(1, dtype=np.int32)
        self.desk = Desk(
            np.zeros(2_048, dtype=np.uint32),
            np.zeros(LONGEST_START + 2, dtype=np.uint64),
            *(ints,) * 2,
            np.zeros(1, dtype=np.uint64),
            *(ints,) * 8,
            np.zeros(8, dtype=np.int64),
        )
        self._topics: Longs = np.zeros(1 << 12, dtype=np.int64)
        self._doubts = ints
        self._fits = (0,) * 4

    @property
    def count(self) -> Longs:
        return self.desk.count

    def fit(self, batch: Batch, words: int, topics: int) -> None:
        """Room for this batch, so many words and so many topics."""
        desk = self.desk
        if desk.count[STAMP] > _LAST_STAMP:
            desk.met[:] = desk.doubted[:] = 0
            desk.count[STAMP] = 0
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
            longer(desk.met, topics),
            longer(desk.doubted, topics),
            longer(desk.found, topics),
            longer(desk.doubts, topics),
            desk.count,
        )
        self._topics = longer(self._topics, topics + 32 * posts)
        self._doubts = longer(self._doubts, 2 * (topics + 4 * posts))

    def answers(self, ends: Longs, odd: Bytes) -> Answers:
        """Where the answers go."""
        return Answers(self._topics, ends, odd, self._doubts, np.zeros(2, dtype=np.int64))

    def arrays(self) -> list[NDArray[Any]]:
        """All of them, for counting."""
        return [*self.desk, self._topics, self._doubts]
