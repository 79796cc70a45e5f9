"""Other ways to find what resembles a text, each behind one function: posts in, a check out."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from merkwerk.engine.echoes.grams import Codes, codes, packed, plain

Check = Callable[[str], dict[int, float]]
"""A text in, the posts found out, each with what the engine calls its score (1: it has none)."""

POSTGRES = str(Path(__file__).parent.parent / "tests/peers/postgres.sh")
_MIX = [np.uint64(number) for number in (
    0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB
)]  # fmt: skip


def letters(text: str) -> Codes:
    return codes(plain(text))


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
    return lambda text: dict.fromkeys(lsh.query(sketch(text)), 1.0)


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
    return lambda text: dict.fromkeys(lsh.query(sketch(text)), 1.0)


def rapidfuzz(posts: list[str]) -> Check:
    """extract with ratio, at least 55."""
    process, fuzz = import_module("rapidfuzz.process"), import_module("rapidfuzz.fuzz")
    said = [plain(text) for text in posts]

    def check(text: str) -> dict[int, float]:
        found = process.extract(
            plain(text), said, scorer=fuzz.ratio, score_cutoff=55, limit=10, processor=None
        )
        return {key: score for _, score, key in found}

    return check


def faiss(posts: list[str]) -> Check:
    """SimHash of 256 bits over the 4-grams, flat binary index, the ten nearest."""
    library = import_module("faiss")
    library.omp_set_num_threads(1)
    index = library.IndexBinaryFlat(256)
    at = 0
    while at < len(posts):
        index.add(np.stack([simhash(text) for text in posts[at : at + 10_000]]))
        at += 10_000

    def check(text: str) -> dict[int, float]:
        far, found = index.search(simhash(text)[None], 10)
        return dict(zip(found[0].tolist(), (256 - far[0]).astype(float).tolist(), strict=True))

    return check


def simhash(text: str) -> npt.NDArray[np.uint8]:
    """256 bits, each the majority of what the grams' hashes say (Charikar 2002)."""
    mixed = packed(letters(text))
    votes = np.zeros(256, np.int64)
    for part, number in enumerate(_MIX):
        bits = (mixed * number ^ (mixed * number >> np.uint64(29))) * _MIX[0]
        votes[64 * part : 64 * part + 64] = np.unpackbits(
            bits.view(np.uint8).reshape(-1, 8), axis=1
        ).sum(axis=0, dtype=np.int64)
    return np.packbits(2 * votes > mixed.size)


def tantivy(posts: list[str]) -> Check:
    """Words with OR, BM25, the first ten; in memory."""
    library = import_module("tantivy")
    schema = library.SchemaBuilder().add_text_field("text").add_integer_field(
        "key", stored=True, fast=True
    ).build()  # fmt: skip
    index = library.Index(schema)
    writer = index.writer(200_000_000, 1)
    for key, text in enumerate(posts):
        writer.add_document(library.Document(text=[plain(text)], key=[key]))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def check(text: str) -> dict[int, float]:
        words = dict.fromkeys(plain(text).split())
        terms = [library.Query.term_query(schema, "text", word) for word in words]
        asked = library.Query.boolean_query([(library.Occur.Should, term) for term in terms])
        hits = searcher.search(asked, 10, count=False).hits
        return {searcher.doc(place)["key"][0]: score for score, place in hits}

    return check


def pg_trgm(posts: list[str]) -> Check:
    """PostgreSQL, a GIN index of trigrams, similarity of 0.3 or more. Its time is that of the
    clock: the work is done by another process."""
    said = subprocess.run([POSTGRES, "start"], capture_output=True, text=True, check=True)
    base = import_module("psycopg").connect(json.loads(said.stdout)["url"], autocommit=True)
    base.execute("create extension if not exists pg_trgm")
    base.execute("create temporary table post (key int, said text)")
    with base.cursor().copy("copy post from stdin") as copy:
        for key, text in enumerate(posts):
            copy.write_row((key, plain(text)))
    base.execute("create index on post using gin (said gin_trgm_ops)")
    base.execute("analyze post")
    sql = (
        "select key, similarity(said, %(s)s) from post where said %% %(s)s order by 2 desc limit 10"
    )

    def check(text: str) -> dict[int, float]:
        return dict(base.execute(sql, {"s": plain(text)}).fetchall())

    return check


def installed(name: str) -> str:
    """Empty when a peer can be asked; else why not."""
    if name == "pg_trgm":
        if not find_spec("psycopg"):
            return "psycopg is not installed"
        done = subprocess.run([POSTGRES, "start"], capture_output=True, text=True, check=False)
        return "" if done.returncode == 0 else f"PostgreSQL did not start: {done.stderr.strip()}"
    return "" if find_spec(name) else "it is not installed"


def stop() -> None:
    """Stops the PostgreSQL that was started."""
    subprocess.run([POSTGRES, "stop"], capture_output=True, check=False)


PEERS: tuple[tuple[str, Callable[[list[str]], Check], int, int], ...] = (
    ("rensa", rensa, 500_000, 2_000),
    ("faiss", faiss, 500_000, 1_000),
    ("tantivy", tantivy, 500_000, 1_000),
    ("datasketch", datasketch, 50_000, 2_000),
    ("rapidfuzz", rapidfuzz, 500_000, 24),
    ("pg_trgm", pg_trgm, 500_000, 24),
)
"""Name, how to make it, with how many posts at most, how many checks at most."""

CLOCK = ("pg_trgm",)
"""Peers whose work another process does: the clock counts, not this process's CPU."""
