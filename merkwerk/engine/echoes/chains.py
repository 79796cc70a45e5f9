"""Machine code for `machine`: posts that agree with a text in a band."""

from __future__ import annotations

import numpy as np

from merkwerk.engine.echoes.grams import Codes
from merkwerk.engine.echoes.kernel import (
    PARTS,
    Any16,
    Any32,
    Any64,
    Bytes,
    compare_some,
    good_ones,
    prepare,
    sift,
    sketch_one,
)
from merkwerk.engine.echoes.search import Scores
from merkwerk.engine.echoes.shelves import SLOT_BITS, Signatures, Slots
from merkwerk.engine.echoes.sketches import BANDS, Signature
from merkwerk.engine.topics.kernel.compiled import compiled

_GONE = 0xFFFFFFFF


@compiled
def chain_some(
    heads: Any16, links: Any32, keys: Any32, seen: Any32, bits: int, number: int
) -> None:
    """Hangs posts, the first of which has this number, into the chains of the open block."""
    for post in range(keys.shape[0]):
        for band in range(BANDS):
            links[band, number + post] = 0
            if seen[post] == _GONE:
                continue
            bucket = keys[post, band] >> np.uint32(32 - bits)
            mark = (keys[post, band] >> np.uint32(28 - bits)) & np.uint32(15)
            links[band, number + post] = mark << np.uint32(16) | np.uint32(heads[band, bucket])
            heads[band, bucket] = np.uint16(number + post + 1)


@compiled
def close_block(
    heads: Any16, links: Any32, seen: Any32, starts: Any32, entries: Bytes, first: int,
    counts: Any32,
) -> None:  # fmt: skip
    """Writes the chains into the table, from its end on: what stands there moves up."""
    for band in range(BANDS):
        before = 0
        for bucket in range(heads.shape[1]):
            counts[bucket] = before
            number = int(heads[band, bucket])
            while number:
                before += seen[number - 1] != _GONE
                number = int(links[band, number - 1] & np.uint32(0xFFFF))
        end = int(starts[band, heads.shape[1]])
        for bucket in range(heads.shape[1] - 1, -1, -1):
            begin, up = int(starts[band, bucket]), int(counts[bucket])
            starts[band, bucket + 1] = end + before
            to = 3 * (end + before)
            number = int(heads[band, bucket])
            while number:
                link = links[band, number - 1]
                if seen[number - 1] != _GONE:
                    to -= 3
                    entry = (first + number - 1) | (int(link >> np.uint32(16)) << SLOT_BITS)
                    entries[band, to] = entry & 255
                    entries[band, to + 1] = entry >> 8 & 255
                    entries[band, to + 2] = entry >> 16
                number = int(link & np.uint32(0xFFFF))
            if up:
                for at in range(3 * end - 1, 3 * begin - 1, -1):
                    entries[band, at + 3 * up] = entries[band, at]
            end, before = begin, up


@compiled
def drop_block(starts: Any32, entries: Bytes, seen: Any32, first: int, end: int) -> None:
    """Takes the posts of these slots, and those that were removed, out of the table."""
    for band in range(BANDS):
        to, at = 0, 0
        for bucket in range(starts.shape[1] - 1):
            starts[band, bucket] = to // 3
            while at < 3 * int(starts[band, bucket + 1]):
                slot = int(entries[band, at]) | (int(entries[band, at + 1]) << 8)
                slot |= (int(entries[band, at + 2]) & 15) << 16
                if (slot < first or slot >= end) and seen[slot] != _GONE:
                    entries[band, to] = entries[band, at]
                    entries[band, to + 1] = entries[band, at + 1]
                    entries[band, to + 2] = entries[band, at + 2]
                    to += 3
                at += 3
        starts[band, starts.shape[1] - 1] = to // 3


