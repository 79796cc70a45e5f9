"""A colleague's queue where 50,000 posts a day meet 45,000 topics: how long it takes to read, and
how many queries; what writing and binding the book costs, and how large it is."""

from __future__ import annotations

import argparse
import json
import sys

from bench.table import last_line, show
from tests.kill.stage import KINDS, stage


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.reader")
    parser.add_argument("--days", type=int, default=3)
    parser.add_argument("--posts", type=int, default=50_000, help="a day")
    parser.add_argument("--topics", type=int, default=45_000)
    given = parser.parse_args()
    rows = []
    for kind in KINDS:
        try:
            with stage(kind) as place:
                file = place.folder / "task.json"
                file.write_text(json.dumps(vars(given)))
                said = place.run("-m", "bench.reader_run", str(file)).splitlines()[-1]
        except LookupError as none:
            print(f"{kind} left out: {none}")
            continue
        rows.append({"database": kind, **json.loads(said)})
    title = f"{given.days} days of {given.posts:,} posts, {given.topics:,} topics (CPU time)"
    show(title, rows)
    last_line("reader", {**vars(given), "runs": rows})
    return 0


if __name__ == "__main__":
    sys.exit(main())
