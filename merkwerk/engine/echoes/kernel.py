"""Machine code for `machine`: texts and their scores. Importing this loads numba. Nothing here
makes arrays: they are lent."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from merkwerk.engine.echoes.grams import Codes
from merkwerk.engine.echoes.search import Scores
from merkwerk.engine.echoes.shelves import Lengths, Signatures, Slots
from merkwerk.engine.echoes.sketches import (
    ADD,
    BANDS,
    JOIN_1,
    JOIN_2,
    JOIN_3,
    MIX_1,
    MIX_2,
    MULTIPLY,
    ROWS,
    SIGNED,
    WORDS,
    Signature,
)
from merkwerk.engine.topics.kernel.compiled import compiled, inlined

Any64 = npt.NDArray[np.uint64]
Any32 = npt.NDArray[np.uint32]
Any16 = npt.NDArray[np.uint16]
Bytes = npt.NDArray[np.uint8]

_WORK = BANDS * ROWS
AHEAD, NEAR = 128, 32
LEVELS = 128
"""So many steps between 0 and 1, by which texts are put in order."""
PARTS = 4_096
"""What a share is multiplied by to be a whole number."""


@compiled
def sketch_one(letters: Codes, first: int, end: int, least: Any32, keys: Any32) -> None:
    """Writes the band keys of the letters from `first` to `end`, of which there is one at least."""
    least[:] = np.uint32(0xFFFFFFFF)
    packed = np.uint64(0)
    for at in range(first, first + 3):
        packed = (packed << np.uint64(16)) | (np.uint64(letters[at]) if at < end else np.uint64(0))
    for at in range(first + 3, max(end, first + 4)):
        packed = (packed << np.uint64(16)) | (np.uint64(letters[at]) if at < end else np.uint64(0))
        mixed = packed * MIX_1
        mixed = (mixed ^ (mixed >> np.uint64(32))) * MIX_2
        small = np.uint32(mixed >> np.uint64(32))
        for row in range(_WORK):
            value = np.uint32(small * MULTIPLY[row] + ADD[row])
            least[row] = min(least[row], value)
    for band in range(BANDS):
        key = np.uint32(least[3 * band] * JOIN_1)
        key ^= np.uint32(least[3 * band + 1] * JOIN_2)
        key ^= np.uint32(least[3 * band + 2] * JOIN_3)
        key = np.uint32(np.uint32(key ^ (key >> np.uint32(15))) * JOIN_2)
        keys[band] = np.uint32(key ^ (key >> np.uint32(15)))


@inlined
def ones(word: np.uint64) -> np.uint64:
    """How many bits are set; becomes one instruction."""
    word -= (word >> np.uint64(1)) & np.uint64(0x5555555555555555)
    pairs = np.uint64(0x3333333333333333)
    word = (word & pairs) + ((word >> np.uint64(2)) & pairs)
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return (word * np.uint64(0x0101010101010101)) >> np.uint64(56)


@compiled
def fill(
    letters: Codes, first: int, end: int, table: Any64, sieve: Any64, bits: Signature,
    different: Any64, places: int,
) -> int:  # fmt: skip
    """Puts the grams into table, sieve and signature; writes the different ones and counts them."""
    table[:places] = np.uint64(0)
    sieve[:] = np.uint64(0)
    bits[:] = np.uint64(0)
    count = 0
    packed = np.uint64(0)
    for at in range(first, first + 3):
        packed = (packed << np.uint64(16)) | (np.uint64(letters[at]) if at < end else np.uint64(0))
    for at in range(first + 3, max(end, first + 4)):
        packed = (packed << np.uint64(16)) | (np.uint64(letters[at]) if at < end else np.uint64(0))
        mixed = packed * MIX_1
        place = int(mixed >> np.uint64(40)) & (places - 1)
        while table[place] != 0 and table[place] != packed:
            place = (place + 1) & (places - 1)
        if table[place] == 0:
            table[place] = packed
            different[count] = mixed
            count += 1
            bit = mixed >> np.uint64(51)
            sieve[bit >> np.uint64(6)] |= np.uint64(1) << (bit & np.uint64(63))
            bit = (mixed >> np.uint64(32)) * SIGNED >> np.uint64(32)
            bits[bit >> np.uint64(6)] |= np.uint64(1) << (bit & np.uint64(63))
    return count


@compiled
def common(
    pool: Bytes, begin: int, length: int, wide: int, table: Any64, marks: Any32, sieve: Any64,
    places: int, turn: int, needed: float,
) -> int:  # fmt: skip
    """How many different grams of a kept text are in the table; stops where what is left of the
    text can't make it `needed` any more."""
    found = 0
    packed = np.uint64(0)
    last = max(length, 4)
    for at in range(last):
        if found + last - at < needed:
            return found
        packed <<= np.uint64(16)
        if at < length:
            if wide:
                packed |= np.uint64(pool[begin + 2 * at])
                packed |= np.uint64(pool[begin + 2 * at + 1]) << np.uint64(8)
            else:
                packed |= np.uint64(pool[begin + at])
        if at < 3:
            continue
        mixed = packed * MIX_1
        bit = mixed >> np.uint64(51)
        if (sieve[bit >> np.uint64(6)] >> (bit & np.uint64(63))) & np.uint64(1) == 0:
            continue
        place = int(mixed >> np.uint64(40)) & (places - 1)
        while table[place] != 0 and table[place] != packed:
            place = (place + 1) & (places - 1)
        if table[place] == packed and marks[place] != turn:
            marks[place] = np.uint32(turn)
            found += 1
    return found


