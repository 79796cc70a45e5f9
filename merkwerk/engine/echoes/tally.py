"""Machine code for `machine`: how many grams every post has in common with a text."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

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
    rank,
    sift,
)
from merkwerk.engine.echoes.search import Scores
from merkwerk.engine.echoes.shelves import PAGES, Signatures, Slots
from merkwerk.engine.echoes.sketches import MIX_1, Signature
from merkwerk.engine.topics.kernel.compiled import compiled

Slots2 = npt.NDArray[np.int64]

_GONE = 0xFFFFFFFF
FULL = 255
LINE = 32
"""So many entries of a list are a line of the processor's memory."""
CHOSEN = 8
LEVEL_BITS = 2
LEVELS = (1 << LEVEL_BITS) - 1
ROOM = 170
"""So much of two texts (of 4,096) must be sure to lie in the rarer buckets, to count only those."""


@compiled
def gather(
    pool: Bytes,
    facts: Slots,
    table: Any64,
    shift: int,
    buckets: Any16,
    ends: Slots,
    needs: Bytes,
    share: int,
) -> None:  # fmt: skip
    """Writes the bucket of each different gram of each post, where those of a post end, and how
    many grams it must have in common for its own part of the share."""
    count = 0
    for post in range(facts.size):
        begin, length, wide = facts[post] >> 25, (facts[post] >> 13) & 4095, facts[post] & 1
        needs[post] = min(((facts[post] >> 1) & 4095) * share // PARTS, FULL)
        places = 16
        while places < 2 * length:
            places *= 2
        table[:places] = np.uint64(0)
        packed = np.uint64(0)
        for at in range(max(length, 4) if length else 0):
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
            place = int(mixed >> np.uint64(40)) & (places - 1)
            while table[place] != 0 and table[place] != packed:
                place = (place + 1) & (places - 1)
            if table[place] == 0:
                table[place] = packed
                buckets[count] = np.uint16(mixed >> np.uint64(shift))
                count += 1
        ends[post] = count


@compiled
def file_page(
    buckets: Any16, ends: Slots, starts: Any32, nexts: Any32, latest: Any32, left: Bytes,
    lists: Any16, base: int, few: Slots,
) -> int:  # fmt: skip
    """Files the posts of a page under their buckets, and says how many entries that are. The level
    of a bucket (the lowest bits in `starts`, above them where its list begins) is how many of the
    three limits in `few` it exceeds; one that exceeds all is dropped. A post stands in a bucket
    once, so no count is larger than the number of grams asked about. `left` counts of each post
    its grams in buckets above each level: 255 means as many or more."""
    nexts[:], latest[:] = np.uint32(0), np.uint32(0)
    first = 0
    for post in range(ends.size):
        for at in range(first, ends[post]):
            nexts[buckets[at]] += np.uint32(latest[buckets[at]] != post + 1)
            latest[buckets[at]] = np.uint32(post + 1)
        first = ends[post]
    total = 0
    for bucket in range(nexts.size):
        level = 0
        for kind in range(few.size):
            level += nexts[bucket] > few[kind]
        starts[bucket] = total << LEVEL_BITS | level
        begin = total
        total += int(nexts[bucket]) if level < few.size else 0
        nexts[bucket] = begin
    starts[nexts.size] = total << LEVEL_BITS
    latest[:] = np.uint32(0)
    first = 0
    for post in range(ends.size):
        left[:, post] = 0
        for at in range(first, ends[post]):
            bucket = buckets[at]
            level = int(starts[bucket] & np.uint32(LEVELS))
            for kind in range(level):
                left[kind, post] += np.uint8(left[kind, post] < FULL)
            if level < few.size and latest[bucket] != post + 1:
                latest[bucket] = np.uint32(post + 1)
                lists[base + nexts[bucket]] = np.uint16(post)
                nexts[bucket] += np.uint32(1)
        first = ends[post]
    return total


@compiled
def choose(
    mixed: Any64, mine: int, shift: int, usual: Slots, share: int, starts: Any32, lists: Any16,
    base: int, ranges: Slots, chosen: Slots,
) -> int:  # fmt: skip
    """Writes which lists of a page to count, the rare ones only where that is enough, and says how
    many. `usual`: grams that a post has outside of each kind of lists, and altogether. In
    `chosen`: which kind of lists, and how many grams are left out by that."""
    chosen[:] = 0
    for at in range(mine):
        bucket = mixed[at] >> np.uint64(shift)
        begin, end = int(starts[bucket]), int(starts[bucket + np.uint64(1)])
        ranges[2 * at], ranges[2 * at + 1] = begin, base + (end >> LEVEL_BITS)
        chosen[1 + (begin & LEVELS)] += 1
    kind, skipped = 0, mine - chosen[1]
    most = (share - ROOM) * (mine + usual[-1])
    while kind < usual.size - 2 and min(skipped, usual[kind]) * PARTS > most:
        kind += 1
        skipped -= chosen[1 + kind]
    chosen[0], chosen[1] = kind, skipped
    count, touched = 0, 0
    for at in range(mine):
        begin, end = ranges[2 * at], ranges[2 * at + 1]
        if begin & LEVELS <= kind:
            begin = base + (begin >> LEVEL_BITS)
            ranges[2 * count], ranges[2 * count + 1] = begin, end
            count += 1
            for line in range(begin, end, LINE):  # asks the memory for all before they are needed
                touched |= lists[line]
    chosen[2] = touched
    return count


@compiled
def count_page(
    ranges: Slots, count: int, lists: Any16, left: Bytes, needs: Bytes, mine: int, skipped: int,
    share: int, counters: Bytes, flags: Bytes,
) -> None:  # fmt: skip
    """Flags the posts of a page that may reach the share: by what they have in the counted lists,
    and as much as there can be in the others. For texts with up to 255 grams."""
    for at in range(count):
        for place in range(ranges[2 * at], ranges[2 * at + 1]):
            counters[lists[place]] += np.uint8(1)
    own = np.uint16(share * mine // PARTS)
    most_left = np.uint8(skipped)
    for post in range(needs.size):
        most = np.uint16(counters[post]) + np.uint16(min(left[post], most_left))
        flags[post] = np.uint8(np.uint16(most) >= np.uint16(own + np.uint16(needs[post])))
    counters[:] = np.uint8(0)


@compiled
def count_page_long(
    ranges: Slots, count: int, lists: Any16, left: Bytes, needs: Bytes, mine: int, skipped: int,
    share: int, counters: Any16, flags: Bytes,
) -> None:  # fmt: skip
    """The same for longer texts."""
    for at in range(count):
        for place in range(ranges[2 * at], ranges[2 * at + 1]):
            counters[lists[place]] += np.uint16(1)
    for post in range(needs.size):
        rest = skipped if left[post] == FULL else min(int(left[post]), skipped)
        flags[post] = int(counters[post]) + rest >= share * mine // PARTS + int(needs[post])
    counters[:] = np.uint16(0)


@compiled
def count_some(
    mixed: Any64, mine: int, share: int, shift: int, usual: Slots2, pages: Slots2,
    numbers: Any16, starts: Any32, left: Bytes, needs: Bytes, lists: Any16, ranges: Slots,
    counters: Bytes, long_counters: Any16, flags: Bytes, flag_words: Any64,
    seen: Any32, found: Slots,
) -> int:  # fmt: skip
    """Writes the posts of all pages that may reach the share, and says how many. Of each page:
    see `counting.Page`."""
    kept = 0
    chosen = ranges[ranges.size - CHOSEN :]
    for page in range(pages.shape[0]):
        row, first, posts, base, shortest, longest = pages[page]
        if (mine + longest) * share > longest * PARTS or (mine + shortest) * share > mine * PARTS:
            continue
        count = choose(
            mixed, mine, shift, usual[row], share, starts[row // PAGES, :, row % PAGES], lists,
            base, ranges, chosen,
        )  # fmt: skip
        beside = left[row, chosen[0], :posts]
        if mine <= FULL:
            count_page(
                ranges, count, lists, beside, needs[row, :posts], mine, chosen[1], share,
                counters, flags,
            )  # fmt: skip
        else:
            count_page_long(
                ranges, count, lists, beside, needs[row, :posts], mine, chosen[1], share,
                long_counters, flags,
            )  # fmt: skip
        for word in range((posts + 7) // 8):
            if flag_words[word] == 0:
                continue
            for post in range(8 * word, min(8 * word + 8, posts)):
                slot = first + int(numbers[row, post])
                if flags[post] and seen[slot] != _GONE:
                    found[kept] = slot
                    kept += 1
    return kept


@compiled
def exact_ask(
    letters: Codes, usual: Slots2, shift: int, pages: Slots2, numbers: Any16, starts: Any32,
    left: Bytes, needs: Bytes, lists: Any16, ranges: Slots, counters: Bytes,
    long_counters: Any16, flags: Bytes, flag_words: Any64, tail: int, end: int, seen: Any32,
    pool: Bytes, facts: Slots, signatures: Signatures, table: Any64, marks: Any32,
    sieve: Any64, signed: Signature, mixed: Any64, asked: Slots, least: float, best: Scores,
    levels: Slots, found: Slots, mosts: Scores, ranked: Slots, scores: Scores,
) -> int:  # fmt: skip
    """Writes into `ranked` all posts that have a score of `least`, and says how many: those of the
    pages, and those from slot `tail` to `end`, which are in none yet."""
    prepare(letters, table, sieve, signed, mixed, asked)
    mine = asked[1]
    share = int(PARTS * least / (1 + least))
    count = count_some(
        mixed,
        mine,
        share,
        shift,
        usual,
        pages,
        numbers,
        starts,
        left,
        needs,
        lists,
        ranges,
        counters,
        long_counters,
        flags,
        flag_words,
        seen,
        found,
    )
    for slot in range(tail, end):
        if seen[slot] != _GONE:
            found[count] = slot
            count += 1
    count = sift(found, count, facts, signatures, signed, asked, share, mosts)
    rank(found, count, mosts, levels, ranked, scores)
    bar = compare_some(
        ranked, count, pool, facts, table, marks, sieve, asked[0], mine, least, best, scores
    )
    return good_ones(ranked, scores, count, bar)
