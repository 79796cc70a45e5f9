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
    STAMP,
    TEXT,
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
    for at in range(desk.count[KNOWN]):
        desk.present[desk.known[at] >> 6] = 0
    desk.count[STAMP] += 1
    desk.count[KNOWN] = 0
    desk.count[PLACES] = 0
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
    if desk.met[topic] != desk.count[STAMP]:
        desk.met[topic] = desk.count[STAMP]
        desk.found[desk.count[FOUND]] = topic
        desk.count[FOUND] += 1


@inlined
def doubt(desk: Desk, topic: int) -> None:
    if desk.doubted[topic] != desk.count[STAMP]:
        desk.doubted[topic] = desk.count[STAMP]
        desk.doubts[desk.count[DOUBTS]] = topic
        desk.count[DOUBTS] += 1


@inlined
def choose(runs: Runs, desk: Desk) -> int:
    """Where everything that is filed under the words of the post stands; for how many words.

    A pass of its own and almost without branches, so that the processor fetches it all at once.
    """
    n = 0
    for at in range(desk.count[KNOWN]):
        word = desk.known[at]
        desk.filed[n] = word
        n += np.int64((runs.some[word >> 6] >> np.uint64(word & 63)) & _ONE)
    for at in range(n):
        word = 2 * desk.filed[at]
        desk.spans[4 * at] = runs.run[word]
        desk.spans[4 * at + 1] = runs.run[word + 2]
        desk.spans[4 * at + 2] = runs.run[word + 1]
        desk.spans[4 * at + 3] = runs.run[word + 3]
    return n


@inlined
def look(runs: Runs, program: Ints, desk: Desk) -> None:
    """Every row that is filed under a word of the post."""
    stamp = desk.count[STAMP]
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
            if desk.met[topic] == stamp:
                continue
            answer = row_holds(program, rest, desk)
            if answer == 1:
                keep(desk, topic)
            elif answer == 2:
                doubt(desk, topic)


@inlined
def learn(desk: Desk, heard: Ints) -> None:
    desk.count[SAMPLES] += 1
    for at in range(desk.count[KNOWN]):
        heard[desk.known[at]] += 1


@inlined
def write(desk: Desk, answers: Answers, numbers: Longs, post: int) -> bool:
    """The topics of one post in order; False when there is no room left."""
    first = answers.filled[0]
    doubts = answers.filled[1]
    if (
        first + desk.count[FOUND] > answers.topics.shape[0]
        or 2 * (doubts + desk.count[DOUBTS]) > answers.doubts.shape[0]
    ):
        return False
    topics = answers.topics
    n = first
    for at in range(desk.count[FOUND]):
        number = numbers[desk.found[at]]
        if number != DEAD:
            place = n
            while place > first and topics[place - 1] > number:
                topics[place] = topics[place - 1]
                place -= 1
            topics[place] = number
            n += 1
    for at in range(desk.count[DOUBTS]):
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
        desk.count[FOUND] = 0
        desk.count[DOUBTS] = 0
        if read_post(batch, post, points, words, starts, desk):
            look(runs, program, desk)
            if late.hits.shape[0] + late.checks.shape[0]:
                look(late, program, desk)
            if post % SAMPLE_EVERY == 0:
                learn(desk, heard)
        else:
            answers.odd[post] = 1
        if not write(desk, answers, numbers, post):
            return post
    return posts
