"""Makes merkwerk/engine/tables/languages.xz: which groups of letters speak for which language.

usage: python -m bench.language_run --wheel WHEEL --data DIR [--half] OUT
WHEEL: lingua-language-detector 1.3.5 (Apache-2.0), whose n-gram counts of the Leipzig corpora stand
for a million sentences a language; words are drawn from them anew, letter by letter. DIR: folder
`language` with sentences, word pairs and single words; `--half` leaves every second line for later.
A softmax regression on the sum of the groups of a word, then the strongest groups as small numbers.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import zipfile
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import brotli
import numba
import numpy as np

from merkwerk.engine.languages import groups, words_of

OWN = ["af", "da", "de", "en", "es", "fr", "it", "nb", "nl", "nn", "pl", "pt", "sv", "tr"]
OTHERS = {
    "ca": "ca",
    "ro": "ro",
    "hu": "hu",
    "is": "is",
    "id": "id ms tl",
    "sla": "cs sk hr sl",
    "fin": "fi et",
    "bal": "lv lt",
    "oth": "sq eu cy ga la vi",
}
"""Languages that must not be taken for one of ours; some share a column and are never named."""
SCALE = 24
GROUPS = 18_000
WORDS = 100_000
SAMPLES = 40_000
SIZES = ["uni", "bi", "tri", "quadri", "five"]

Chain = dict[str, tuple[list[str], list[float]]]


def counts(wheel: zipfile.ZipFile, language: str) -> dict[str, float]:
    """How often each n-gram occurs, up to a factor: lingua keeps count(abc) / count(ab)."""
    found = {"": 1.0}
    for size in SIZES:
        name = f"lingua/language-models/{language}/{size}grams.json.br"
        for part, grams in json.loads(brotli.decompress(wheel.read(name)))["ngrams"].items():
            above, below = part.split("/")
            for gram in grams.split(" "):
                found[gram] = found.get(gram[:-1], 0.0) * int(above) / int(below)
    return found


def chain(found: dict[str, float]) -> Chain:
    """What comes after up to four letters, with its weight. What no longer n-gram accounts for is
    where words begin (`^`) and end (an empty letter)."""
    before: dict[str, float] = defaultdict(float)
    for gram, number in found.items():
        if len(gram) > 1:
            before[gram[1:]] += number
    begins = {
        gram: number - before[gram]
        for gram, number in found.items()
        if 0 < len(gram) < 5 and number - before[gram] > max(number * 1e-6, 1e-9)
    }
    after: dict[str, dict[str, float]] = defaultdict(dict)
    for gram, number in begins.items():
        after["^" + gram[:-1]][gram[-1]] = number
    for gram, number in found.items():
        if len(gram) == 5:
            after[gram[:4]][gram[-1]] = number
    ends = {"^" + gram: number for gram, number in begins.items() if len(gram) < 4}
    ends |= {gram: number for gram, number in found.items() if len(gram) == 4}
    for gram, number in ends.items():
        rest = number - sum(after[gram].values())
        if rest > number * 1e-5:
            after[gram][""] = rest
    return {
        gram: (list(weights), list(accumulate(weights.values())))
        for gram, weights in after.items()
        if weights
    }


def drawn(after: Chain, chance: random.Random) -> str:
    """One word as the language might have it."""
    word = ""
    while len(word) < 30:
        letters, sums = after.get("^" + word if len(word) < 4 else word[-4:], ([""], [1.0]))
        letter = letters[min(bisect(sums, chance.random() * sums[-1]), len(letters) - 1)]
        if not letter:
            break
        word += letter
    return word


def vocabulary(path: Path) -> dict[str, list[str]]:
    """Drawn words of each column."""
    chance = random.Random(3)
    found = {}
    with zipfile.ZipFile(path) as wheel:
        for column, members in ({one: one for one in OWN} | OTHERS).items():
            parts = members.split()
            found[column] = [
                drawn(after, chance)
                for after in [chain(counts(wheel, part)) for part in parts]
                for _ in range(WORDS // (1 if column in OWN else len(parts)))
            ]
    return found


def lines(data: Path, *, half: bool) -> dict[str, list[list[str]]]:
    """The words of each real line; with `half` the lines with an odd number only."""
    return {
        one: [
            words_of(line)
            for kind in ("sentences", "word-pairs", "single-words")
            for line in [
                line
                for line in (data / f"{one}.{kind}.txt").read_text().split("\n")
                if line.strip()
            ][1 if half else 0 :: 2 if half else 1]
        ]
        for one in OWN
    }


def telling(drawn_words: dict[str, list[str]], real: dict[str, list[list[str]]]) -> list[str]:
    """The groups that say most about the language, by information times how often they occur."""
    columns = list(drawn_words)
    table: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(len(columns), np.float32))
    for place, column in enumerate(columns):
        number = Counter(drawn_words[column])
        for line in real.get(column, []):
            for word in line:
                number[word] += 2
        total = sum(number.values())
        seen: Counter[str] = Counter()
        for word, times in number.items():
            for group in groups(word):
                seen[group] += times
        for group, times in seen.items():
            table[group][place] += times / total * 1e5
    names = [group for group, row in table.items() if row.max() >= 3]
    rates = np.array([table[group] for group in names])
    share = (rates + 0.5) / (rates + 0.5).sum(1, keepdims=True)
    weight = np.array([1.0 if column in OWN else 0.25 for column in columns])
    told = (rates * weight).sum(1) * np.sum(share * np.log(share * len(columns)), 1)
    return [names[place] for place in np.argsort(-told, kind="stable")[:GROUPS]]


def samples(
    drawn_words: dict[str, list[str]], real: dict[str, list[list[str]]], place_of: dict[str, int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Texts of one to ten words, a third of them real: places, where each text starts, column."""
    chance = random.Random(1)
    texts: list[tuple[int, np.ndarray]] = []
    known: dict[str, np.ndarray] = {}
    for column, name in enumerate(drawn_words):
        share = {"nl": 1.5, "en": 1.2}.get(name, 1.0 if name in OWN else 0.33)
        for _ in range(int(SAMPLES * share)):
            size = chance.choice((1, 1, 2, 2, 3, 4, 6, 10))
            words: Sequence[str] = [chance.choice(drawn_words[name]) for _ in range(size)]
            if name in real and chance.random() < 0.35:
                line = chance.choice(real[name])
                begin = chance.randrange(max(1, len(line) - size + 1))
                words = line[begin : begin + size]
            for word in words:
                if word not in known:
                    held = [place_of[group] for group in groups(word) if group in place_of]
                    known[word] = np.array(held, np.int32)
            if places := [known[word] for word in words if len(known[word])]:
                texts.append((column, np.concatenate(places)))
    chance.shuffle(texts)
    starts = np.concatenate([[0], np.cumsum([len(places) for _, places in texts])])
    places = np.concatenate([places for _, places in texts])
    return places, starts, np.array([column for column, _ in texts], np.int32)


