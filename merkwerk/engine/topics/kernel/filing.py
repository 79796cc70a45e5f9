"""Rows under their rarest words: which row stands where, worked out anew in milliseconds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from merkwerk.engine.topics.kernel.compiled import compiled, inlined
from merkwerk.engine.topics.kernel.tables import DEAD, EVERY, Ints, Longs, Runs


@inlined
def rarest(program: Ints, at: int, cost: NDArray[np.float32]) -> int:
    """The cheapest of the words that the row at this place needs."""
    best = program[at + 3]
    for place in range(at + 4, at + 3 + program[at]):
        if cost[program[place]] < cost[best]:
            best = program[place]
    return int(best)


@inlined
def is_bare(program: Ints, at: int) -> bool:
    """Whether the word alone is enough."""
    return bool(program[at] == 1 and program[at + 1] == 0 and program[at + 2] == 0)


@inlined
def second(program: Ints, at: int, anchor: int, cost: NDArray[np.float32]) -> int:
    """The cheapest of the other words it needs."""
    best = EVERY
    for place in range(at + 3, at + 3 + program[at]):
        word = program[place]
        if word != anchor and (best == EVERY or cost[word] < cost[best]):
            best = word
    return int(best)


@inlined
def is_pair(program: Ints, at: int) -> bool:
    """Whether two words are enough."""
    return bool(program[at] == 2 and program[at + 1] == 0 and program[at + 2] == 0)


@compiled
def file_rows(
    program: Ints,
    places: Ints,
    slots: Ints,
    numbers: Longs,
    cost: NDArray[np.float32],
) -> tuple[NDArray[np.uint64], Ints, Ints, Ints]:
    """Runs over these rows; those of topics taken away are left out."""
    words = cost.shape[0]
    run = np.zeros(2 * words + 4, dtype=np.int32)
    anchors = np.full(places.shape[0], -1, dtype=np.int32)
    for row in range(places.shape[0]):
        if numbers[slots[row]] != DEAD:
            anchors[row] = rarest(program, places[row], cost)
            run[2 * anchors[row] + 2 + (not is_bare(program, places[row]))] += 1
    some = np.zeros(words // 64 + 1, dtype=np.uint64)
    for at in range(2, run.shape[0]):
        if run[at]:
            word = (at - 2) >> 1
            some[word >> 6] |= np.uint64(1) << np.uint64(word & 63)
        run[at] += run[at - 2]
    hits = np.zeros(run[2 * words] + 1, dtype=np.int32)
    checks = np.zeros(3 * run[2 * words + 1] + 3, dtype=np.int32)
    cursor = run.copy()
    for row in range(places.shape[0]):
        anchor = anchors[row]
        if anchor < 0:
            continue
        if is_bare(program, places[row]):
            hits[cursor[2 * anchor]] = slots[row]
            cursor[2 * anchor] += 1
        else:
            at = 3 * cursor[2 * anchor + 1]
            checks[at] = second(program, places[row], anchor, cost)
            checks[at + 1] = slots[row]
            checks[at + 2] = -1 if is_pair(program, places[row]) else places[row]
            cursor[2 * anchor + 1] += 1
    return some, run[: 2 * words + 2], hits, checks


def filed(
    program: Ints, places: Ints, slots: Ints, numbers: Longs, cost: NDArray[np.float32]
) -> Runs:
    """Every row under the word of it that costs least. Some 10 ms for 66,000 rows."""
    return Runs(*file_rows(program, places, slots, numbers, cost))


def nothing_filed(words: int) -> Runs:
    """No rows at all, for so many words."""
    empty = np.zeros(0, dtype=np.int32)
    return Runs(np.zeros(words // 64 + 1, dtype=np.uint64), empty, empty, empty)
