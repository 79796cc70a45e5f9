"""Names of a register in a text: as they are written, bent, shortened, hidden or misspelt."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from merkwerk.engine.because import Because
from merkwerk.engine.confidences import lexicon
from merkwerk.engine.confidences.draft import LONGEST_WORD, LOWER, UPPER, Draft, Word
from merkwerk.engine.confidences.forms import How, abbreviates
from merkwerk.engine.confidences.register import HEAD, LONG_HEAD, Register, owners_of
from merkwerk.engine.confidences.values import CERTAIN_ENOUGH, Confidence, Finding
from merkwerk.engine.confidences.weighing import LONG_ENOUGH, Hit, certainty, ending

MOST_WORDS = 5
LONGEST_REST = 40
SHORTEST_WINDOW, LONGEST_WINDOW = 4, 40
_CODES = {
    How.SHORTENED: "shortened",
    How.PART: "part",
    How.INITIALS: "initials",
    How.CUT: "abbreviated",
}


def findings(register: Register, draft: Draft, resting: frozenset[int]) -> list[Finding]:
    """All places where a name stands, overlapping ones too; `resting` are the places in the list
    of those that may be named."""
    found = [
        finding
        for number in draft.attended()
        for hit in _hits(register, draft, number)
        if (finding := _judged(register, draft, hit, resting))
    ]
    found += _abbreviated(register, draft, resting)
    return found + _misspelt(register, draft, resting, found)


def _hits(register: Register, draft: Draft, number: int) -> Iterator[Hit]:
    word, reach, letters = draft.words[number], draft.reach[number], draft.letters
    begins: range | tuple[int, ...] = (word.first, *word.camels)
    if word.marked and len(word.word) >= 12:
        begins = range(word.first, min(word.end - 6, word.first + LONGEST_WORD))
    rows, lengths = register.rows, register.lengths
    for start in begins:
        least = 2 if start == word.first or start in word.camels else 8
        for size in _sizes(lengths, letters, start, reach):
            if size >= least and letters[start : start + size] in rows:
                yield _hit(draft, number, start, start + size)
        left = word.end - start
        if 2 <= left < HEAD and letters[start : word.end] in rows:
            yield _hit(draft, number, start, word.end)
        elif left == 1:
            for size in (2, 3):
                if start + size <= reach and letters[start : start + size] in rows:
                    yield _hit(draft, number, start, start + size)
        elif (
            left == HEAD and letters[word.end - 1] == "s" and letters[start : word.end - 1] in rows
        ):
            yield _hit(draft, number, start, word.end - 1)


def _sizes(
    lengths: dict[str, tuple[int, ...]], letters: str, start: int, reach: int
) -> Iterator[int]:
    """How long rows may be that begin here, longest first."""
    for head in (LONG_HEAD, HEAD):
        if start + head <= reach:
            for size in lengths.get(letters[start : start + head], ()):
                if start + size <= reach:
                    yield size


def _hit(draft: Draft, number: int, start: int, end: int) -> Hit:
    last = number
    while draft.words[last].end < end:
        last += 1
    rest = draft.letters[end : min(draft.words[last].end, end + LONGEST_REST)]
    return Hit(number, last, start, end, draft.letters[start:end], rest)


def _judged(register: Register, draft: Draft, hit: Hit, resting: frozenset[int]) -> Finding | None:
    owners = [one for one in owners_of(register.rows[hit.row]) if one >> 3 not in resting]
    if not owners:
        return None
    bent = ending(draft, hit)
    if not bent:
        return None
    crowd = sum(one & 7 == How.INITIALS for one in owners)
    best, sure = owners[0], 0.0
    for owner in owners[:8]:
        pieces = register.pieces(owner >> 3, hit.row)
        this = certainty(draft, hit, How(owner & 7), pieces, crowd)
        if this > sure:
            best, sure = owner, this
    if bent == "compound":
        sure -= 0.1
    if sure < CERTAIN_ENOUGH:
        return None
    pieces = register.pieces(best >> 3, hit.row)
    codes = [code for code in (bent, _CODES.get(How(best & 7), "")) if code]
    if not _as_cut(draft, hit, pieces):
        codes.append("joined")
    if len(codes) > 1 and codes[0] == "as-written":
        del codes[0]
    return _finding(register.confidences[best >> 3], draft, hit, sure, codes)


def _as_cut(draft: Draft, hit: Hit, pieces: tuple[str, ...]) -> bool:
    words = [word.word for word in draft.words[hit.first : hit.last + 1]]
    return len(words) == len(pieces) or len("".join(pieces)) != len(hit.row)


def _finding(
    one: Confidence, draft: Draft, hit: Hit, sure: float, codes: list[str], edits: int = 0
) -> Finding:
    start, end = draft.place(hit.first, hit.start, hit.last, hit.end + len(hit.rest))
    facts = {"edits": edits} if edits else {}
    return Finding(
        start, end, one.key, one.kind, round(sure, 2),
        tuple(Because(code, facts) for code in codes),
    )  # fmt: skip


# --- W.B. Noord, Waterbedr. Noord ---------------------------------------------------------------


def _abbreviated(register: Register, draft: Draft, resting: frozenset[int]) -> list[Finding]:
    """A shortened first word before the rest of a name."""
    found: list[Finding] = []
    for number in draft.attended():
        if number and draft.words[number].joined and (short := _short_before(draft, number)):
            found += _with_tail(register, draft, number, short, resting)
    return found


def _short_before(draft: Draft, number: int) -> tuple[int, str] | None:
    """Where the shortened word before word `number` begins, and its letters."""
    before = draft.words[number - 1]
    if before.case == LOWER or lexicon.known_abbreviation(before.word):
        return None
    first = number - 1
    while (
        first > 0
        and len(draft.words[first].word) == 1
        and len(draft.words[first - 1].word) == 1
        and draft.words[first].joined
        and number - first < 4
    ):
        first -= 1
    letters = "".join(word.word for word in draft.words[first:number])
    dotted = "." in draft.words[number].before
    if dotted or (before.case == UPPER and len(letters) <= 4) or len(letters) == 1:
        return first, letters
    return None if lexicon.ordinary(letters) or len(letters) > 8 else (first, letters)


def _with_tail(
    register: Register, draft: Draft, number: int, short: tuple[int, str], resting: frozenset[int]
) -> Iterator[Finding]:
    first, letters = short
    if draft.words[number].case == LOWER or draft.shouted:
        return
    for last in range(number, min(number + 3, len(draft.words))):
        if last > number and not draft.words[last].joined:
            return
        start, end = draft.words[number].first, draft.words[last].end
        owners = register.tails.get(letters[0] + draft.letters[start:end], ())
        for owner in owners_of(owners)[:200]:
            if owner >> 3 in resting or not _fits(register, owner >> 3, letters):
                continue
            begin = draft.words[first].first
            hit = Hit(first, last, begin, end, draft.letters[begin:end], "")
            sure = 0.65 if len(letters) > 1 else 0.55
            yield _finding(register.confidences[owner >> 3], draft, hit, sure, ["abbreviated"])
            break


def _fits(register: Register, place: int, letters: str) -> bool:
    return any(abbreviates(letters, said.lawful[0]) for said in register.spellings(place))


# --- misspelt -----------------------------------------------------------------------------------


def _misspelt(
    register: Register, draft: Draft, resting: frozenset[int], known: list[Finding]
) -> list[Finding]:
    asked = list(_windows(draft, _taken(draft, known)))
    spans = [(draft.words[one].first, draft.words[other].end) for one, other in asked]
    found: list[Finding] = []
    for (first, last), rows in zip(
        asked, register.misspellings.near(draft.letters, spans), strict=True
    ):
        for row in rows:
            owners = [one for one in owners_of(register.rows[row]) if one >> 3 not in resting]
            owners = [one for one in owners if one & 7 <= How.SHORTENED]
            if not owners:
                continue
            start, end = draft.words[first].first, draft.words[last].end
            hit = Hit(first, last, start, end, row, "")
            sure = _sure_of_misspelt(draft, hit, register.pieces(owners[0] >> 3, row))
            if sure >= CERTAIN_ENOUGH:
                one = register.confidences[owners[0] >> 3]
                found.append(_finding(one, draft, hit, sure, ["misspelt"], 1))
                break
    return found


def _taken(draft: Draft, known: list[Finding]) -> set[int]:
    """Words in which something was found already."""
    starts = [draft.starts[word.at] for word in draft.words]
    taken: set[int] = set()
    for finding in known:
        first = bisect_left(starts, finding.start)
        taken.update(range(first, bisect_left(starts, finding.end)))
    return taken


def _windows(draft: Draft, taken: set[int]) -> Iterator[tuple[int, int]]:
    """First and last word of what may be a misspelt name: one word in it is nobody's."""
    words = draft.words
    strange = [
        number
        for number, word in enumerate(words)
        if _strange(word) or (_named(word) and _beside_capital(words, number))
    ]
    asked: set[int] = set()
    for number in strange:
        asked.update(range(max(0, number - MOST_WORDS + 1), number + 1))
    unknown = set(strange)
    for first in sorted(asked.intersection(draft.attended())):
        if _is_small(words[first]):
            continue
        telling = False
        for last in range(first, min(first + MOST_WORDS, len(words))):
            if last in taken or (last > first and not words[last].joined):
                break
            size = words[last].end - words[first].first
            if size > LONGEST_WINDOW:
                break
            telling = telling or last in unknown
            if telling and size >= SHORTEST_WINDOW and not _is_small(words[last]):
                yield first, last


