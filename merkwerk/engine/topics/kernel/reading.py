"""A post's words, folded, cut and looked up as `engine.text` would, in one compiled pass."""

from __future__ import annotations

import numpy as np

from merkwerk.engine.topics.kernel.compiled import inlined
from merkwerk.engine.topics.kernel.tables import (
    ALIEN,
    ALONE,
    DIGIT,
    EMOJI,
    FIRST_MANY,
    JOINER,
    KNOWN,
    LETTER,
    LONGEST_START,
    ODD,
    PLACES,
    REGION,
    SIGN,
    STOP,
    STRANGE,
    STUB,
    WORD,
    CodePoints,
    Desk,
    Signs32,
    Words,
)
from merkwerk.engine.topics.kernel.words import SEED, find, hashed, may_hold

_JOINER = np.uint32(0x200D)
_PAGE = np.uint32(8)
_WITHIN = np.uint32(255)
_LINE = ord("\n")
_HASH, _AT, _H, _W = ord("#"), ord("@"), ord("h"), ord("w")
_T, _P, _S, _COLON, _SLASH, _DOT = ord("t"), ord("p"), ord("s"), ord(":"), ord("/"), ord(".")
_A, _Z, _SHE, _HE = ord("a"), ord("z"), ord("♀"), ord("♂")
_DASH, _UNDER, _AND = ord("-"), ord("_"), ord("&")
_ONE = np.uint64(1)


@inlined
def join(folded: Signs32, n: int) -> int:
    """Takes loose joiners away, as `folding._LOOSE` does; how many cells are left."""
    left = at = 0
    before = np.uint32(0)
    while at < n:
        cell = folded[at]
        after = folded[at + 1]
        if cell == _JOINER and before & EMOJI and (after & SIGN == _SHE or after & SIGN == _HE):
            before = after
            at += 2
            continue
        if cell != _JOINER or (before & EMOJI and after & EMOJI):
            folded[left] = cell
            left += 1
        before = cell
        at += 1
    folded[left] = 0
    return left


@inlined
def is_mixed(folded: Signs32, n: int) -> bool:
    """Whether a word holds Latin letters and some that may pass for them."""
    latin = alien = False
    for at in range(n):
        cell = folded[at]
        sign = cell & SIGN
        if not cell & LETTER or sign == _UNDER:
            latin = alien = False
        elif cell & ALIEN:
            alien = True
        elif _A <= sign <= _Z:
            latin = True
        if latin and alien:
            return True
    return False


@inlined
def fold_into(folded: Signs32, points: CodePoints, signs: Signs32, start: int, end: int) -> int:
    """The cells of a folded segment; how many, or -1 when only Python can read it. Leaves an empty
    cell behind the last."""
    room = folded.shape[0] - 8
    n = 0
    seen = np.uint32(0)
    joiners = False
    for at in range(start, end):
        sign = signs[at]
        cell = points.cells[(np.int64(points.page[sign >> _PAGE]) << 8) | (sign & _WITHIN)]
        if n >= room:
            return -1
        seen |= cell
        if not cell & STRANGE:
            folded[n] = cell
            n += 1
            continue
        first = np.int64(cell & SIGN)
        if first == ODD:
            points.missing[sign >> _PAGE] = 1
            return -1
        if first == JOINER:
            joiners = True
            folded[n] = _JOINER
            n += 1
        elif first >= FIRST_MANY:
            many = np.int64(points.more[first])
            if n + many >= room:
                return -1
            for more in range(many):
                folded[n] = points.more[first + 1 + more]
                n += 1
    folded[n] = 0
    if joiners:
        n = join(folded, n)
    return -1 if seen & ALIEN and is_mixed(folded, n) else n


