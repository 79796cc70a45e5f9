"""How the figures of warmth were chosen, and what that choice loses on a log it has not seen.

A grid of three figures (how long a day lasts, how long the last one is fresh, how much lateness
counts) is held against a decayed sum with half-life W: on each log, on its first half, with W half
and twice as long, on thinned logs, and on made-up ones. That which loses least where it loses most
wins. To see what such a choice is worth on another log, each log is left out of it in turn.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.pairs import auc
from bench.table import last_line, show
from bench.warmth_data import Log, Ties, cutoffs, folded, read, window
from bench.warmth_peers import decayed
from merkwerk.engine import warmth as plain
from merkwerk.engine.tests.examples_of_ties import Tempo, log
from merkwerk.engine.warmth import Direction

Numbers = npt.NDArray[np.float64]
Figures = tuple[float, float, float]

LASTING = (15.0, 25.0, 40.0, 60.0, 100.0)
FRESH = (8.0, 12.0, 15.0, 20.0, 28.0, 40.0)
LATE = (0.2, 0.35, 0.5, 0.7)
THINNED = (0.6, 0.3, 0.15)
PAIRS, SEED = 900, 11
MADE = (
    *(Tempo(3, 25, 196, 14), Tempo(1, 10, 120, 14), Tempo(5, 60, 300, 14), Tempo(2, 90, 200, 14)),
    *(Tempo(12, 200, 360, 30), Tempo(8, 90, 360, 30), Tempo(20, 400, 720, 30)),
    *(Tempo(40, 300, 1500, 90), Tempo(90, 700, 2160, 180)),
)
"""Chat, mail, reviews and what is sparser still; `gap`, `life`, `span` and `window` in days."""

SIDES = {
    Direction.OURS: {True},
    Direction.THEIRS: {False},
    Direction.BOTH: {True, False},
}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known at one cut-off, as the grid needs it, and what a decayed sum makes of it."""

    ties: Ties
    last: Numbers
    beyond: Numbers
    decayed: float


def known(ties: Ties, days: int) -> Known:
    last = ties.ages[ties.starts[1:] - 1]
    grace = plain.LATE_GRACE_DAYS
    beyond = np.clip((last + grace) / (_rhythms(ties) + grace), 1.0, plain.LATE_AT_MOST)
    return Known(ties, last, beyond, auc(ties.again, decayed(ties, days)))


def _rhythms(ties: Ties) -> Numbers:
    gaps = -np.diff(ties.ages)
    last = plain.RHYTHM_LAST_GAPS
    ends = zip(ties.starts[:-1], ties.starts[1:] - 1, strict=True)
    return np.array([np.rint(np.median(gaps[max(one, end - last) : end])) for one, end in ends])


def scores(each: Known, figures: Figures) -> Numbers:
    """As `engine.warmth`, for contact days of one weight; who did something is left out."""
    lasting, fresh, late = figures
    left = np.exp2(-((each.ties.ages / lasting) ** plain.FADING))
    sums = np.add.reduceat(left, each.ties.starts[:-1])
    return np.asarray(sums * np.exp2(-((each.last / fresh) ** plain.FADING)) / each.beyond**late)


def cases(name: str, whole: Log) -> Iterator[tuple[str, list[Known]]]:
    """The log as it is measured, and as others might be."""
    days = window(name, whole)
    steps = cutoffs(whole, days)
    half = len(steps) // 2
    yield name, seen(steps[half:], days)
    yield f"{name}, first half", seen(steps[:half], days)
    for other in (days // 2, days * 2):
        steps = cutoffs(whole, other)
        yield f"{name}, W = {other}", seen(steps[len(steps) // 2 :], other)
    for share in THINNED:
        steps = cutoffs(thinned(whole, share), days)
        yield f"{name}, {share} of the days", seen(steps[len(steps) // 2 :], days)


def seen(steps: Sequence[Ties], days: int) -> list[Known]:
    return [known(ties, days) for ties in steps if 0 < ties.again.sum() < len(ties.again)]


def thinned(whole: Log, share: float) -> Log:
    kept = np.random.default_rng(7).random(len(whole.days)) < share
    before = np.concatenate(([0], np.cumsum(kept)))
    return Log(before[whole.starts].astype(np.int64), whole.days[kept], whole.sides[kept])


def made(tempo: Tempo) -> list[Known]:
    pairs = [pair for pair in log(tempo, PAIRS, SEED) if pair]
    whole = folded([{day: SIDES[side] for day, side in pair} for pair in pairs])
    steps = cutoffs(whole, tempo.window)
    return seen(steps[len(steps) // 2 :], tempo.window)


def gain(steps: Sequence[Known], figures: Figures) -> float:
    """Mean AUC above that of the decayed sum."""
    found = [auc(each.ties.again, scores(each, figures)) - each.decayed for each in steps]
    return float(np.mean(found))


def chosen(gains: dict[Figures, dict[str, float]], without: str = "-") -> Figures:
    """The figures that lose least where they lose most, whatever is known of one log."""
    return max(
        gains,
        key=lambda one: min(v for name, v in gains[one].items() if not name.startswith(without)),
    )


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.warmth_choose")
    parser.add_argument("--data", type=Path, required=True, help="folder with logs, as for warmth")
    files = sorted(parser.parse_args(given).data.rglob("*.csv"))
    logs = {file.stem: each for file in files if (each := read(file))}
    every = {name: steps for log in logs for name, steps in cases(log, logs[log]) if steps}
    every |= {f"made-up {at}": made(tempo) for at, tempo in enumerate(MADE)}
    gains = {
        figures: {name: gain(steps, figures) for name, steps in every.items()}
        for figures in product(LASTING, FRESH, LATE)
    }
    rows: list[dict[str, object]] = []
    for without in (*logs, "-"):
        best = chosen(gains, without)
        told = {name: f"{gains[best][name]:+.4f}" for name in logs}
        rows.append({"left out": without, "lasting, fresh, late": str(best), **told})
    show("AUC above a decayed sum with half-life W; the log left out is the honest figure", rows)
    ours = (plain.LASTING_DAYS, plain.FRESH_DAYS, plain.LATE)
    found = {name: gain(steps, ours) for name, steps in every.items()}
    show("The figures in use", [{"log": name, "above": f"{v:+.4f}"} for name, v in found.items()])
    last_line("warmth_choose", {"left out": rows, "in use": found})
    return 0


if __name__ == "__main__":
    sys.exit(main())
