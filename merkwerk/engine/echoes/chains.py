"""Machine code for `machine`: posts that agree with a text in a band."""

from __future__ import annotations

import numpy as np

from merkwerk.engine.echoes.grams import Codes
from merkwerk.engine.echoes.kernel import (
    PARTS,
    Any32,
    Any64,
    Bytes,
    compare_some,
    good_ones,
    prepare,
    rank,
    sift,
    sketch_one,
)
from merkwerk.engine.echoes.search import Scores
from merkwerk.engine.echoes.shelves import (
    COUNT_BITS,
    ENTRIES,
    SLOT_BITS,
    TAIL,
    Signatures,
    Slots,
)
from merkwerk.engine.echoes.sketches import BANDS, Signature
from merkwerk.engine.topics.kernel.compiled import compiled, inlined

_GONE = 0xFFFFFFFF
_COUNT, _SLOT = (1 << COUNT_BITS) - 1, (1 << SLOT_BITS) - 1


@inlined
def write_entry(words: Any32, lines: Bytes, free: Slots, home: int, entry: int) -> None:
    """Writes an entry into a bucket, whose line moves on if it is full."""
    tail = np.int64(words[home, TAIL])
    if tail & _COUNT == ENTRIES:
        line = free[1]
        if line:
            free[1] = words[line, TAIL]
        else:
            line = free[0]
            free[0] += 1
        for word in range(TAIL + 1):
            words[line, word] = words[home, word]
        tail = line << COUNT_BITS
    at = 3 * (tail & _COUNT)
    lines[home, at] = entry & 255
    lines[home, at + 1] = entry >> 8 & 255
    lines[home, at + 2] = entry >> 16
    words[home, TAIL] = np.uint32(tail + 1)


@compiled
def chain_some(
    words: Any32, lines: Bytes, free: Slots, keys: Any32, seen: Any32, bits: int, first: int
) -> None:
    """Files posts, the first of which has this slot, into their buckets; a band at a time, which
    stays near."""
    for band in range(BANDS):
        for post in range(keys.shape[0]):
            if seen[first + post] == _GONE:
                continue
            home = band << bits | np.int64(keys[post, band] >> np.uint32(32 - bits))
            mark = np.int64((keys[post, band] >> np.uint32(28 - bits)) & np.uint32(15))
            entry = (first + post) | mark << SLOT_BITS
            write_entry(words, lines, free, int(home), int(entry))


@compiled
def sweep_some(
    words: Any32, lines: Bytes, free: Slots, seen: Any32, begin: int, end: int, kept: Slots
) -> None:
    """Takes the posts that are gone out of some buckets."""
    for home in range(begin, end):
        count, gone, line = 0, 0, home
        while True:
            tail = np.int64(words[line, TAIL])
            for at in range(3 * (tail & _COUNT) - 3, -3, -3):
                entry = np.int64(lines[line, at]) | (np.int64(lines[line, at + 1]) << 8)
                entry |= np.int64(lines[line, at + 2]) << 16
                if seen[entry & _SLOT] == _GONE:
                    gone += 1
                else:
                    kept[count] = entry
                    count += 1
            line = int(tail >> COUNT_BITS)
            if not line:
                break
        if not gone:
            continue
        line = int(np.int64(words[home, TAIL]) >> COUNT_BITS)
        while line:
            following = int(np.int64(words[line, TAIL]) >> COUNT_BITS)
            words[line, TAIL] = np.uint32(free[1])
            free[1], line = line, following
        words[home, TAIL] = np.uint32(0)
        for at in range(count - 1, -1, -1):
            write_entry(words, lines, free, home, kept[at])


@compiled
def find_some(
    keys: Any32, words: Any32, lines: Bytes, seen: Any32, turn: int, bits: int, homes: Slots,
    found: Slots,
) -> int:  # fmt: skip
    """Writes slots of posts that agree in a band, each once, and says how many."""
    count = 0
    touched = np.uint32(0)
    for band in range(BANDS):  # asks the memory for all before the first is needed
        homes[band] = band << bits | np.int64(keys[band] >> np.uint32(32 - bits))
        touched ^= words[homes[band], TAIL]
    homes[BANDS] = touched  # or the asking would be left out as useless
    for band in range(BANDS):
        mark = np.int64((keys[band] >> np.uint32(28 - bits)) & np.uint32(15))
        line = homes[band]
        while True:
            tail = np.int64(words[line, TAIL])
            for at in range(3 * (tail & _COUNT) - 3, -3, -3):
                last = np.int64(lines[line, at + 2])
                if last >> 4 != mark:
                    continue
                slot = (
                    np.int64(lines[line, at])
                    | (np.int64(lines[line, at + 1]) << 8)
                    | ((last & 15) << 16)
                )
                if seen[slot] != turn and seen[slot] != _GONE:
                    seen[slot] = np.uint32(turn)
                    if count == found.size:
                        return count
                    found[count] = slot
                    count += 1
            line = int(tail >> COUNT_BITS)
            if not line:
                break
    return count


@compiled
def quick_ask(
    letters: Codes, words: Any32, lines: Bytes, seen: Any32, turn: int, bits: int, homes: Slots,
    keys: Any32, work: Any32,
    pool: Bytes, facts: Slots, signatures: Signatures, table: Any64, marks: Any32, sieve: Any64,
    signed: Signature, mixed: Any64, asked: Slots, least: float, best: Scores, levels: Slots,
    found: Slots, mosts: Scores, ranked: Slots, scores: Scores,
) -> int:  # fmt: skip
    """Writes into `ranked` the posts that agree in a band and have a score of `least`; says how
    many."""
    sketch_one(letters, 0, letters.size, work, keys)
    count = find_some(keys, words, lines, seen, turn, bits, homes, found)
    prepare(letters, table, sieve, signed, mixed, asked)
    share = int(PARTS * least / (1 + least))
    count = sift(found, count, facts, signatures, signed, asked, share, mosts)
    rank(found, count, mosts, levels, ranked, scores)
    bar = compare_some(
        ranked, count, pool, facts, table, marks, sieve, asked[0], asked[1], least, best, scores
    )
    return good_ones(ranked, scores, count, bar)