@compiled
def sketch_many(
    letters: Codes, lengths: Lengths, least: Any32, table: Any64, sieve: Any64, mixed: Any64,
    keys: Any32, different: Lengths, signatures: Signatures,
) -> None:  # fmt: skip
    """Band keys, number of different grams and signatures of texts that stand behind each other."""
    first = 0
    for text in range(lengths.size):
        end = first + lengths[text]
        if end > first:
            places = 16
            while places < 2 * (end - first):
                places *= 2
            sketch_one(letters, first, end, least, keys[text])
            different[text] = fill(
                letters, first, end, table, sieve, signatures[text], mixed, places
            )
        first = end


@inlined
def most_common(fact: int, row: Signature, bits: Signature, extra: int) -> int:
    """How many grams a post may have in common at most, by its number of grams and its signature:
    a bit that several grams of the question share counts as often as they are."""
    both = np.uint64(0)
    for word in range(WORDS):
        both += ones(row[word] & bits[word]) + ones(row[word] & bits[WORDS + word])
    return min(int(both) + extra, (fact >> 1) & 4095)


@compiled
def sift(
    slots: Slots, count: int, facts: Slots, signatures: Signatures, bits: Signature,
    asked: Slots, share: int, mosts: Scores,
) -> int:  # fmt: skip
    """Keeps those that may reach the share, at the front, and in `mosts` which score they may reach
    at most; says how many."""
    kept, mine, extra = 0, asked[1], asked[2]
    for at in range(count):
        if at % AHEAD == 0:  # asks the memory for all of these before the first is needed
            touched = np.uint64(0)
            for ahead in range(at, min(at + AHEAD, count)):
                row = signatures[slots[ahead]]
                touched ^= row[0] ^ row[WORDS - 1] ^ np.uint64(facts[slots[ahead]])
            asked[3] = np.int64(touched >> np.uint64(1))  # or it would be left out as useless
        slot = slots[at]
        fact = facts[slot]
        both, total = most_common(fact, signatures[slot], bits, extra), mine + (fact >> 1 & 4095)
        if both * PARTS >= share * total:
            slots[kept], mosts[kept] = slot, both / (total - both)
            kept += 1
    return kept


@compiled
def rank(
    slots: Slots, count: int, mosts: Scores, levels: Slots, ranked: Slots, ranked_mosts: Scores
) -> None:
    """Writes the slots anew, those first that may have the best score."""
    levels[:] = 0
    for at in range(count):
        levels[int(mosts[at] * LEVELS)] += 1
    before = 0
    for level in range(LEVELS, -1, -1):
        here = levels[level]
        levels[level] = before
        before += here
    for at in range(count):
        level = int(mosts[at] * LEVELS)
        ranked[levels[level]], ranked_mosts[levels[level]] = slots[at], mosts[at]
        levels[level] += 1


@compiled
def compare_some(
    slots: Slots, count: int, pool: Bytes, facts: Slots, table: Any64, marks: Any32, sieve: Any64,
    places: int, mine: int, least: float, best: Scores, scores: Scores,
) -> float:  # fmt: skip
    """Writes the exact score of each slot over the one that it may reach at most: 0 where it is
    below `least`, or below as many others as there is room for in `best` (none: all are written).
    Says from which score on all stand there."""
    best[:] = 0.0
    bar, touched = least, 0
    marks[:places] = np.uint32(0)
    for at in range(count):
        if at % NEAR == 0:  # asks the memory for all of these before the first is needed
            for ahead in range(at, min(at + NEAR, count)):
                if scores[ahead] >= bar:
                    begin = facts[slots[ahead]] >> 25
                    touched ^= pool[begin] ^ pool[min(begin + 64, pool.size - 1)]
        fact = facts[slots[at]]
        length, theirs = (fact >> 13) & 4095, (fact >> 1) & 4095
        may, scores[at] = scores[at], 0.0
        if may < bar or length == 0 or min(mine, theirs) < bar * max(mine, theirs):
            continue
        needed = bar * (mine + theirs) / (1 + bar) - 0.5
        both = common(
            pool, fact >> 25, length, fact & 1, table, marks, sieve, places, at + 1, needed
        )
        score = both / (mine + theirs - both)
        if score < bar:
            continue
        scores[at] = score
        if best.size:
            best[np.argmin(best)] = score
            bar = max(least, best.min())
    marks[0] = np.uint32(touched)  # or the asking would be left out as useless
    return bar


@compiled
def prepare(
    letters: Codes, table: Any64, sieve: Any64, bits: Signature, mixed: Any64, asked: Slots
) -> None:
    """Lays out a question: its grams, and in `asked` the places in the table, how many different
    grams; in `bits` its signature, then the bits that two or more grams have, and in `asked` how
    many grams have a bit that two others have."""
    places = 16
    while places < 2 * letters.size:
        places *= 2
    mine = fill(letters, 0, letters.size, table, sieve, bits[:WORDS], mixed, places)
    bits[:] = np.uint64(0)
    extra = 0
    for at in range(mine):
        place = (mixed[at] >> np.uint64(32)) * SIGNED >> np.uint64(32)
        word, bit = place >> np.uint64(6), np.uint64(1) << (place & np.uint64(63))
        if bits[word] & bit == 0:
            bits[word] |= bit
        elif bits[np.uint64(WORDS) + word] & bit == 0:
            bits[np.uint64(WORDS) + word] |= bit
        else:
            extra += 1
    asked[0], asked[1], asked[2] = places, mine, extra


@compiled
def good_ones(slots: Slots, scores: Scores, count: int, bar: float) -> int:
    """Keeps those with a score from the bar on, at the front; says how many."""
    kept = 0
    for at in range(count):
        if scores[at] >= bar:
            slots[kept], scores[kept] = slots[at], scores[at]
            kept += 1
    return kept
