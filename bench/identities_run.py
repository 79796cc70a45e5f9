"""Fits the weights of `engine/identities`: softmax over the names of a pool and nobody."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.identities import ASK, figures, means, named, of_half, row
from bench.identities_data import Task, tasks
from bench.table import show
from merkwerk.engine.identities.handles import Reading, read_handle
from merkwerk.engine.identities.names import FAMILY, GIVEN, Name
from merkwerk.engine.identities.pool import Pool
from merkwerk.engine.identities.weights import WEIGHTS, Weights

FIXED = ("letter", "nobody", "sharpness", "another", "outside", "employer")
SIGNS = [field.name for field in fields(Weights) if field.name not in FIXED]
STRAY = 0.03
"""So many handles are thought to be unlike their name whatever they look like."""


Floats = npt.NDArray[np.float64]
Group = tuple[Floats, Floats, int]
"""Of one handle: the signs of each candidate, their worths, and where the right one is or -1."""


def signs(reading: Reading, names: tuple[Name, ...]) -> Counter[str]:
    """How often each sign stands in the likeliest reading."""
    found = Counter(reading.marks)
    for piece in reading.pieces:
        found[piece.kind] += 1
        found["torn"] += piece.torn
    order = [piece.role for piece in reading.pieces if piece.role in (GIVEN, FAMILY)]
    found["reversed"] += order == [FAMILY, GIVEN]
    return found


def groups(every: list[Task], weights: Weights, which: int | None) -> list[Group]:
    """For each handle of the half: gains, signs of each candidate, and where the right one is."""
    found = []
    for task in every:
        pool = Pool(task.names, task.employers, weights)
        for handle, place, _ in task.handles:
            if not of_half(place, which):
                continue
            readings = pool.readings(read_handle(handle))
            if not readings:
                continue
            rows, worths, right = [], [], -1
            for at, (other, reading) in enumerate(readings.items()):
                right = at if other == place else right
                counted = signs(reading, pool.names[other])
                counted.update(unused(reading, pool.names[other], weights))
                rows.append([counted[sign] for sign in SIGNS])
                worths.append(reading.worth)
            found.append((np.array(rows, float), np.array(worths), right))
    return found


def unused(reading: Reading, names: tuple[Name, ...], weights: Weights) -> Counter[str]:
    """Words of the name that no piece stands for; of several names the one it was read as."""
    best: Counter[str] = Counter()
    least = None
    for name in names:
        words = [(w.text, w.role) for w in name.words]
        used = [(p.word, p.role) for p in reading.pieces]
        if any(u not in words for u in used):
            continue
        rest = list(words)
        for u in used:
            if u in rest:
                rest.remove(u)
        counted = Counter(
            {GIVEN: "no_given", FAMILY: "no_family"}.get(role, "no_middle") for _, role in rest
        )
        if least is None or len(rest) < least:
            best, least = counted, len(rest)
    return best


def fit(found: list[Group], weights: Weights, rounds: int = 400) -> Weights:
    """Adam on the logarithm of how likely the right names (or nobody) are, costs kept below 0."""
    start = np.array([getattr(weights, sign) for sign in SIGNS])
    sizes = [len(worths) for _, worths, _ in found]
    rows = np.concatenate([r for r, _, _ in found])
    gains = np.concatenate([w for _, w, _ in found]) - rows @ start
    ends = np.cumsum(sizes)
    begins = ends - sizes
    group = np.repeat(np.arange(len(found)), sizes)
    right = np.array([b + r if r >= 0 else -1 for b, (_, _, r) in zip(begins, found, strict=True)])
    known = right >= 0
    w, sharp, nobody = start.copy(), weights.sharpness, weights.nobody
    state = np.zeros((2, len(w) + 2))
    for step in range(1, rounds + 1):
        raw = gains + rows @ w
        z = sharp * raw
        top = np.maximum(np.maximum.reduceat(z, begins), sharp * nobody)
        e = np.exp(z - top[group])
        n = np.exp(sharp * nobody - top)
        total = np.add.reduceat(e, begins) + n
        p, p0 = e / total[group], n / total
        # loss: -log((1-s) p_right + s p0); responsibilities share the gradient
        pr = np.where(known, p[np.maximum(right, 0)], 0.0)
        a = np.where(known, (1 - STRAY) * pr, 0.0)
        b = np.where(known, STRAY, 1.0) * p0
        share = a / (a + b + 1e-300)
        gz = p.copy()
        np.subtract.at(gz, right[known], share[known])
        g0 = p0 - (1 - share)
        gw = sharp * (rows.T @ gz) / len(found) + 0.0005 * (w - start)
        gs = (gz @ raw + (g0 * nobody).sum()) / len(found)
        gn = sharp * g0.sum() / len(found)
        g = np.concatenate([gw, [gs, gn]])
        state[0] = 0.9 * state[0] + 0.1 * g
        state[1] = 0.99 * state[1] + 0.01 * g * g
        move = 0.03 * (state[0] / (1 - 0.9**step)) / (np.sqrt(state[1] / (1 - 0.99**step)) + 1e-8)
        w -= move[:-2]
        w = np.minimum(w, 0.0)
        sharp -= move[-2]
        nobody -= move[-1]
    loss = -np.log(a + b + 1e-300).mean()
    print(f"  loss {loss:.4f}, {len(found)} handles", file=sys.stderr)
    values = dict(zip(SIGNS, (round(float(v), 2) for v in w), strict=True))
    return Weights(
        nobody=round(float(nobody), 2),
        sharpness=round(float(sharp), 3),
        **{name: getattr(weights, name) for name in FIXED[:1] + FIXED[3:]},
        **values,
    )


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.identities_run")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--half", type=int, choices=(0, 1), help="fit this half, measure the other")
    parser.add_argument("--rounds", type=int, default=2)
    told = parser.parse_args(given)
    every, weights = tasks(told.data), WEIGHTS
    for _ in range(told.rounds):
        weights = fit(groups(every, weights, told.half), weights)
        print(asdict(weights), flush=True)
    if told.half is not None:
        rows = measured(every, 1 - told.half, weights)
        show("Fitted on the one half of the people, measured on the other", [*rows, *means(rows)])
    return 0


def measured(every: list[Task], half: int, weights: Weights) -> list[dict[str, object]]:
    rows = []
    for task in every:
        wanted = sum(of_half(owner, half) for _, owner, _ in task.handles)
        for way, places in (("merkwerk", True), ("names only", False)):
            scored = named(task, half, places=places, weights=weights)
            rows.append(row(task.name, way, figures(scored, wanted, ASK), wanted))
    return rows


if __name__ == "__main__":
    sys.exit(main())
