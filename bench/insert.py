"""Posts written a second: the house's writer against what Django offers, half of each batch known.

CPU time of this process and, on PostgreSQL, of the connection's back end."""

from __future__ import annotations

import argparse
import json
import statistics
import sys

from bench.table import last_line, show
from tests.kill.stage import KINDS, stage

ROWS, BATCH, TURNS = 20_000, 100, 3


def run(kind: str, task: dict[str, int]) -> dict[str, float]:
    """One run on one database, in a process of its own with an empty database."""
    with stage(kind) as place:
        given = place.folder / "task.json"
        given.write_text(json.dumps(task))
        return dict(json.loads(place.run("-m", "bench.insert_run", str(given)).splitlines()[-1]))


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.insert")
    parser.add_argument("--rows", type=int, default=ROWS)
    given = parser.parse_args()
    rows = []
    for kind in KINDS:
        try:
            runs = [run(kind, {"rows": given.rows, "batch": BATCH}) for _ in range(TURNS)]
        except LookupError as none:
            print(f"{kind} left out: {none}")
            continue
        middle = {key: statistics.median(one[key] for one in runs) for key in runs[0]}
        rate = {key: given.rows / seconds for key, seconds in middle.items()}
        rows.append({
            "database": kind,
            "writer rows/s": rate["writer"],
            "bulk_create(update_conflicts)": rate["update"],
            "bulk_create(ignore_conflicts)": rate["ignore"],
            "limit: no index, no conflict": rate["limit"],
            "writer / update_conflicts": rate["writer"] / rate["update"],
            "share of the limit": rate["writer"] / rate["limit"],
        })  # fmt: skip
    show(f"{given.rows:,} posts in batches of {BATCH}, half known (CPU time)", rows)
    last_line("insert", {"rows": given.rows, "batch": BATCH, "runs": rows})
    return 0


if __name__ == "__main__":
    sys.exit(main())
