"""Pairs of short texts against people's judgement: who says the same, in whatever words."""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.pairs_fit import features_of, unseen
from bench.table import last_line, show
from merkwerk.engine.echoes import score
from merkwerk.engine.likeness import SAME as BAR
from merkwerk.engine.likeness import TOLD, likeness
from merkwerk.engine.text import tokens

Pair = tuple[float, str, str]
Measure = Callable[[str, str], float]
Numbers = npt.NDArray[np.float64]

SAME = 4.0
"""A pair that people gave 4 or more of 5 says the same; AUC is that against all others."""

NEAR = 3.0
"""The same but for a detail."""

LEARNED = "headlines"
"""The one set that the weights come from."""


def read(file: Path) -> list[Pair]:
    with file.open(encoding="utf-8", newline="") as lines:
        return [(float(row["gold"]), row["s1"], row["s2"]) for row in csv.DictReader(lines)]


def ranks(values: Numbers) -> Numbers:
    """Ranks from 1, equals share their middle one."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2)[place])


def auc(yes: npt.NDArray[np.bool_], values: Numbers) -> float:
    """How often a yes stands above a no (area under the curve); equals count half."""
    few = int(yes.sum())
    above = ranks(values)[yes].sum() - few * (few + 1) / 2
    return float(above / (few * (len(yes) - few)))


def at_the_bar(yes: npt.NDArray[np.bool_], values: Numbers, bar: float) -> dict[str, float]:
    """Of what is shown from the bar on how much is right, how much of what is right is shown, F1;
    and F1 at the bar that is best for these pairs."""
    shown = values >= bar
    right = int((yes & shown).sum())
    order = np.argsort(-values)
    hits = np.cumsum(yes[order])
    best = 2 * hits / (np.arange(1, len(yes) + 1) + yes.sum())
    return {
        "precision": right / max(int(shown.sum()), 1),
        "recall": right / max(int(yes.sum()), 1),
        "F1": 2 * right / max(int(shown.sum()) + int(yes.sum()), 1),
        "F1 at the best bar": float(best.max()),
    }


def words(a: str, b: str) -> float:
    one, other = ({token.word for token in tokens(text)} for text in (a, b))
    return len(one & other) / max(len(one | other), 1)


def measures() -> dict[str, Measure]:
    """Ours, and what one would take otherwise."""
    found: dict[str, Measure] = {
        "merkwerk": lambda a, b: likeness(a, b).score,
        "character 4-grams, Jaccard": score,
        "words, Jaccard": words,
    }
    if find_spec("rapidfuzz"):
        fuzz = import_module("rapidfuzz.fuzz")
        found["rapidfuzz ratio"] = lambda a, b: fuzz.ratio(a.lower(), b.lower())
        found["rapidfuzz token_set_ratio"] = lambda a, b: fuzz.token_set_ratio(a.lower(), b.lower())
    return found


def measured(name: str, measure: Measure, sets: dict[str, list[Pair]]) -> dict[str, object]:
    row: dict[str, object] = {"measure": name}
    begin = time.process_time()
    dutch: list[tuple[Numbers, Numbers]] = []
    for label, pairs in sets.items():
        gold = np.array([pair[0] for pair in pairs])
        values = np.array([measure(a, b) for _, a, b in pairs])
        row[f"{label} AUC"] = auc(gold >= SAME, values)
        row[f"{label} r"] = float(np.corrcoef(gold, values)[0, 1])
        if label.endswith("_nl"):
            dutch.append((gold, values))
    if len(dutch) > 1:
        gold, values = (np.concatenate(part) for part in zip(*dutch, strict=True))
        row["Dutch together AUC"] = auc(gold >= SAME, values)
    row["µs a pair"] = (time.process_time() - begin) * 1e6 / sum(map(len, sets.values()))
    return row


def honest(pairs: list[Pair], language: str) -> dict[str, float]:
    """AUC and the best F1 by weights fitted without the fifth of the pairs that is judged."""
    gold = np.array([pair[0] for pair in pairs])
    rows = [
        {"AUC": auc(gold >= SAME, values), **at_the_bar(gold >= SAME, values, BAR)}
        for values in unseen(*features_of(pairs, language), gold)
    ]
    return {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}


def at_our_bars(sets: dict[str, list[Pair]]) -> list[dict[str, object]]:
    """What is right of what is taken for the same, and of what may be told to a person."""
    rows: list[dict[str, object]] = []
    for label, pairs in sets.items():
        gold = np.array([pair[0] for pair in pairs])
        values = np.array([likeness(a, b).score for _, a, b in pairs])
        for bar in (BAR, TOLD):
            near = float((gold[values >= bar] >= NEAR).mean())
            rows.append(
                {"pairs": label, "bar": bar, **at_the_bar(gold >= SAME, values, bar), "3+": near}
            )
    return rows


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.pairs")
    parser.add_argument("--data", required=True, help="folder with csv files: gold, s1, s2")
    folder = Path(parser.parse_args(given).data)
    files = sorted(folder.rglob("*.csv"))
    sets = {file.stem: read(file) for file in files if "gold" in file.open().readline()}
    if not sets:
        raise SystemExit(f"No csv files with gold, s1, s2 in {folder}.")
    rows = [measured(name, measure, sets) for name, measure in measures().items()]
    show("AUC: people's 4 or more of 5 against the rest. r: Pearson with their judgement", rows)
    shown = at_our_bars(sets)
    show("At our bars (the same; told to a person). 3+: people gave at least 3", shown)
    learned = {label: honest(pairs, "en") for label, pairs in sets.items() if label == LEARNED}
    show(
        "Weights fitted without the fifth that is judged",
        [{"pairs": label, **found} for label, found in learned.items()],
    )
    counts = {label: len(pairs) for label, pairs in sets.items()}
    last_line("pairs", {"sets": counts, "measures": rows, "shown": shown, "unseen": learned})
    return 0


if __name__ == "__main__":
    sys.exit(main())