@inlined
def meet(desk: Desk, word: int, place: int) -> None:
    """Word number `word` stands in this post, at this place of the row (-1: beside it)."""
    bit = _ONE << np.uint64(word & 63)
    if not desk.present[word >> 6] & bit:
        desk.present[word >> 6] |= bit
        desk.place[word] = -1
        desk.known[desk.counts[KNOWN]] = word
        desk.counts[KNOWN] += 1
    if place >= 0:
        desk.row[place] = word
        desk.before[place] = desk.place[word]
        desk.place[word] = place


@inlined
def note(desk: Desk, words: Words, starts: Words, length: int, place: int) -> None:
    """A token whose hashes, by length, stand in `states`."""
    if place >= 0:
        desk.row[place] = -1
    states = desk.states
    found = find(words, states[min(length, LONGEST_START + 1)])
    if found >= 0:
        meet(desk, found, place)
    left = starts.lengths[0]
    most = min(length, LONGEST_START)
    if most >= STUB and not may_hold(starts.stubs, states[STUB]):
        most = STUB - 1
    at = 0
    while left and at <= most:
        if left & _ONE:
            found = find(starts, states[at])
            if found >= 0:
                meet(desk, found, -1)
        left >>= _ONE
        at += 1


@inlined
def take(desk: Desk, words: Words, starts: Words, start: int, end: int, in_row: bool) -> None:
    """Cells `start` to `end` are one token."""
    state = SEED
    most = 0
    for at in range(start, end):
        state = hashed(state, desk.folded[at] & SIGN)
        most += 1
        if most <= LONGEST_START:
            desk.states[most] = state
    desk.states[min(most, LONGEST_START + 1)] = state
    place = -1
    if in_row:
        place = desk.counts[PLACES]
        desk.counts[PLACES] += 1
    note(desk, words, starts, most, place)


@inlined
def take_word(desk: Desk, words: Words, starts: Words, at: int) -> int:
    """Takes the word that starts here and ends where no letter is; where that is."""
    folded, states = desk.folded, desk.states
    state = SEED
    first = at
    cell = folded[at]
    while cell & WORD:
        state = hashed(state, cell & SIGN)
        at += 1
        if at - first <= LONGEST_START:
            states[at - first] = state
        cell = folded[at]
    states[min(at - first, LONGEST_START + 1)] = state
    place = desk.counts[PLACES]
    desk.counts[PLACES] += 1
    note(desk, words, starts, at - first, place)
    return at


@inlined
def pause(desk: Desk) -> None:
    """A break: no phrase reaches over it."""
    desk.row[desk.counts[PLACES]] = -2
    desk.counts[PLACES] += 1


@inlined
def word_end(folded: Signs32, at: int) -> int:
    """Where the word that starts here ends; the same place when there is none."""
    if folded[at] & WORD:
        while folded[at] & WORD:
            at += 1
        return at
    if not folded[at] & ALONE:
        return at
    emoji = folded[at] & EMOJI
    at += 2 if folded[at] & REGION and folded[at + 1] & REGION else 1
    if emoji:
        while folded[at] == _JOINER and folded[at + 1] & EMOJI:
            at += 2
    return at


@inlined
def letters_end(folded: Signs32, at: int) -> int:
    while folded[at] & LETTER:
        at += 1
    return at


@inlined
def link_end(folded: Signs32, start: int, end: int) -> int:
    """Where the link that starts here ends; the same place when there is none."""
    at = start
    if folded[at] & SIGN == _H:
        if not (
            folded[at + 1] & SIGN == _T
            and folded[at + 2] & SIGN == _T
            and folded[at + 3] & SIGN == _P
        ):
            return start
        at += 4
        if folded[at] & SIGN == _S:
            at += 1
        for wanted in (_COLON, _SLASH, _SLASH):
            if folded[at] & SIGN != wanted:
                return start
            at += 1
    else:
        if start and folded[start - 1] & LETTER:
            return start
        for wanted in (_W, _W, _W, _DOT):
            if folded[at] & SIGN != wanted:
                return start
            at += 1
    first = at
    while at < end and not folded[at] & STOP:
        at += 1
    return at if at > first else start


