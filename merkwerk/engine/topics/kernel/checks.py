"""What one row asks beside the word it is filed under.

A row's program: how many words it needs, how many it must not hold, how long the rest is; the
needed words, the others; then one clause after the other: kind, length, what it holds.
"""

from __future__ import annotations

import numpy as np

from merkwerk.engine.topics.kernel.compiled import inlined
from merkwerk.engine.topics.kernel.tables import PLACES, Desk, Ints

_ONE = np.uint64(1)

PHRASE, NO_PHRASE, NEAR, NO_NEAR, DOUBT = 0, 1, 2, 3, 4
"""Kinds of clause. A phrase holds its words; a NEAR how many words apart, how many words its left
phrase has, then the words of both; a doubt nothing: Python looks."""


@inlined
def holds_word(desk: Desk, word: int) -> bool:
    """Whether the post holds this word anywhere."""
    return bool((desk.present[word >> 6] >> np.uint64(word & 63)) & _ONE)


@inlined
def spoken(program: Ints, first: int, last: int, desk: Desk, place: int) -> bool:
    """Whether the words `program[first:last]` stand in the row from this place on."""
    if place + last - first > desk.counts[PLACES]:
        return False
    for at in range(first, last):  # noqa: SIM110 (numba knows no all() over a generator)
        if desk.row[place + at - first] != program[at]:
            return False
    return True


@inlined
def phrase_holds(program: Ints, first: int, last: int, desk: Desk) -> bool:
    for at in range(first, last):
        if not holds_word(desk, program[at]):
            return False
    place = desk.place[program[first]]
    while place >= 0:
        if spoken(program, first, last, desk, place):
            return True
        place = desk.before[place]
    return False


@inlined
def follows(
    program: Ints, one: int, one_end: int, other: int, other_end: int, within: int, desk: Desk
) -> bool:
    """Whether the one phrase stands before the other, and near it."""
    if not holds_word(desk, program[one]):
        return False
    place = desk.place[program[one]]
    while place >= 0:
        if spoken(program, one, one_end, desk, place):
            first = place + one_end - one
            for at in range(first, min(first + within, desk.counts[PLACES])):
                if desk.row[at] == -2:
                    break
                if spoken(program, other, other_end, desk, at):
                    return True
        place = desk.before[place]
    return False


@inlined
def near_holds(program: Ints, first: int, last: int, desk: Desk) -> bool:
    within = program[first]
    left = first + 2
    right = left + program[first + 1]
    return follows(program, left, right, right, last, within, desk) or follows(
        program, right, last, left, right, within, desk
    )


@inlined
def row_holds(program: Ints, at: int, desk: Desk) -> int:
    """0: no; 1: yes; 2: as far as can be seen here."""
    need, others, rest = program[at], program[at + 1], program[at + 2]
    at += 3
    for place in range(at, at + need):
        if not holds_word(desk, program[place]):
            return 0
    at += need
    for place in range(at, at + others):
        if holds_word(desk, program[place]):
            return 0
    at += others
    end = at + rest
    answer = 1
    while at < end:
        kind, first = program[at], at + 2
        last = first + program[at + 1]
        if kind == DOUBT:
            answer = 2
        elif kind <= NO_PHRASE:
            if phrase_holds(program, first, last, desk) != (kind == PHRASE):
                return 0
        elif near_holds(program, first, last, desk) != (kind == NEAR):
            return 0
        at = last
    return answer
