"""One batch of posts against everything that is filed."""

from __future__ import annotations

import numpy as np

from merkwerk.engine.topics.kernel.checks import holds_word, row_holds
from merkwerk.engine.topics.kernel.compiled import compiled_bare, inlined
from merkwerk.engine.topics.kernel.reading import fold_into, meet, pause, read_lines, read_text
from merkwerk.engine.topics.kernel.tables import (
    BESIDE,
    DEAD,
    DOUBTS,
    EVERY,
    FOUND,
    KNOWN,
    PLACES,
    SAMPLES,
    TEXT,
    TOUCHED,
    Answers,
    Batch,
    CodePoints,
    Desk,
    Ints,
    Longs,
    Runs,
    Words,
)

SAMPLE_EVERY = 8
"""Of so many posts one teaches how common words are."""

_ONE = np.uint64(1)


@inlined
def read_post(
    batch: Batch, post: int, points: CodePoints, words: Words, starts: Words, desk: Desk
) -> bool:
    """All tokens of a post; False when Python must cut it first."""
    forget(desk)
    meet(desk, EVERY, -1)
    for part in range(batch.last[post - 1] if post else 0, batch.last[post]):
        start = batch.ends[part - 1] if part else 0
        end = batch.ends[part]
        if batch.kinds[part] == TEXT:
            n = fold_into(desk.folded, points, batch.signs, start, end)
            if n < 0:
                return False
            pause(desk)
            read_text(desk, words, starts, n)
        else:
            in_row = batch.kinds[part] != BESIDE
            if in_row:
                pause(desk)
            read_lines(desk, words, starts, batch.signs, start, end, in_row)
    for at in range(batch.last_field[post - 1] if post else 0, batch.last_field[post]):
        meet(desk, batch.fields[at], -1)
    return True


@inlined
def keep(desk: Desk, topic: int) -> None:
    bit = _ONE << np.uint64(topic & 63)
    if not desk.met[topic >> 6] & bit:
        desk.met[topic >> 6] |= bit
        desk.found[desk.counts[FOUND]] = topic
        desk.counts[FOUND] += 1


@inlined
def is_met(desk: Desk, topic: int) -> bool:
    return bool((desk.met[topic >> 6] >> np.uint64(topic & 63)) & _ONE)


@inlined
def doubt(desk: Desk, topic: int) -> None:
    bit = _ONE << np.uint64(topic & 63)
    if not desk.doubted[topic >> 6] & bit:
        desk.doubted[topic >> 6] |= bit
        desk.doubts[desk.counts[DOUBTS]] = topic
        desk.counts[DOUBTS] += 1


@inlined
def forget(desk: Desk) -> None:
    """Makes the desk ready for the next post."""
    for at in range(desk.counts[KNOWN]):
        desk.present[desk.known[at] >> 6] = 0
    for at in range(desk.counts[FOUND]):
        desk.met[desk.found[at] >> 6] = 0
    for at in range(desk.counts[DOUBTS]):
        desk.doubted[desk.doubts[at] >> 6] = 0
    desk.counts[KNOWN] = desk.counts[PLACES] = 0
    desk.counts[FOUND] = desk.counts[DOUBTS] = 0


@inlined
def choose(runs: Runs, desk: Desk) -> np.int64:
    """Where everything that is filed under the words of the post stands; for how many words.

    Passes of their own without branches, so that the processor fetches it all at once.
    """
    n = np.int64(0)
    for at in range(desk.counts[KNOWN]):
        word = desk.known[at]
        desk.filed[n] = word
        n += np.int64((runs.some[word >> 6] >> np.uint64(word & 63)) & _ONE)
    for at in range(n):
        word = 2 * desk.filed[at]
        desk.spans[4 * at] = runs.run[word]
        desk.spans[4 * at + 1] = runs.run[word + 2]
        desk.spans[4 * at + 2] = runs.run[word + 1]
        desk.spans[4 * at + 3] = runs.run[word + 3]
    touched = 0
    for at in range(n):
        touched += runs.hits[desk.spans[4 * at]] + runs.checks[3 * desk.spans[4 * at + 2]]
    desk.counts[TOUCHED] = touched
    return n


@inlined
def look(runs: Runs, program: Ints, desk: Desk) -> None:
    """Every row that is filed under a word of the post."""
    for at in range(choose(runs, desk)):
        for row in range(desk.spans[4 * at], desk.spans[4 * at + 1]):
            keep(desk, runs.hits[row])
        for row in range(desk.spans[4 * at + 2], desk.spans[4 * at + 3]):
            if not holds_word(desk, runs.checks[3 * row]):
                continue
            topic, rest = runs.checks[3 * row + 1], runs.checks[3 * row + 2]
            if rest < 0:
                keep(desk, topic)
                continue
            if is_met(desk, topic):
                continue
            answer = row_holds(program, rest, desk)
            if answer == 1:
                keep(desk, topic)
            elif answer == 2:
                doubt(desk, topic)


@inlined
def learn(desk: Desk, heard: Ints) -> None:
    desk.counts[SAMPLES] += 1
    for at in range(desk.counts[KNOWN]):
        heard[desk.known[at]] += 1


@inlined
def write(desk: Desk, answers: Answers, numbers: Longs, post: int) -> bool:
    """The topics of one post in order; False when there is no room left."""
    first = answers.filled[0]
    doubts = answers.filled[1]
    if (
        first + desk.counts[FOUND] >= answers.topics.shape[0]
        or 2 * (doubts + desk.counts[DOUBTS]) > answers.doubts.shape[0]
    ):
        return False
    topics = answers.topics
    n = first
    for at in range(desk.counts[FOUND]):
        topics[n] = numbers[desk.found[at]]
        n += np.int64(topics[n] != DEAD)
    for at in range(first + 1, n):
        number = topics[at]
        place = at
        while place > first and topics[place - 1] > number:
            topics[place] = topics[place - 1]
            place -= 1
        topics[place] = number
    for at in range(desk.counts[DOUBTS]):
        if numbers[desk.doubts[at]] != DEAD:
            answers.doubts[2 * doubts] = post
            answers.doubts[2 * doubts + 1] = desk.doubts[at]
            doubts += 1
    answers.filled[0], answers.filled[1], answers.ends[post] = n, doubts, n
    return True


@compiled_bare
def scan(
    batch: Batch,
    first: int,
    points: CodePoints,
    words: Words,
    starts: Words,
    runs: Runs,
    late: Runs,
    program: Ints,
    numbers: Longs,
    heard: Ints,
    desk: Desk,
    answers: Answers,
) -> int:
    """Posts from `first` on; returns how far it came before the answers were full."""
    posts = batch.last.shape[0]
    for post in range(first, posts):
        if read_post(batch, post, points, words, starts, desk):
            look(runs, program, desk)
            if late.hits.shape[0]:
                look(late, program, desk)
            if post % SAMPLE_EVERY == 0:
                learn(desk, heard)
        else:
            answers.odd[post] = 1
        if not write(desk, answers, numbers, post):
            return int(post)
    return int(posts)