@compiled
def walk_chains(
    keys: Any32, heads: Any16, links: Any32, seen: Any32, turn: int, first: int, bits: int,
    steps: Slots, found: Slots,
) -> int:  # fmt: skip
    """Writes the slots of the open block that agree in a band, and says how many. One step in all
    chains at a time, so that the memory is asked for many places at once."""
    count = 0
    going = 0
    for band in range(BANDS):
        at = int(heads[band, keys[band] >> np.uint32(32 - bits)])
        if at:
            steps[2 * going], steps[2 * going + 1] = at - 1, band
            going += 1
    while going:
        still = 0
        for step in range(going):
            at, band = steps[2 * step], steps[2 * step + 1]
            link = links[band, at]
            same = link >> np.uint32(16) == (keys[band] >> np.uint32(28 - bits)) & np.uint32(15)
            if same and seen[first + at] != turn and seen[first + at] != _GONE:
                seen[first + at] = np.uint32(turn)
                if count < found.size:
                    found[count] = first + at
                    count += 1
            if link & np.uint32(0xFFFF):
                steps[2 * still] = int(link & np.uint32(0xFFFF)) - 1
                steps[2 * still + 1] = band
                still += 1
        going = still
    return count


@compiled
def look_up(keys: Any32, starts: Any32, entries: Bytes, bits: int, ranges: Slots) -> int:
    """Writes where the bucket of each band begins and ends in the table, and touches it: so the
    memory is asked for many places at a time."""
    for band in range(BANDS):
        bucket = keys[band] >> np.uint32(32 - bits)
        ranges[2 * band] = starts[band, bucket]
        ranges[2 * band + 1] = starts[band, bucket + 1]
    touched = 0
    for band in range(BANDS):
        touched |= entries[band, 3 * ranges[2 * band]]
        touched |= entries[band, max(3 * ranges[2 * band + 1] - 1, 0)]
    return touched


@compiled
def find_some(
    keys: Any32, starts: Any32, entries: Bytes, heads: Any16, links: Any32, seen: Any32,
    turn: int, first: int, bits: int, ranges: Slots, found: Slots,
) -> int:  # fmt: skip
    """Writes slots of posts that agree in a band, each once, and says how many."""
    count = walk_chains(keys, heads, links, seen, turn, first, bits, ranges, found)
    touched = look_up(keys, starts, entries, bits, ranges)
    ranges[2 * BANDS] = touched  # or the touching would be left out as useless
    for band in range(BANDS):
        mark = int((keys[band] >> np.uint32(28 - bits)) & np.uint32(15))
        for at in range(3 * (ranges[2 * band + 1] - 1), 3 * (ranges[2 * band] - 1), -3):
            last = int(entries[band, at + 2])
            if last >> 4 != mark:
                continue
            slot = int(entries[band, at]) | (int(entries[band, at + 1]) << 8) | ((last & 15) << 16)
            if seen[slot] != turn and seen[slot] != _GONE:
                seen[slot] = np.uint32(turn)
                if count == found.size:
                    return count
                found[count] = slot
                count += 1
    return count


@compiled
def quick_ask(
    letters: Codes, starts: Any32, entries: Bytes, heads: Any16, links: Any32, seen: Any32,
    turn: int, first: int, bits: int, ranges: Slots, keys: Any32, work: Any32,
    pool: Bytes, facts: Slots, signatures: Signatures, table: Any64, marks: Any32, sieve: Any64,
    signed: Signature, mixed: Any64, asked: Slots, least: float, best: Scores, found: Slots,
    scores: Scores,
) -> int:  # fmt: skip
    """Writes the posts that agree in a band and have a score of `least`; says how many."""
    sketch_one(letters, 0, letters.size, work, keys)
    count = find_some(keys, starts, entries, heads, links, seen, turn, first, bits, ranges, found)
    prepare(letters, table, sieve, signed, mixed, asked)
    share = int(PARTS * least / (1 + least))
    count = sift(found, count, facts, signatures, signed, asked, share)
    compare_some(
        found, count, pool, facts, table, marks, sieve, asked[0], asked[1], least, best, scores
    )
    return good_ones(found, scores, count)
