"""Ten corrections on top of a topic's words, on real tweets of a crisis (judgement, no speed)."""

from __future__ import annotations

import argparse
import csv
import random
import re
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.table import last_line, show
from merkwerk.engine.sharpening import Example, learn
from merkwerk.engine.topics import Listened, Matcher, parse

OBVIOUS = {
    "Sandy_Hurricane": "sandy OR hurricane* OR frankenstorm",
    "Boston_Bombings": "boston* OR marathon OR bomb* OR prayforboston",
    "Queensland_Floods": "queensland OR qld* OR flood* OR bigwet",
    "Alberta_Floods": "flood* OR abflood* OR yycflood* OR albertaflood*",
    "Oklahoma_Tornado": "tornado* OR moore OR prayforoklahoma* OR oklahomatornado"
    " OR (oklahoma AND (storm* OR relief OR victims OR disaster))",
    "West_Texas_Explosion": "explosion* OR westexplosion OR prayfortexas OR prayforwest"
    " OR ((texas OR waco) AND (fertilizer OR plant OR blast))",
}
"""What a colleague would type, after the words the collectors of the tweets used (Olteanu et al.
2014). An event that isn't named here is asked for with the words of its name only."""

Flags = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float32]


def event(path: Path) -> str:
    """`Sandy_Hurricane` of crisis_2012_Sandy_Hurricane.csv."""
    return re.sub(r"^crisis_(\d+_)?", "", path.stem)


def queries(name: str) -> dict[str, str]:
    """The topics the event is asked for with: one somebody thought about, one in a hurry."""
    hurry = " OR ".join(f"{word.removesuffix('s')}*" for word in name.lower().split("_"))
    return {"obvious": OBVIOUS.get(name, hurry), "name only": hurry}


def met(query: str, texts: Sequence[str]) -> Flags:
    """Which texts the topic meets, by the matcher itself."""
    matcher = Matcher({1: parse(query)})
    return np.array([bool(hits) for hits in matcher.match([Listened(text=t) for t in texts])])


def f1(truth: Flags, said: Flags) -> float:
    """Harmonic mean of precision and recall."""
    return float(2 * (truth & said).sum() / max(1, truth.sum() + said.sum()))


def auc(truth: Flags, scores: Scores) -> float:
    """How often a post that is about it stands above one that is not; equal ones count half."""
    _, place, number = np.unique(scores, return_inverse=True, return_counts=True)
    rank = (np.cumsum(number) - (number - 1) / 2)[place]
    right = int(truth.sum())
    wrong = len(truth) - right
    return float((rank[truth].sum() - right * (right + 1) / 2) / (right * wrong))


def drawn(truth: Flags, matched: Flags, kind: str, seed: int) -> list[int]:
    """Ten posts to correct, all met by the topic. `mixed`: five right, five wrong, as somebody
    corrects who is annoyed; `as they come`: ten at random."""
    chance = random.Random(seed)
    if kind == "as they come":
        return chance.sample(np.flatnonzero(matched).tolist(), 10)
    right = np.flatnonzero(matched & truth).tolist()
    wrong = np.flatnonzero(matched & ~truth).tolist()
    few = min(5, len(wrong))
    return chance.sample(right, 10 - few) + chance.sample(wrong, few)


def judged(
    texts: Sequence[str], truth: Flags, matched: Flags, chosen: Sequence[int], *, heard: bool
) -> dict[str, float]:
    """The figures on all posts but the corrected ones."""
    examples = [Example(texts[at], bool(truth[at])) for at in chosen]
    begin = time.process_time()
    ranking = learn(examples, texts, matched.tolist()) if heard else learn(examples)
    learned = time.process_time() - begin
    if ranking is None:
        return {}
    scores = ranking.scores(texts)
    said = np.where(matched, scores > ranking.drops, scores > ranking.adds)
    kept = np.ones(len(texts), bool)
    kept[list(chosen)] = False
    return {
        "plain F1": f1(truth[kept], matched[kept]),
        "plain AUC": auc(truth[kept], matched[kept].astype(np.float32)),
        "F1": f1(truth[kept], said[kept]),
        "AUC": auc(truth[kept], scores[kept]),
        "learn s": learned,
    }


def rows_of(path: Path, draws: int) -> list[dict[str, object]]:
    """A line for each query and each way of drawing, the mean of so many draws."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    texts = [line["text"] for line in lines]
    truth = np.array([line["on_topic"] == "1" for line in lines])
    found: list[dict[str, object]] = []
    for name, query in queries(event(path)).items():
        matched = met(query, texts)
        for kind in ("mixed", "as they come", "without stream"):
            seen = [
                judged(
                    texts,
                    truth,
                    matched,
                    drawn(truth, matched, kind, seed),
                    heard=kind != "without stream",
                )
                for seed in range(draws)
            ]
            seen = [figures for figures in seen if figures]
            if not seen:
                continue
            mean = {key: statistics.mean(one[key] for one in seen) for key in seen[0]}
            worst = min(one["F1"] - one["plain F1"] for one in seen)
            found.append(
                {"event": event(path), "words": name, "corrections": kind, **mean}
                | {"worst F1 - plain": worst}
            )
    return found


def main() -> None:
    """Prints each event and the means."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with crisis_*.csv")
    parser.add_argument("--draws", type=int, default=5, help="draws of ten corrections each")
    asked = parser.parse_args()
    found: list[dict[str, object]] = []
    for path in sorted(asked.data.glob("crisis_*.csv")):
        found += rows_of(path, asked.draws)
    show("ten corrections", [{k: _short(v) for k, v in row.items()} for row in found])
    means = []
    for words in ("obvious", "name only"):
        for kind in ("mixed", "as they come"):
            of = [row for row in found if (row["words"], row["corrections"]) == (words, kind)]
            keys = ("plain F1", "F1", "plain AUC", "AUC", "learn s")
            mean = {key: statistics.mean(float(str(row[key])) for row in of) for key in keys}
            means.append({"words": words, "corrections": kind, **mean})
    show("means over events", [{k: _short(v) for k, v in row.items()} for row in means])
    last_line("crises", {"draws": asked.draws, "events": found, "means": means})


def _short(value: object) -> object:
    return f"{value:.4f}" if isinstance(value, float) else value


if __name__ == "__main__":
    main()
