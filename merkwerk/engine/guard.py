"""The timeline guard: who of my followers would see it once more, and from whom they had it.

Asked before somebody says what colleagues or a brand account said within the window (an hour): the
same link, or nearly the same words. It looks from the receiver's side: somebody who follows five of
us reads it five times. It never forbids; it says what is so, and three ways out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from merkwerk.engine.because import Because
from merkwerk.engine.echoes.echo import Kind
from merkwerk.engine.echoes.passages import fresh
from merkwerk.engine.marks import Marks, mark, marks, pack, unpack

__all__ = [
    "AN_HOUR",
    "Heard",
    "Later",
    "Marks",
    "Overlap",
    "Voice",
    "guard",
    "mark",
    "marks",
    "pack",
    "unpack",
]

AN_HOUR = timedelta(hours=1)
MOST_TEXTS = 12
"""With so many different texts of others one's own is compared for what is new in it."""

_STRENGTH: dict[Kind, int] = {"nearly": 0, "same-link": 1, "similar": 2}
_NOBODY = np.empty(0, np.uint64)
SIEVE = 64
MOST_BITS = 22
"""So many places of a small table for each of my followers, and at most 2 to the so many: what
stands at none of them is in none of my lists, and need not be looked for."""

_Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """One saying by a colleague or a brand account: `key` is yours and comes back, `at` when it was
    said, `kind` how it echoes, `followers` their sorted marks (None: nobody knows who follows
    them), `text` what was said."""

    key: int
    at: datetime
    kind: Kind
    followers: Marks | None
    text: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """A voice within the window. `shared`: marks of my followers that follow it too, sorted."""

    key: int
    at: datetime
    kind: Kind
    shared: Marks

    def __len__(self) -> int:
        return self.shared.size


@dataclass(frozen=True, slots=True)
class Later:
    """From `at` on so many of my followers (`saw`) still have it in their last hour."""

    at: datetime
    saw: int


@dataclass(frozen=True, slots=True, eq=False)
class Overlap:
    """What my followers saw already.

    - `heard`: the voices that reach one of my followers at least, most shared first.
    - `unknown`: keys of voices within the window of whom nobody knows the followers, or all of them
      when mine are not known (`followers` is None then).
    - `receivers` saw it, so many `times` each (same order; most often first, then by mark).
    - `because`, in the order to tell it: shared (saw, of, voices), often (times, people: how many
      of them saw it so often) from twice on, same-link, nearly, similar (voices), unknown (voices).
    - the ways out: `later` (another time: when fewer have it fresh, the last one with 0), `new`
      (another angle: passages of my text that none of them said), `leave_to` (the key of who
      reached most of them in words or link, and said it first of equals).
    """

    followers: int | None
    heard: tuple[Heard, ...] = ()
    unknown: tuple[int, ...] = ()
    receivers: Marks = field(default_factory=lambda: _NOBODY)
    times: npt.NDArray[np.uint16] = field(default_factory=lambda: np.empty(0, np.uint16))
    later: tuple[Later, ...] = ()
    new: tuple[str, ...] = ()
    leave_to: int | None = None
    because: tuple[Because, ...] = ()

    @property
    def saw(self) -> int:
        """How many of my followers saw it already."""
        return self.receivers.size

    @property
    def most(self) -> int:
        """How many times the worst-off receiver saw it; with mine it is one more."""
        return int(self.times[0]) if self.times.size else 0

    @property
    def worst(self) -> Marks:
        """Those who saw it `most` times."""
        return np.asarray(self.receivers[self.times == self.most], np.uint64)

    @property
    def silent(self) -> bool:
        """Nobody would see it again, as far as is known (`unknown` says how far that is)."""
        return not self.receivers.size

    @property
    def clear_at(self) -> datetime | None:
        """When nobody has it within the window any more, if nobody says it again."""
        return self.later[-1].at if self.later else None

    def from_whom(self, receiver: int) -> tuple[int, ...]:
        """Keys of the voices from which one receiver had it, most shared first."""
        return tuple(one.key for one in self.heard if _holds(one.shared, receiver))


def guard(
    mine: Marks | None,
    voices: Sequence[Voice],
    *,
    now: datetime,
    window: timedelta = AN_HOUR,
    text: str = "",
) -> Overlap:
    """Holds my followers (sorted marks, each once; None when not known) against those of every
    voice of the last `window`. What was said longer ago does not count; what was said later than
    `now` (clocks differ) counts as just said. Exact; half a millisecond for 50 voices with a
    thousand followers each."""
    recent = [voice for voice in voices if voice.at > now - window]
    if mine is None:
        keys = tuple(voice.key for voice in recent)
        return Overlap(None, unknown=keys, because=_unknown(len(keys)))
    known = [(voice, voice.followers) for voice in recent if voice.followers is not None]
    places = _meet(mine, [followers for _, followers in known])
    told = [(voice, at) for (voice, _), at in zip(known, places, strict=True) if at.size]
    told.sort(key=lambda one: (-one[1].size, _STRENGTH[one[0].kind], one[0].at, one[0].key))
    unknown = tuple(voice.key for voice in recent if voice.followers is None)
    if not told:
        return Overlap(mine.size, unknown=unknown, because=_unknown(len(unknown)))
    return _overlap(mine, told, unknown, _Asked(now, window, text))


