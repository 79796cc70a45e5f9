"""Stories to 1,000 followers on 50 servers, three of them dead; a worker killed in the middle."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.deliveries_peers import LIVING
from bench.table import last_line, show
from tests.kill.stage import KINDS, ROOT, Stage, stage

FOLLOWERS, SERVERS = 1000, 50
LEASE_OVER = 180


@contextmanager
def servers(place: Stage, log: Path, public: Path) -> Iterator[list[int]]:
    """The ports of the other servers."""
    told = subprocess.Popen(
        [sys.executable, "-m", "bench.deliveries_peers", str(log), str(public)],
        env=place.environment, cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert told.stdout is not None
        yield json.loads(told.stdout.readline())
    finally:
        told.terminate()
        told.wait()


def asked(place: Stage, word: str, given: object) -> dict[str, float]:
    told = place.run("-m", "bench.deliveries_run", word, json.dumps(given))
    return dict(json.loads(told.splitlines()[-1]))


def came(log: Path) -> list[tuple[float, str, str, bool]]:
    lines = log.read_text().splitlines() if log.exists() else []
    return [tuple(json.loads(line)) for line in lines if line.endswith("]")]


def whole(place: Stage, log: Path, ports: list[int], *, shared: bool) -> dict[str, object]:
    """All at once, undisturbed."""
    told = asked(place, "tell", {"ports": ports, "shared": shared})
    log.write_text("")
    done = asked(place, "deliver", 0)
    arrivals = came(log)
    times = [one[0] for one in arrivals]
    alive = LIVING if shared else FOLLOWERS // SERVERS * LIVING
    return {
        "inboxes": "shared" if shared else "personal",
        "deliveries": told["deliveries"],
        "for the living": alive,
        "lost": alive - len({one[1] for one in arrivals}),
        "doubled": len(arrivals) - len({one[1:3] for one in arrivals}),
        "not believed": sum(not one[3] for one in arrivals),
        "last arrival after s": max(times) - min(times),
        "per second": len(times) / (max(times) - min(times)),
        "per CPU second": len(times) / done["cpu_s"],
        "wait for the dead": done["waiting"],
    }


def killed(place: Stage, log: Path, ports: list[int]) -> dict[str, object]:
    """kill -9 when two fifths arrived; another worker goes on when the lease is over."""
    asked(place, "tell", {"ports": ports, "shared": False})
    log.write_text("")
    worker = place.start("-m", "bench.deliveries_run", "deliver", "0")
    alive = FOLLOWERS // SERVERS * LIVING
    end = time.monotonic() + 60
    while len(came(log)) < alive * 2 // 5 and time.monotonic() < end:
        time.sleep(0.01)
    place.kill(worker)
    before = len(came(log))
    asked(place, "deliver", LEASE_OVER)
    arrivals = came(log)
    named = Counter(one[1:3] for one in arrivals)
    return {
        "arrived before": before,
        "lost": alive - len(named),
        "doubled": len(arrivals) - len(named),
        "doubled under another name": len(named) - len({one[1] for one in arrivals}),
    }


def measure(kind: str) -> tuple[list[dict[str, object]], dict[str, object]]:
    with stage(kind, MERKWERK_ALLOWED_NETWORKS="127.0.0.0/8") as place:
        log, public = place.folder / "came", place.folder / "public.pem"
        asked(place, "prepare", str(public))
        with servers(place, log, public) as ports:
            rate = asked(place, "sign", 0)["signatures_per_cpu_s"]
            rows = [whole(place, log, ports, shared=shared) for shared in (False, True)]
            for row in rows:
                row["signatures per CPU second"] = rate
                row["share of the limit"] = float(str(row["per CPU second"])) / rate
            return rows, killed(place, log, ports)


def main() -> int:
    """Ends with 1 when anything was lost, or came twice under different names."""
    parser = argparse.ArgumentParser(prog="bench.deliveries")
    parser.add_argument("--data", help="not used: every run has an own folder")
    parser.add_argument("--database", choices=KINDS, default="sqlite")
    given = parser.parse_args()
    rows, after = measure(given.database)
    for row in rows:
        show(f"{FOLLOWERS} followers, {SERVERS} servers, {given.database}", [
            {"what": name, "figure": value} for name, value in row.items()
        ])  # fmt: skip
    show("worker killed in the middle", [after])
    last_line("deliveries", {"database": given.database, "runs": rows, "killed": after})
    wrong = [row["lost"] for row in (*rows, after)] + [after["doubled under another name"]]
    return 1 if any(wrong) else 0


if __name__ == "__main__":
    sys.exit(main())