def _is_small(word: Word) -> bool:
    """One that sentences are held together with: no name begins or ends with it."""
    if len(word.word) > 3 or word.marked or word.before == ".":
        return False
    return (word.case == LOWER or word.opens) and lexicon.ordinary(word.word)


def _sure_of_misspelt(draft: Draft, hit: Hit, pieces: tuple[str, ...]) -> float:
    """Typing errors rarely touch the first letter of a short name, and a word that is ordinary as
    it stands is seldom a slip: each word that differs must be one that nobody knows."""
    words = draft.words[hit.first : hit.last + 1]
    if len(hit.row) < 10 and draft.letters[hit.start] != hit.row[0]:
        return 0.0
    changed = [word for word in words if word.word not in pieces]
    kept = sum(len(word.word) for word in words if word.word in pieces)
    if not any(_strange(word) or (kept >= 5 and _named(word)) for word in changed):
        return 0.0
    if len(words) != len(pieces) and not all(_strange(word) for word in changed):
        return 0.0
    capital = any(
        word.marked or word.camels or (word.case != LOWER and (not word.opens or _strange(word)))
        for word in words
    )
    if len(words) == 1 and len(pieces) == 1:
        return 0.6 if len(hit.row) >= (6 if capital else 7) else 0.0
    if not capital:
        return 0.55 if len(hit.row) >= LONG_ENOUGH else 0.0
    return 0.7 if len(hit.row) >= 10 else 0.6


def _beside_capital(words: list[Word], number: int) -> bool:
    """Whether it may be a part of a longer name."""
    before = number > 0 and words[number].joined and words[number - 1].case != LOWER
    after = number + 1 < len(words) and words[number + 1].joined
    return before or (after and words[number + 1].case != LOWER)


def _named(word: Word) -> bool:
    """A known name, written as one."""
    return word.case != LOWER and lexicon.known_name(word.word)


def _strange(word: Word) -> bool:
    if len(word.word) <= 2:
        return False
    return not (lexicon.ordinary(word.word) or lexicon.known_name(word.word))