@dataclass(frozen=True, slots=True)
class _Asked:
    now: datetime
    window: timedelta
    text: str


def _overlap(
    mine: Marks, told: list[tuple[Voice, _Places]], unknown: tuple[int, ...], asked: _Asked
) -> Overlap:
    counts = np.bincount(np.concatenate([at for _, at in told]), minlength=mine.size)
    seen = np.flatnonzero(counts)
    seen = seen[np.argsort(-counts[seen], kind="stable")]
    times = counts[seen].astype(np.uint16)
    return Overlap(
        followers=mine.size,
        heard=tuple(Heard(one.key, one.at, one.kind, mine[at]) for one, at in told),
        unknown=unknown,
        receivers=mine[seen],
        times=times,
        later=_later(mine.size, told, asked),
        new=_new(asked.text, [voice.text for voice, _ in told]),
        leave_to=next((one.key for one, _ in told if one.kind != "similar"), None),
        because=(*_because(mine.size, told, times), *_unknown(len(unknown))),
    )


def _meet(mine: Marks, lists: Sequence[Marks]) -> list[_Places]:
    """For each list the places in mine of what both hold. A small table, which stays in the
    cache, turns most of the strangers away before the search: marks are evenly spread."""
    if not mine.size or not lists:
        return [np.empty(0, np.intp) for _ in lists]
    shift = np.uint64(64 - min((mine.size * SIEVE).bit_length(), MOST_BITS))
    sieve = np.zeros(1 << (64 - int(shift)), np.bool_)
    sieve[(mine >> shift).view(np.int64)] = True
    theirs = np.concatenate(lists)
    maybe = sieve.take((theirs >> shift).view(np.int64), mode="wrap").nonzero()[0]
    at = mine.searchsorted(theirs[maybe])
    at[at == mine.size] = 0
    same = (mine[at] == theirs[maybe]).nonzero()[0]
    ends = np.cumsum([one.size for one in lists])
    return np.split(at[same], np.searchsorted(maybe[same], ends)[:-1])


def _holds(sorted_marks: Marks, one: int) -> bool:
    at = int(np.searchsorted(sorted_marks, np.uint64(one)))
    return at < sorted_marks.size and int(sorted_marks[at]) == one


def _later(size: int, told: list[tuple[Voice, _Places]], asked: _Asked) -> tuple[Later, ...]:
    """Each moment at which a voice falls out of the window, with who is left then: a receiver goes
    with the last voice that reached them."""
    ends = [min(voice.at, asked.now) + asked.window for voice, _ in told]
    moments = sorted(set(ends))
    rank = {moment: number for number, moment in enumerate(moments)}
    last = np.full(size, -1, np.int64)
    by_end = sorted(range(len(told)), key=lambda one: rank[ends[one]])
    numbers = np.repeat([rank[ends[one]] for one in by_end], [told[one][1].size for one in by_end])
    last[np.concatenate([told[one][1] for one in by_end])] = numbers  # of several the last stays
    going = np.bincount(last[last >= 0], minlength=len(moments))
    left = int(going.sum()) - np.cumsum(going)
    pairs = zip(moments, left.tolist(), strict=True)
    return tuple(Later(moment, saw) for moment, saw in pairs)


def _new(text: str, others: list[str]) -> tuple[str, ...]:
    different = list(dict.fromkeys(other for other in others if other))
    return fresh(text, different[:MOST_TEXTS]) if text and different else ()


def _because(
    size: int, told: list[tuple[Voice, _Places]], times: npt.NDArray[np.uint16]
) -> tuple[Because, ...]:
    found = [Because("shared", {"saw": times.size, "of": size, "voices": len(told)})]
    if (most := int(times[0])) > 1:
        found.append(Because("often", {"times": most, "people": int((times == most).sum())}))
    kinds: tuple[Kind, ...] = ("same-link", "nearly", "similar")
    for kind in kinds:
        if number := sum(voice.kind == kind for voice, _ in told):
            found.append(Because(kind, {"voices": number}))
    return tuple(found)


def _unknown(number: int) -> tuple[Because, ...]:
    return (Because("unknown", {"voices": number}),) if number else ()
