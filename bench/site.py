"""Public pages under load, beside nginx, Django's page cache, plain Django, Wagtail and Ghost."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from copy import copy
from functools import partial
from pathlib import Path

import httpx

from bench.pages import memory
from bench.site_ghost import ghost
from bench.site_peers import Server, nginx, ours, several, wagtail
from bench.table import last_line, show
from tests.kill.stage import Stage, stage
from tests.peers.servers import free_ports

Row = dict[str, object]
GZIP = {"Accept-Encoding": "gzip"}
OWN_SERVERS = ("granian", "gunicorn", "cache", "plain")
FAILURES: tuple[type[Exception], ...] = (RuntimeError, OSError, LookupError, ZeroDivisionError)
FAILURES += (httpx.HTTPError, subprocess.SubprocessError)
TICKS = os.sysconf("SC_CLK_TCK")
OWN = {"content-length", "content-encoding", "etag", "last-modified", "date", "server"}
OWN |= {"content-type", "connection", "vary"}


def cpu(pid: int) -> float:
    """Seconds of CPU time of a process and all below it."""
    family, total = [pid], 0
    for one in family:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            family += [int(child) for child in task.read_text().split()]
        told = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(told[11]) + int(told[12])
    return total / TICKS


def loaded(address: str, pid: int, seconds: int, headers: dict[str, str]) -> Row:
    """wrk with 64 connections for so long."""
    more = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", "-c64", f"-d{seconds}s", "--latency", "--timeout", "20s", *more]
    before = cpu(pid)
    told = subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout
    spent = cpu(pid) - before
    if "Non-2xx" in told and "If-None-Match" not in headers:
        raise RuntimeError(told)
    count = re.search(r"(\d+) requests in", told)
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    if not (count and slow and rate):
        raise RuntimeError(told)
    p99 = float(slow[1]) * {"us": 0.001, "ms": 1, "s": 1000}[slow[2]]
    return {"requests/s": float(rate[1]), "a CPU second": int(count[1]) / spent, "p99 ms": p99}


def best(address: str, pid: int, seconds: int, headers: dict[str, str]) -> Row:
    """The better of two runs."""
    runs = [loaded(address, pid, seconds, headers) for _ in range(2)]
    return max(runs, key=lambda one: float(str(one["a CPU second"])))


def measured(server: Server, seconds: int, *, again: bool) -> list[Row]:
    """The list page, the story page and, with `again`, the story that the asker has already."""
    rows: list[Row] = []
    with server.running() as (site, pid, cold):
        spent = cpu(pid)
        httpx.get(f"{site}/health/live/", timeout=60)  # Whatever is said: now all is loaded.
        fresh = memory(pid)
        for word, path in (("home", server.home), ("story", server.story)):
            headers = GZIP | server.headers
            with httpx.Client(headers=headers, timeout=60) as visitor:
                for _ in range(30):
                    answer = visitor.get(site + path)
            weight = {"bytes": len(answer.content), "packed": int(packed(site + path, headers))}
            facts = best(site + path, pid, seconds, headers)
            rows.append({"server": server.name, "page": word, **facts, **weight})
        rows[0] |= {"cold start s": cold, "cold CPU s": spent, "MB": fresh, "MB after": memory(pid)}
        if again and "etag" in answer.headers:
            asked = headers | {"If-None-Match": answer.headers["etag"]}
            facts = best(site + path, pid, seconds, asked)
            rows.append({"server": server.name, "page": "story, 304", **facts})
    return rows


def packed(address: str, headers: dict[str, str]) -> int:
    with httpx.stream("GET", address, headers=headers, timeout=60) as answer:
        return sum(len(part) for part in answer.iter_raw())


def pages_of(server: Server) -> tuple[dict[str, bytes], dict[str, str], int]:
    """The pages as they are sent, the headers beside them, and how many requests the story page
    makes before its pictures."""
    with server.running() as (site, _pid, _cold):
        home, story = (httpx.get(site + path) for path in (server.home, server.story))
    headers = {k: v for k, v in story.headers.items() if k.lower() not in OWN}
    parts = re.findall(r'<link rel="(?:stylesheet|preload|icon)"|<script src', story.text)
    return {server.home: home.content, server.story: story.content}, headers, 1 + len(parts)


@contextmanager
def asked_again(address: str):  # type: ignore[no-untyped-def]
    """Asks as fast as it can on many lines, so that every process answers; notes when each answer
    was asked for, and what it was."""
    heard: list[tuple[float, int, str]] = []
    ended = threading.Event()

    def ask() -> None:
        with httpx.Client(headers={"Connection": "close"}, timeout=60) as visitor:
            while not ended.is_set():
                begun = time.time()
                answer = visitor.get(address)
                heard.append((begun, answer.status_code, answer.text))
                time.sleep(0.01)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    yield heard
    time.sleep(2)
    ended.set()
    for thread in threads:
        thread.join()


def visible(place: Stage) -> list[Row]:
    """How long after a change was in force any of three processes still said what was before."""
    server = several(place)
    rows: list[Row] = []
    with server.running() as (site, _pid, _cold):
        for _ in range(50):  # Each on a line of its own, so that every process is loaded then.
            httpx.get(f"{site}/health/live/", timeout=60)
        for what, words in (("change", ["change", "Heel nieuw"]), ("withdrawal", ["withdraw"])):
            with asked_again(f"{site}/stories/verhaal-0/") as heard:
                at = json.loads(place.run("-m", "bench.site_run", *words).splitlines()[-1])
            old = [begun for begun, code, text in heard if code == 200 and "Heel nieuw" not in text]
            if what == "withdrawal":
                old = [begun for begun, code, _text in heard if code == 200]
            after = [begun for begun, _code, _text in heard if begun > at]
            late = [begun - at for begun in old if begun > at]
            rows.append({"what": what, "asked before": len(heard) - len(after),
                         "asked after": len(after), "old answers after": len(late),
                         "last of them, s after": max(late, default=0.0)})  # fmt: skip
    return rows


def filled(number: int, folder: Path | None = None) -> dict[str, float]:
    """Milliseconds of a page made anew, with so many stories."""
    with stage("sqlite") as place:
        prepare(place, number)
        return dict(json.loads(place.run("-m", "bench.site_run", "live").splitlines()[-1]))


def prepare(place: Stage, number: int) -> None:
    place.run("-m", "merkwerk", "manage", "collectstatic", "--noinput", "-v", "0")
    place.run("-m", "bench.site_run", "fill", str(number))


def compared(place: Stage, seconds: int, without: Iterable[str]) -> list[Row]:
    """Every server in turn."""
    port = free_ports(1)[0]
    own = ours(place, port)
    pages, headers, requests = pages_of(own[0])
    stories = place.folder / "stories.json"
    place.run("-m", "bench.site_run", "export", str(stories))
    makers: dict[str, Callable[[], Server]] = {
        "nginx": lambda: nginx("nginx, files", place.folder / "n1", pages, {}),
        "headers": lambda: nginx("nginx, same headers", place.folder / "n2", pages, headers),
        **{word: partial(copy, one) for word, one in zip(OWN_SERVERS, own, strict=True)},
        "wagtail": lambda: wagtail(place.folder, stories),
        "ghost": lambda: ghost(place.folder, stories),
    }
    rows: list[Row] = []
    for name, make in makers.items():
        if name in without:
            continue
        try:
            server = make()
            again = server.name.startswith(("nginx", "Merkwerk"))
            told = measured(server, seconds, again=again)
            print(json.dumps(told), file=sys.stderr, flush=True)
            rows += told
        except FAILURES as error:
            rows.append({"server": f"{name} left out: {str(error)[:300]}"})
    return [*rows, {"server": "requests of the story page, without its pictures", "page": requests}]


def part_servers(place: Stage, given: argparse.Namespace) -> dict[str, object]:
    rows = compared(place, given.seconds, given.without.lower().split(","))
    heads = ("server", "page", "requests/s", "a CPU second", "p99 ms", "bytes", "packed",
             "cold start s", "cold CPU s", "MB", "MB after")  # fmt: skip
    show("200 stories, 600 photos, SQLite, one process, 64 connections",
         [{head: row.get(head, "") for head in heads} for row in rows])  # fmt: skip
    return {"servers": rows}


def part_visible(place: Stage, given: argparse.Namespace) -> dict[str, object]:
    seen = visible(place)
    show("until everybody sees it, three processes", seen)
    return {"visible": seen}


def part_made(place: Stage, given: argparse.Namespace) -> dict[str, object]:
    made = json.loads(place.run("-m", "bench.site_run", "made").splitlines()[-1])
    show("all pages made", [made])
    return {"made": made}


def part_growth(place: Stage, given: argparse.Namespace) -> dict[str, object]:
    few = json.loads(place.run("-m", "bench.site_run", "live").splitlines()[-1])
    many = filled(given.many)
    rows = [{"page": k, "200": few[k], f"{given.many:,}": many[k], "ratio": many[k] / few[k]}
            for k in many]  # fmt: skip
    show("a page made anew, ms of CPU time", rows)
    return {"growth": rows}


PARTS = {"servers": part_servers, "made": part_made, "growth": part_growth, "visible": part_visible}
"""The last changes the stories, so it comes last."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.site")
    parser.add_argument("--data", help="not used: the bench makes its own firm")
    parser.add_argument("--seconds", type=int, default=4, help="of each of two runs")
    parser.add_argument("--many", type=int, default=10_000, help="stories for what grows")
    parser.add_argument("--parts", default=",".join(PARTS), help="of the bench, all by default")
    parser.add_argument(
        "--without",
        default="",
        help="nginx,headers,granian,gunicorn,cache,plain,wagtail,ghost: which not",
    )
    given = parser.parse_args()
    facts: dict[str, object] = {"load before": os.getloadavg()[0]}
    with stage("sqlite", MERKWERK_URL="http://127.0.0.1:8000") as place:
        prepare(place, 200)
        for name, part in PARTS.items():
            if name in given.parts.split(","):
                facts |= part(place, given)
    last_line("site", facts | {"load after": os.getloadavg()[0]})
    return 0


if __name__ == "__main__":
    sys.exit(main())
