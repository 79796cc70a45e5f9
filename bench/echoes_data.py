"""Recent posts for the bench of echoes: real texts from a folder, or invented ones."""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

COLUMNS = ("text", "tweet", "s1", "s2")


def texts(data: str | None, number: int, seed: int = 1) -> list[str]:
    """So many different texts. Beyond what the folder holds, thirds of three texts are glued
    together: more half-similar texts than life has, a hard case."""
    chance = random.Random(seed)
    real = _read(Path(data)) if data else _invented(chance, min(number, 100_000))
    chance.shuffle(real)
    found = dict.fromkeys(real[:number])
    while len(found) < number:
        parts = [one.split() for one in chance.sample(real, 3)]
        thirds = [
            part[len(part) * place // 3 : len(part) * (place + 1) // 3]
            for place, part in enumerate(parts)
        ]
        found[" ".join(word for third in thirds for word in third)] = None
    return list(found)


def _read(folder: Path) -> list[str]:
    found: dict[str, None] = {}
    for file in sorted(folder.rglob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                for column in COLUMNS:
                    text = re.sub(r"\s+", " ", row.get(column) or "").strip()
                    if 30 <= len(text) <= 500:
                        found[text] = None
    if not found:
        raise SystemExit(f"No texts in {folder}: csv files with one of the columns {COLUMNS}.")
    return list(found)


def _invented(chance: random.Random, number: int) -> list[str]:
    """Sentences of invented words, some of which are used far more often than others."""
    letters = "aaabcdeeeeefghiiijklmnnnoooprrssttuvwz"
    words = ["".join(chance.choices(letters, k=chance.randint(2, 10))) for _ in range(20_000)]
    often = [1 / (rank + 3) for rank in range(len(words))]
    return [" ".join(chance.choices(words, often, k=chance.randint(8, 26))) for _ in range(number)]


def echo(text: str, weight: str, chance: random.Random) -> str:
    """The text as somebody tells it on. Light: a word more, another case; medium: a fifth of the
    words others; heavy: a part left out, words added, a third others."""
    words = text.split()
    if weight == "light":
        return f"{chance.choice(['RT', 'Lees:', 'wow', '👉'])} {text.upper()}"
    share = 0.12 if weight == "medium" else 0.2
    for at in range(len(words)):
        if chance.random() < share:
            words[at] = "".join(chance.choices("abdeiklmnorst", k=6))
    if weight == "heavy":
        words = [*words[: max(3, len(words) * 4 // 5)], "dit", "moet", "iedereen", "weten"]
    return " ".join(words)