@numba.njit(fastmath=True)  # type: ignore[untyped-decorator]
def descend(weights, squares, level, places, starts, columns, rate, shrink):  # type: ignore[no-untyped-def]
    """One pass of Adagrad over the softmax loss."""
    number = weights.shape[1]
    odds = np.empty(number, np.float32)
    for text in range(len(columns)):
        begin, end = starts[text], starts[text + 1]
        odds[:] = level
        for at in range(begin, end):
            for column in range(number):
                odds[column] += weights[places[at], column]
        top = odds.max()
        total = np.float32(0)
        for column in range(number):
            odds[column] = np.exp(odds[column] - top)
            total += odds[column]
        for column in range(number):
            odds[column] /= total
        odds[columns[text]] -= 1
        level -= 0.01 * rate * odds
        for at in range(begin, end):
            place = places[at]
            for column in range(number):
                slope = odds[column] + shrink * weights[place, column]
                squares[place, column] += slope * slope
                weights[place, column] -= rate * slope / np.sqrt(squares[place, column])


def main() -> None:
    """Draws, learns, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheel", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--half", action="store_true")
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    real = lines(asked.data, half=asked.half)
    drawn_words = vocabulary(asked.wheel)
    names = sorted(telling(drawn_words, real))
    texts = samples(drawn_words, real, {group: place for place, group in enumerate(names)})
    weights = np.zeros((len(names), len(drawn_words)), np.float32)
    squares = np.ones_like(weights)
    level = np.zeros(len(drawn_words), np.float32)
    for turn in range(5):
        rate = np.float32(0.06 * 0.7**turn)
        descend(weights, squares, level, *texts, rate, np.float32(2e-5))
    small = np.clip(np.round(weights * SCALE), -127, 127).astype(np.int8)
    facts = {"columns": list(drawn_words), "scale": SCALE, "groups": names}
    head = json.dumps(facts | {"level": np.round(level * SCALE).astype(int).tolist()})
    content = head.encode() + b"\n" + small.T.tobytes()
    asked.out.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(names):,} groups, {asked.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
