"""A whole company's relationships: the pages as a ratio to a page by primary key, and the night's
pass over all of them as a ratio to reading them."""

from __future__ import annotations

import argparse
import json
import sys

from bench.table import last_line, show
from tests.kill.stage import KINDS, stage

SIZES = {"sqlite": (450, 500, 2_000_000), "postgres": (4_500, 500, 20_000_000)}
PAGE_COLUMNS = ("page", "queries", "median ms", "p95 ms", "p95 / by key")
NIGHT_COLUMNS = ("night", "seconds", "own CPU", "relationships/s", "moments/s", "reading / this")


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.relations")
    parser.add_argument("--data", help="not used: the bench makes its own company")
    parser.add_argument("--on", choices=KINDS, action="append", help="default: both")
    parser.add_argument("--part", type=float, default=1.0, help="a part of the full size")
    parser.add_argument(
        "--stretch", type=int, default=0, help="reckon only so many of the relationships at night"
    )
    parser.add_argument("--requests", type=int, default=200)
    given = parser.parse_args()
    told = {}
    for kind in given.on or KINDS:
        colleagues, each, moments = SIZES[kind]
        size = [max(20, int(colleagues * given.part)), each, int(moments * given.part)]
        with stage(kind) as place:
            place.run("-m", "merkwerk", "manage", "collectstatic", "--noinput", "-v", "0")
            out = place.run(
                "-m", "bench.relations_run", *map(str, [*size, given.requests, given.stretch])
            )
        found = json.loads(out.splitlines()[-1])
        title = f"{kind}: {size[0]:,} colleagues with {each} relationships, {size[2]:,} moments"
        show(title, [{k: row[k] for k in PAGE_COLUMNS} for row in found["pages"]])
        show("the night", [{k: row[k] for k in NIGHT_COLUMNS} for row in found["nights"]])
        told[kind] = {"size": size, **found}
    last_line("relations", told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
