"""What each sign in a handle is worth, in natural logarithms of odds before `sharpness`; fitted by
`bench/identities_run.py`, but for the last three, which were set by hand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """`letter`: how unlikely a letter is that came by chance. Pieces: `whole`, `start`, `initial`,
    `short`, `slip`, `syllables`, `torn` (cut inside). What the handle leaves out: `no_given`,
    `no_family`, `no_middle`; `reversed` order. What the name leaves over: `rest` and `rest_apart`
    (a part of its own) once, `rest_letter` for each letter, `digits`, `title`. `nobody`: what the
    best name has to beat. `another`: how likely a second account on one network is; `outside`:
    how many namesakes are not in the pool; `employer`: how far an employer's domain is
    trusted."""

    letter: float = 2.6
    whole: float = 0.0
    start: float = -5.59
    initial: float = -2.1
    short: float = -4.56
    slip: float = -7.9
    syllables: float = -0.97
    no_given: float = -3.03
    no_family: float = -3.16
    no_middle: float = -0.87
    reversed: float = -1.34
    rest: float = -5.82
    rest_letter: float = -0.29
    rest_apart: float = -5.5
    digits: float = -1.89
    title: float = 0.0
    torn: float = -2.95
    nobody: float = 1.14
    sharpness: float = 0.597
    another: float = 0.05
    outside: float = 0.05
    employer: float = 0.8


WEIGHTS = Weights()
