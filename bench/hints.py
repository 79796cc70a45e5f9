"""The hints beside a draft of a thousand words: how long they take, cold and while one types."""

from __future__ import annotations

import argparse
import json
import sys

from bench.table import last_line, show
from tests.kill.stage import KINDS, stage


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.hints")
    parser.add_argument("--messages", type=int, default=20_000, help="of colleagues in 30 days")
    parser.add_argument("--voices", type=int, default=50, help="of colleagues within the hour")
    parser.add_argument("--followers", type=int, default=2_000)
    parser.add_argument("--names", type=int, default=500, help="kept in confidence")
    parser.add_argument("--warming", type=int, default=60, help="askings before it counts")
    parser.add_argument("--only", choices=KINDS, help="one database")
    parser.add_argument("--times", type=int, default=30)
    given = parser.parse_args()
    rows = []
    for kind in [given.only] if given.only else KINDS:
        try:
            with stage(kind) as place:
                file = place.folder / "task.json"
                file.write_text(json.dumps(vars(given)))
                said = place.run("-m", "bench.hints_run", str(file)).splitlines()[-1]
        except LookupError as none:
            print(f"{kind} left out: {none}")
            continue
        rows.append({"database": kind, **json.loads(said)})
    show(f"a draft of 1,000 words, {given.messages:,} messages of others (CPU ms)", rows)
    last_line("hints", {**vars(given), "runs": rows})
    return 0


if __name__ == "__main__":
    sys.exit(main())