@inlined
def tag_end(folded: Signs32, start: int) -> int:
    """Where the `#tag` that starts here ends; the same place when there is none."""
    if start:
        before = folded[start - 1]
        if before & LETTER or before & SIGN == _AND or before & SIGN == _SLASH:
            return start
    at = start + 1
    while folded[at] & DIGIT or folded[at] & SIGN == _UNDER:
        at += 1
    return letters_end(folded, at) if folded[at] & LETTER else start


@inlined
def joined_end(folded: Signs32, at: int) -> int:
    """Letters, joined by single dots and dashes."""
    at = letters_end(folded, at)
    while (folded[at] & SIGN == _DOT or folded[at] & SIGN == _DASH) and folded[at + 1] & LETTER:
        at = letters_end(folded, at + 1)
    return at


@inlined
def handle_end(folded: Signs32, start: int) -> int:
    """Where the `@handle` that starts here ends; the same place when there is none."""
    if start:
        before = folded[start - 1]
        if before & LETTER or before & SIGN == _AT or before & SIGN == _DOT:
            return start
    if not folded[start + 1] & LETTER:
        return start
    at = joined_end(folded, start + 1)
    if folded[at] & SIGN == _AT and folded[at + 1] & LETTER:
        at = joined_end(folded, at + 1)
    return at


@inlined
def take_tag(desk: Desk, words: Words, starts: Words, start: int, end: int) -> None:
    """The tag beside the row, its words in it."""
    take(desk, words, starts, start, end, False)
    at = start + 1
    while at < end:
        after = word_end(desk.folded, at)
        if after > at:
            take(desk, words, starts, at, after, True)
        at = max(after, at + 1)


@inlined
def take_handle(desk: Desk, words: Words, starts: Words, start: int, end: int) -> None:
    """The handle in the row, and without its server beside it."""
    take(desk, words, starts, start, end, True)
    at = start + 1
    while at < end and desk.folded[at] & SIGN != _AT and desk.folded[at] & SIGN != _DOT:
        at += 1
    if at < end:
        take(desk, words, starts, start, at, False)


@inlined
def take_sign(desk: Desk, words: Words, starts: Words, at: int) -> int:
    """A tag, a handle, or nothing, at a sign that begins no word; where it ends."""
    sign = desk.folded[at] & SIGN
    after = at
    if sign == _HASH:
        after = tag_end(desk.folded, at)
        if after > at:
            take_tag(desk, words, starts, at, after)
    elif sign == _AT:
        after = handle_end(desk.folded, at)
        if after > at:
            take_handle(desk, words, starts, at, after)
    return max(after, at + 1)


@inlined
def read_text(desk: Desk, words: Words, starts: Words, n: int) -> None:
    """All tokens of the folded segment of n cells."""
    folded = desk.folded
    at = 0
    while at < n:
        cell = folded[at]
        if cell & WORD:
            sign = cell & SIGN
            if sign == _H or sign == _W:  # noqa: SIM109 (numba would make a loop of it)
                after = link_end(folded, at, n)
                if after > at:
                    pause(desk)
                    at = after
                    continue
            at = take_word(desk, words, starts, at)
        elif cell & ALONE:
            after = word_end(folded, at)
            take(desk, words, starts, at, after, True)
            at = after
        else:
            at = take_sign(desk, words, starts, at)


@inlined
def read_lines(
    desk: Desk, words: Words, starts: Words, signs: Signs32, start: int, end: int, in_row: bool
) -> None:
    """Tokens that Python cut already, one a line; an empty line in a row is a break."""
    at = start
    while at < end:
        n = 0
        while at < end and signs[at] != _LINE:
            desk.folded[n] = signs[at]
            at += 1
            n += 1
        at += 1
        if n:
            take(desk, words, starts, 0, n, in_row)
        elif in_row:
            pause(desk)
