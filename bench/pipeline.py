"""Posts through the whole pipeline (received, matched against 1,000 topics, stored) a second."""

from __future__ import annotations

import argparse
import csv
import json
import random
import statistics
import sys
from pathlib import Path

from bench.table import last_line, show
from tests.kill.stage import KINDS, stage

POSTS, TOPICS, TURNS = 5_000, 1_000, 3
OPENINGS = [
    "Iemand ervaring met",
    "Vandaag gezien:",
    "Mijn vraag over",
    "Nieuws:",
    "Wie weet meer van",
]


def sentences(folder: Path | None) -> list[str]:
    """Texts of posts: every `text` column in the CSV files under `folder`, or made ones."""
    found: list[str] = []
    for path in sorted(folder.rglob("*.csv")) if folder else []:
        with path.open(newline="", encoding="utf-8", errors="replace") as file:
            found += [row["text"] for row in csv.DictReader(file) if row.get("text")]
    if found:
        return found
    dice = random.Random(7)
    words = [
        f"{a}{b}" for a in ("boek", "water", "fiets", "zorg", "markt", "groen") for b in range(200)
    ]
    return [
        " ".join([dice.choice(OPENINGS), *dice.choices(words, k=dice.randint(6, 24))])
        for _ in range(20_000)
    ]


def queries(texts: list[str], number: int) -> list[str]:
    """Topics of mixed kinds out of the texts' own words, the same ones at every run."""
    dice = random.Random(11)
    words = sorted({w.lower() for t in texts for w in t.split() if w.isalpha() and len(w) > 3})
    pick = lambda: dice.choice(words)  # noqa: E731
    kinds = [
        pick,
        lambda: f'"{pick()} {pick()}"',
        lambda: f"{pick()} {pick()}",
        lambda: f"{pick()} AND ({pick()} OR {pick()} OR {pick()})",
        lambda: f"({pick()} OR {pick()}) NOT {pick()}",
        lambda: f"{pick()}*",
    ]
    return [kinds[number % len(kinds)]() for number in range(number)]


def run(kind: str, task: dict[str, object]) -> dict[str, float]:
    """One run on one database, in a process of its own with an empty database."""
    with stage(kind) as place:
        given = place.folder / "task.json"
        given.write_text(json.dumps(task))
        return dict(json.loads(place.run("-m", "bench.pipeline_run", str(given)).splitlines()[-1]))


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.pipeline")
    parser.add_argument("--data", type=Path, help="a folder with CSV files that have a column text")
    parser.add_argument("--posts", type=int, default=POSTS)
    parser.add_argument("--topics", type=int, default=TOPICS)
    given = parser.parse_args()
    texts = sentences(given.data)
    dice = random.Random(3)
    task = {
        "texts": [dice.choice(texts) for _ in range(given.posts)],
        "queries": queries(texts, given.topics),
    }
    rows = []
    for kind in KINDS:
        try:
            runs = [run(kind, task) for _ in range(TURNS)]
        except LookupError as none:
            print(f"{kind} left out: {none}")
            continue
        middle = {key: statistics.median(one[key] for one in runs) for key in runs[0]}
        rows.append(
            {
                "database": kind,
                "pipeline posts/s": given.posts / middle["pipeline"],
                "of it receiving": given.posts / middle["received"],
                "of it reading": given.posts / middle["read"],
                "bare bulk insert rows/s": given.posts / middle["bare"],
                "pipeline / bare": middle["bare"] / middle["pipeline"],
                "matches": int(middle["matches"]),
            }
        )
    show(
        f"{given.posts:,} posts, {given.topics:,} topics, median of {TURNS} runs (wall time)", rows
    )
    last_line("pipeline", {"posts": given.posts, "topics": given.topics, "runs": rows})
    return 0


if __name__ == "__main__":
    sys.exit(main())
