"""Who will meet again: warmth beside decayed sums, rhythm, recency, frequency; many at once."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.pairs import auc
from bench.table import last_line, show
from bench.warmth_data import Log, Ties, cutoffs, read, window
from bench.warmth_peers import PEERS, Score
from bench.warmth_run import speed

BELOW, GOAL = 0.005, 0.812


def measured(log: Log, days: int, score: Score) -> list[float]:
    """AUC at each cut-off of the second half: does the score put those who meet again above?"""
    steps = cutoffs(log, days)
    found = []
    for ties in steps[len(steps) // 2 :]:
        if 0 < ties.again.sum() < len(ties.again):
            found.append(auc(ties.again, score(ties, days)))
    return found


def judged(logs: dict[str, Log], given: int | None) -> list[dict[str, object]]:
    """One row a measure: its mean AUC on each log, and the mean of those."""
    rows: list[dict[str, object]] = []
    for name, score in PEERS.items():
        means = {
            log: float(np.mean(measured(each, given or window(log, each), score)))
            for log, each in logs.items()
        }
        rows.append({"measure": name, **means, "mean": float(np.mean(list(means.values())))})
    return rows


def judge(folder: Path, given: int | None) -> list[dict[str, object]]:
    files = sorted(folder.rglob("*.csv"))
    logs = {file.stem: log for file in files if (log := read(file))}
    if not logs:
        raise SystemExit(f"No csv files with day, from, to (and n, kind) in {folder}.")
    for name, log in logs.items():
        days = given or window(name, log)
        steps = cutoffs(log, days)
        last: Ties = steps[-1]
        print(
            f"{name}: {len(log.starts) - 1:,} pairs over {log.span:,} days, W = {days}, "
            f"{len(steps)} cut-offs; at the last {len(last.again):,} ties, "
            f"{last.again.mean():.1%} meet again"
        )
    rows = judged(logs, given)
    shown = [
        {key: f"{value:.4f}" if key != "measure" else value for key, value in row.items()}
        for row in rows
    ]
    show("AUC, mean of the second half of the cut-offs", shown)
    ours, sums = rows[0], next(row for row in rows if row["measure"] == "decayed sum, half-life W")
    worst = min(float(str(ours[name])) - float(str(sums[name])) for name in logs)
    mean = float(str(ours["mean"]))
    print(f"  mean {mean:.4f} (goal {GOAL}); against the decayed sum {worst:+.4f} (-{BELOW})")
    return rows


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.warmth")
    parser.add_argument("--data", type=Path, help="folder with csv files: day, from, to, [kind], n")
    parser.add_argument("--window", type=int, help="days to look ahead, in place of each log's own")
    parser.add_argument("--moments", type=int, default=1_000_000, help="how many for the speed")
    asked = parser.parse_args(given)
    rows: list[dict[str, object]] = []
    if asked.data:
        rows = judge(asked.data, asked.window)
    else:
        print("The judgement was left out: give --data, a folder with logs of who met whom.")
    pace = speed(asked.moments)
    show("many at once (made-up moments, CPU time)", [pace])
    last_line("warmth", {"measures": rows, "speed": pace})
    return 0


if __name__ == "__main__":
    sys.exit(main())
