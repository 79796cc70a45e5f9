"""Short sketches of a set of grams, and what they say about the overlap of two sets.

MinHash agrees as often as two sets overlap; it is cut into bands.

Broder 1997; bands as in Indyk and Motwani 1998. With 40 bands of 3 a pair with Jaccard 0.5 is
found 995 times in 1,000, one with 0.3 two times in three.

A signature has one bit for each gram, at the place that its hash names (Bloom 1970). What two sets
have in common can't be more than the bits that both have, and the grams that share a bit."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from merkwerk.engine.echoes.grams import Codes, packed

BANDS = 40
ROWS = 3
WORDS = 6
"""A signature has so many words of 64 bits."""

Bands = npt.NDArray[np.uint32]
Signature = npt.NDArray[np.uint64]


def _numbers(count: int, seed: int) -> npt.NDArray[np.uint32]:
    """Fixed odd numbers: the same sketch on every machine, on every day."""
    state, found = seed, []
    for _ in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        found.append(state >> 32 | 1)
    return np.array(found, np.uint32)


MULTIPLY = _numbers(BANDS * ROWS, 7)
ADD = _numbers(BANDS * ROWS, 8)
MIX_1, MIX_2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
JOIN_1, JOIN_2, JOIN_3 = np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35), np.uint32(0x27D4EB2F)
SIGNED = np.uint64(WORDS * 64)
_BIT, _LOW = np.uint64(1), np.uint64(63)
HALF = np.uint64(32)
SHAKE = np.uint32(15)


def bands(letters: Codes) -> Bands:
    """The 40 band keys of a text; refuses an empty one."""
    mixed = packed(letters) * MIX_1
    mixed = (mixed ^ (mixed >> HALF)) * MIX_2
    small = (mixed >> HALF).astype(np.uint32)
    least = (small[:, None] * MULTIPLY + ADD).min(axis=0).reshape(BANDS, ROWS)
    key = (least[:, 0] * JOIN_1) ^ (least[:, 1] * JOIN_2) ^ (least[:, 2] * JOIN_3)
    key = (key ^ (key >> SHAKE)) * JOIN_2
    return np.asarray(key ^ (key >> SHAKE), np.uint32)


def signature(letters: Codes) -> Signature:
    """The bits of a text; none of an empty one."""
    places = ((packed(letters) * MIX_1) >> HALF) * SIGNED >> HALF
    found = np.zeros(WORDS, np.uint64)
    np.bitwise_or.at(found, (places >> np.uint64(6)).astype(np.int64), _BIT << (places & _LOW))
    return found
