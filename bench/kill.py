"""Jobs whose workers are killed: lost, doubled and ghosts, beside the engine as it comes."""

from __future__ import annotations

import argparse
import sys

from bench.table import last_line, show
from tests.kill.losses import lose
from tests.kill.stage import KINDS


def main() -> int:
    """Ends with 1 when ours lost, doubled or invented anything."""
    parser = argparse.ArgumentParser(prog="bench.kill")
    parser.add_argument("--jobs", type=int, default=500)
    parser.add_argument("--ghosts", type=int, default=50)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--data", help="not used: every run has an own folder")
    given = parser.parse_args()
    rows: list[dict[str, object]] = []
    for kind in KINDS:
        for way in ("ours", "bare"):
            try:
                losses = lose(way, kind, jobs=given.jobs, ghosts=given.ghosts, kills=given.kills)
            except LookupError as none:
                print(f"{kind} left out: {none}")
                continue
            rows.append({"database": kind, "engine": way, **losses.as_dict()})
    show(f"{given.jobs} jobs, {given.ghosts} rolled back, {given.kills} kills -9", rows)
    ours = [row for row in rows if row["engine"] == "ours"]
    bad = sum(
        int(str(row[word])) for row in ours for word in ("lost", "doubled", "ghosts", "stuck")
    )
    last_line("kill", {"jobs": given.jobs, "kills": given.kills, "runs": rows, "wrong": bad})
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
