"""Today and other pages of a colleague with 500 relationships among 100,000 posts."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import httpx

from bench.table import last_line, show
from tests.kill.stage import ROOT, Stage, stage
from tests.peers.servers import free_ports

PAGES = {
    "empty Django page": "/health/live/",
    "Today": "/today/",
    "Listening": "/listening/",
    "Relationships": "/relationships/",
    "one relationship": "/relationships/{relationship}/",
    "a conversation": "/networks/conversations/{post}/",
    "Conversations": "/networks/conversations/",
    "Colleagues": "/colleagues/",
}


def memory(pid: int) -> float:
    """Resident memory of a process and its children, in MB (proportional share, PSS)."""
    family = [pid]
    for one in family:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            family += [int(child) for child in task.read_text().split()]
    total = 0
    for one in family:
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def times(browser: httpx.Client, address: str, number: int) -> list[float]:
    """Milliseconds of so many requests; the first ones are not counted."""
    taken = []
    for turn in range(number + 5):
        begin = time.perf_counter()
        answer = browser.get(address)
        if turn >= 5:
            taken.append((time.perf_counter() - begin) * 1000)
        answer.raise_for_status()
    return taken


def measured(place: Stage, known: dict[str, object], number: int) -> list[dict[str, object]]:
    """Each page through the real web server, one after another in turns with the empty page."""
    port = free_ports(1)[0]
    place.environment |= {"MERKWERK_URL": f"http://127.0.0.1:{port}"}
    web = subprocess.Popen(
        [sys.executable, "-m", "merkwerk", "start", "--port", port, "--empty",
         "--data", str(place.folder)],
        env=place.environment, cwd=ROOT, stdout=place.log, stderr=place.log, start_new_session=True,
    )  # fmt: skip
    try:
        site = f"http://127.0.0.1:{port}"
        wait(site)
        with httpx.Client(
            base_url=site, cookies={"sessionid": str(known["session"])}, timeout=60
        ) as browser:
            empty = times(browser, PAGES["empty Django page"], number)
            rows: list[dict[str, object]] = []
            for name, address in PAGES.items():
                took = times(browser, address.format(**known), number)
                cuts = statistics.quantiles(took, n=20)
                rows.append({
                    "page": name,
                    "queries": dict(known["queries"]).get(name, ""),  # type: ignore[call-overload]
                    "median ms": statistics.median(took),
                    "p95 ms": cuts[18],
                    "p95 / empty": cuts[18] / statistics.quantiles(empty, n=20)[18],
                })  # fmt: skip
        time.sleep(20)
        rows.append({"page": "memory at rest, MB", "median ms": memory(web.pid)})
    finally:
        os.kill(web.pid, 15)
        web.wait(timeout=60)
    return rows


def wait(site: str) -> None:
    for _ in range(240):
        try:
            if httpx.get(f"{site}/health/live/", timeout=5).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    raise SystemExit("The web server did not answer.")


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.pages")
    parser.add_argument("--data", help="not used: the bench makes its own firm")
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--relationships", type=int, default=500)
    parser.add_argument("--requests", type=int, default=100)
    given = parser.parse_args()
    with stage("sqlite") as place:
        place.run("-m", "merkwerk", "manage", "collectstatic", "--noinput", "-v", "0")
        out = place.run(
            "-m", "bench.pages_run", str(given.posts), str(given.relationships), *PAGES.values()
        )
        known = json.loads(out.splitlines()[-1])
        known["queries"] = dict(zip(PAGES, known["queries"], strict=True))
        rows = measured(place, known, given.requests)
    title = f"{given.relationships} relationships, {given.posts:,} posts, SQLite, one web process"
    show(
        title,
        [
            {k: row.get(k, "") for k in ("page", "queries", "median ms", "p95 ms", "p95 / empty")}
            for row in rows
        ],
    )
    last_line("pages", {"posts": given.posts, "relationships": given.relationships, "pages": rows})
    return 0


if __name__ == "__main__":
    sys.exit(main())
