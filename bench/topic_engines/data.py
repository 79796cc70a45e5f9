"""Posts and topics for `bench.topics`: the same ones at every run."""

from __future__ import annotations

import csv
import random
from collections import Counter
from itertools import pairwise, zip_longest
from pathlib import Path

from merkwerk.engine.text import fold, line
from merkwerk.engine.topics import Query, parse

LEAST, MOST = 50, 500
"""Characters of a post."""
_LANGUAGES = {
    "nl": ("aa ee ij oe ui ch sch t d g k v z n r st ng", "de het een van en in is dat op te"),
    "en": ("a e i o ou ea th sh s t r n l w ck ing", "the a of to and in is that it for"),
    "de": ("ä ö ü ei ie ß sch z t k r n ng pf", "der die das und in zu den von mit ist"),
    "fr": ("é è ê ou au ç on an r t l m s qu", "le la les de et un une en que dans"),
    "pl": ("ą ę ł ó ś ć cz sz rz a e i o k w", "i w na z do nie się że to jest"),
    "ru": ("а е и о у ж ш щ р н т к л с", "и в не на я что он с как это"),
    "ar": ("ا و ي ب ت د ر س ع ل م ن", "من في على أن ما هو إلى لا عن مع"),
    "ja": ("か き す せ と な の ま り 水 火 市 本 語", "の は を に が と で も た だ"),
}
_SIGNS = ["🚲", "👍🏽", "❤️", "🇳🇱", "#buurt", "@anna@a.example", "https://voorbeeld.example/1"]


def posts(folder: Path | None, number: int) -> list[str]:
    """Texts of 50 to 500 characters: of the CSV files (a column `text`) and the `*sentences.txt`
    under `folder`, or made ones in eight languages; short ones are joined to a neighbour."""
    dice = random.Random(7)
    found = _read(folder, dice) if folder else [_made(dice) for _ in range(number)]
    whole: list[str] = []
    short = ""
    for text in found:
        text = f"{short} {text}".strip()[:MOST]
        short = text if len(text) < LEAST else ""
        if not short:
            whole.append(text)
    return whole[:number]


def _read(folder: Path, dice: random.Random) -> list[str]:
    """The files take turns, so that no language and no event is most of it."""
    files: list[list[str]] = []
    for path in sorted(folder.rglob("*.csv")):
        with path.open(newline="", encoding="utf-8", errors="replace") as file:
            files.append([row["text"] for row in csv.DictReader(file) if row.get("text")])
    for path in sorted(folder.rglob("*sentences.txt")):
        files.append(path.read_text(encoding="utf-8", errors="replace").splitlines())
    for texts in files:
        dice.shuffle(texts)
    return [text for turn in zip_longest(*files) for text in turn if text]


def _made(dice: random.Random) -> str:
    sounds, common = (part.split() for part in dice.choice(list(_LANGUAGES.values())))
    words = []
    for _ in range(dice.randint(8, 45)):
        kind = dice.random()
        if kind < 0.4:
            words.append(dice.choice(common))
        elif kind < 0.97:  # few words are said often, many seldom
            word = random.Random(int(dice.paretovariate(0.35)) % 60_000)
            words.append("".join(word.choices(sounds, k=word.randint(2, 5))))
        else:
            words.append(dice.choice(_SIGNS))
    return " ".join(words)


def topics(texts: list[str], number: int) -> list[Query]:
    """Topics in the texts' own words: 25 % a word or tag, 20 % a phrase, 20 % two words, 20 % a
    word and one of three, 10 % one of three but not a fourth, 5 % a beginning."""
    dice = random.Random(11)
    rows = [[word for word in line(fold(text))[0] if word.isalpha()] for text in texts]
    heard = Counter(word for row in rows for word in set(row))
    most = max(3, len(rows) // 200)
    words = sorted(word for word, times in heard.items() if times <= most and len(word) > 2)
    known = set(words)
    pairs = [pair for row in rows for pair in pairwise(row) if not known.isdisjoint(pair)]
    inside = [found for row in rows if len(found := [w for w in row if w in known]) > 1]
    return [parse(_typed(dice, dice.random(), words, pairs, inside)) for _ in range(number)]


def _typed(
    dice: random.Random,
    kind: float,
    words: list[str],
    pairs: list[tuple[str, str]],
    inside: list[list[str]],
) -> str:
    word = dice.choice(words if dice.random() < 0.5 else dice.choice(inside))
    first, second = dice.sample(dice.choice(inside), 2)
    phrase = '"{} {}"'.format(*dice.choice(pairs))
    if kind < 0.25:
        return word if dice.random() < 0.7 else f"#{word}"
    if kind < 0.45:
        return phrase
    if kind < 0.65:
        return f"{first} {second}"
    if kind < 0.85:
        return f"{first} ({second} OR {word} OR {dice.choice(words)})"
    if kind < 0.95:
        return f"({word} OR {phrase} OR #{first}) NOT {second}"
    return word[: max(4, len(word) * 2 // 3)] + "*"
