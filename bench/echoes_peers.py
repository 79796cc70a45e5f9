"""Other ways to find what resembles a text, each behind one function: posts in, a check out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

import numpy as np

from merkwerk.engine.echoes import Index
from merkwerk.engine.echoes.grams import Codes, codes, plain
from merkwerk.engine.echoes.shelves import Slots

Check = Callable[[str], set[int]]


def letters(text: str) -> Codes:
    return codes(plain(text))


def slots(index: Index, number: int) -> Slots:
    """The slots of the first so many posts, in an index that nothing was dropped from."""
    return np.arange(number)


def grams(text: str) -> set[str]:
    said = plain(text)
    return {said[at : at + 4] for at in range(max(len(said) - 3, 1))}


def datasketch(posts: list[str]) -> Check:
    """MinHashLSH, 40 bands of 3, no check afterwards."""
    library = import_module("datasketch")
    lsh = library.MinHashLSH(num_perm=120, params=(40, 3))

    def sketch(text: str) -> object:
        found = library.MinHash(num_perm=120)
        found.update_batch([gram.encode() for gram in grams(text)])
        return found

    for key, text in enumerate(posts):
        lsh.insert(key, sketch(text))
    return lambda text: set(lsh.query(sketch(text)))


def rensa(posts: list[str]) -> Check:
    """RMinHashLSH (Rust), 128 permutations in 32 bands, no check afterwards."""
    library = import_module("rensa")
    lsh = library.RMinHashLSH(threshold=0.3, num_perm=128, num_bands=32)

    def sketch(text: str) -> object:
        found = library.RMinHash(num_perm=128, seed=1)
        found.update(list(grams(text)))
        return found

    for key, text in enumerate(posts):
        lsh.insert(key, sketch(text))
    return lambda text: set(lsh.query(sketch(text)))


def fts5(posts: list[str]) -> Check:
    """SQLite FTS5: words with OR, the first ten by rank."""
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table post using fts5(text)")
    base.executemany("insert into post(rowid, text) values (?, ?)", enumerate(posts))
    base.commit()

    def check(text: str) -> set[int]:
        asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(plain(text).split())) or '""'
        sql = "select rowid from post where post match ? order by rank limit 10"
        return {row[0] for row in base.execute(sql, (asked,))}

    return check


def rapidfuzz(posts: list[str]) -> Check:
    """extract with ratio, at least 55."""
    process, fuzz = import_module("rapidfuzz.process"), import_module("rapidfuzz.fuzz")
    said = [plain(text) for text in posts]

    def check(text: str) -> set[int]:
        found = process.extract(
            plain(text), said, scorer=fuzz.ratio, score_cutoff=55, limit=10, processor=None
        )
        return {key for _, _, key in found}

    return check


def installed(name: str) -> bool:
    return name == "fts5" or find_spec(name) is not None


PEERS: tuple[tuple[str, Callable[[list[str]], Check], int, int], ...] = (
    ("rensa", rensa, 500_000, 2_000),
    ("datasketch", datasketch, 50_000, 2_000),
    ("rapidfuzz", rapidfuzz, 500_000, 24),
    ("fts5", fts5, 500_000, 48),
)
"""Name, how to make it, with how many posts at most, how many checks at most."""
