"""Printing for the benches: medians, ratios, a table, and one line of JSON at the end."""

from __future__ import annotations

import json
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """The median of how long `work` takes, over so many times."""
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def turns(
    ours: Callable[[], object], peer: Callable[[], object], times: int = 5
) -> tuple[float, float]:
    """The medians of two works that take turns, so that a busy moment hurts both."""
    first, second = [], []
    for _ in range(times):
        first.append(seconds(ours, 1))
        second.append(seconds(peer, 1))
    return statistics.median(first), statistics.median(second)


def ratio(peer: float, ours: float) -> str:
    """How many times better ours is, when less is better."""
    return f"{peer / ours:.1f} x" if ours else "-"


def said(value: object) -> str:
    """A figure as one reads it: three digits that matter, no more."""
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def show(title: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Prints rows as a table; the keys of the first one are its heads."""
    print(f"\n{title}")
    if not rows:
        return
    heads = list(rows[0])
    lines = [heads, *([said(row.get(head, "")) for head in heads] for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
    for line in lines:
        print(
            "  "
            + "  ".join(
                cell.ljust(width) for cell, width in zip(line, widths, strict=True)
            ).rstrip()
        )


def last_line(bench: str, facts: Mapping[str, object]) -> None:
    """The figures for whoever reads by machine: the last line, one JSON object."""
    machine = {"python": platform.python_version(), "system": platform.machine()}
    print(json.dumps({"bench": bench, **facts, "machine": machine}, default=str))
