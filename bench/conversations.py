"""Who answers whom in real chat channels, against annotators (judgement, no speed)."""

from __future__ import annotations

import argparse
import json
import math
import re
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from bench.table import last_line, show
from merkwerk.engine.conversations import WEIGHTS, Said, all_signs, answers

LINE = re.compile(r"^\[(\d+):(\d+)\] (?:<([^>]*)>|\* (\S+)) ?(.*)$")
Links = dict[int, set[int]]
STEPS = 250


def channel(path: Path) -> list[Said]:
    """The messages of a file; lines of the server have no author."""
    found: list[Said] = []
    day, last = 0, 0
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if match := LINE.match(line):
            minute = int(match[1]) * 60 + int(match[2])
            day += minute < last - 600
            last = minute
            found.append(Said(match[3] or match[4], match[5], (day * 1440 + minute) * 60.0))
        else:
            found.append(Said("", line, (day * 1440 + last) * 60.0))
    return found


def links(path: Path) -> Links:
    """For each annotated message the earlier ones it answers, itself when it begins something."""
    found: Links = defaultdict(set)
    for line in path.read_text().splitlines():
        earlier, later = sorted(int(part) for part in line.split()[:2])
        found[later].add(earlier)
    return {place: earlier for place, earlier in found.items() if place >= min(1000, max(found))}


def link_f1(truth: Links, said: Mapping[int, int]) -> float:
    """Harmonic mean over links, as Kummerfeld et al. (2019) count them."""
    right = sum(said[place] in earlier for place, earlier in truth.items())
    return 2 * right / (len(truth) + sum(map(len, truth.values())))


def clusters(pairs: Mapping[int, set[int]]) -> dict[int, int]:
    """Each annotated message's conversation, named after its first message."""
    parent: dict[int, int] = {}

    def root(place: int) -> int:
        while parent.setdefault(place, place) != place:
            place = parent[place]
        return place

    for place, earlier in pairs.items():
        for one in earlier:
            a, b = sorted((root(place), root(one)))
            parent[b] = a
    return {place: root(place) for place in pairs}


def information(truth: Mapping[int, int], said: Mapping[int, int]) -> float:
    """1 - variation of information / log2(n), the paper's "VI" (1 is perfect)."""
    total = len(truth)
    both = Counter((truth[place], said[place]) for place in truth)
    ours, theirs = Counter(said[place] for place in truth), Counter(truth.values())

    def entropy(of: Counter[object]) -> float:
        return -sum(n / total * math.log2(n / total) for n in of.values())

    joint = entropy(Counter(both))
    varies = 2 * joint - entropy(Counter(ours)) - entropy(Counter(theirs))
    return 1 - varies / math.log2(total)


class Lessons:
    """The signs of all candidates of the annotated messages, as one table."""

    def __init__(self, files: Sequence[tuple[list[Said], Links]]) -> None:
        rows: list[dict[str, float]] = []
        right: list[bool] = []
        sizes: list[int] = []
        self.file_of: list[int] = []
        for number, (messages, truth) in enumerate(files):
            places = sorted(truth)
            for place, candidates in zip(places, all_signs(messages, places), strict=True):
                hits = [earlier in truth[place] for earlier, _ in candidates]
                if any(hits):
                    rows += [of for _, of in candidates]
                    right += hits
                    sizes.append(len(hits))
                    self.file_of.append(number)
        self.names = sorted({name for row in rows for name in row})
        self.table = np.array([[row.get(name, 0.0) for name in self.names] for row in rows], "f4")
        self.good = np.array(right, np.float32)
        self.sizes = np.array(sizes)

    def learned(self, without: int = -1) -> dict[str, float]:
        """Weights by gradient ascent on the likelihood that the best candidate is an annotated one;
        one file may be left out."""
        chosen = np.array(self.file_of) != without
        rows = np.repeat(chosen, self.sizes)
        table, good, sizes = self.table[rows], self.good[rows], self.sizes[chosen]
        at = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        weights = np.zeros(len(self.names), np.float32)
        speed, squares = np.zeros_like(weights), np.ones_like(weights) * 0.01
        for _ in range(STEPS):
            odds = table @ weights
            odds = np.exp(odds - np.repeat(np.maximum.reduceat(odds, at), sizes))
            said = odds / np.repeat(np.add.reduceat(odds, at), sizes)
            held = odds * good
            wanted = held / np.repeat(np.maximum(np.add.reduceat(held, at), 1e-12), sizes)
            slope = (wanted - said) @ table / len(at) - 1e-4 * weights
            speed = 0.9 * speed + slope
            squares += slope * slope
            weights += 0.1 * speed / np.sqrt(squares)
        pairs = zip(self.names, weights, strict=True)
        return {name: round(float(weight), 2) for name, weight in pairs}


def measured(
    messages: Sequence[Said], truth: Links, weights: Mapping[str, float]
) -> dict[str, float]:
    """The figures of one channel, and those of who knows nothing: each answers the one before."""
    begin = time.process_time()
    found = answers(messages, weights)
    taken = (time.process_time() - begin) / len(messages) * 1e6
    told = {place: found[place] for place in truth}
    before = {place: place - 1 for place in truth}
    whole = clusters(truth)
    return {
        "link F1": link_f1(truth, told),
        "message before": link_f1(truth, before),
        "VI": information(whole, clusters({place: {one} for place, one in told.items()})),
        "VI, one conversation": information(whole, dict.fromkeys(whole, 0)),
        "us a message": taken,
    }


def main() -> None:
    """Prints each channel and the mean; with `--train` first leaves each channel out in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with irc/*.ascii.txt")
    parser.add_argument("--train", action="store_true", help="learn weights and print them")
    asked = parser.parse_args()
    folder = asked.data / "irc" if (asked.data / "irc").is_dir() else asked.data
    files = [
        (channel(path), links(path.with_name(path.name.replace(".ascii.", ".annotation."))))
        for path in sorted(folder.glob("*.ascii.txt"))
    ]
    lessons = Lessons(files) if asked.train else None
    rows: list[dict[str, float]] = []
    for place, (messages, truth) in enumerate(files):
        weights = lessons.learned(place) if lessons else WEIGHTS
        rows.append(measured(messages, truth, weights))
    mean = {key: statistics.mean(row[key] for row in rows) for key in rows[0]}
    show("conversations", [*rows, mean])
    if lessons:
        print(json.dumps(lessons.learned(), indent=4))
    last_line("conversations", {"left out": asked.train, "mean": mean})


if __name__ == "__main__":
    main()
