"""A repository of the AT Protocol as a CAR file (v1): its records with their paths, streamed.

Format: ipld.io/specs/transport/car/carv1 and atproto.com/specs/repository. The tree that gives
records their paths is walked node by node as the blocks come, in any order; a record that no node
names is not in the repository. Every block is held against its own hash. The signature under it is
not checked: the colleague brings a file of their own, and vouches for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import libipld

from merkwerk.connectors import shapes
from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports.troubles import Whole

MOST_BLOCK = 2 * 1024 * 1024
MOST_RECORDS = 3_000_000
_CID = 36
_START = b"\x01\x71\x12\x20"
"""CIDv1, DAG-CBOR, SHA-256: the only kind a repository is made of."""


class CutOff(Exception):
    """The file ends within a block, or goes on with what is none."""


@dataclass(frozen=True, slots=True)
class Index:
    """Whose repository it is, and the path of each record by its hash (without the CID's start)."""

    did: str
    paths: dict[bytes, str]
    damaged: int
    cut_off: bool


def index(stream: IO[bytes]) -> Index:
    """Reads all of it once. Raises UnreadableFile (UNKNOWN) for what is no CAR file of a
    repository, BROKEN when it is one without a commit."""
    root = _root(stream)
    did, damaged, cut_off = "", 0, False
    paths: dict[bytes, str] = {}
    try:
        for cid, data in _blocks(stream):
            if hashlib.sha256(data).digest() != cid:
                damaged += 1
                continue
            block = shapes.fields(_decoded(data))
            if isinstance(block.get("e"), list) and "l" in block:
                paths.update(_leaves(block))
                if len(paths) > MOST_RECORDS:
                    raise UnreadableFile(Whole.TOO_LARGE, "more records than we hold")
            elif cid == root:
                did = shapes.token(block.get("did"), 300)
    except CutOff:
        cut_off = True
    if not did:
        raise UnreadableFile(Whole.BROKEN, "a repository without its commit")
    return Index(did, paths, damaged, cut_off)


def records(stream: IO[bytes], paths: dict[bytes, str]) -> Iterator[tuple[str, shapes.Fields]]:
    """The records that have a path, with it (`app.bsky.feed.post/3k…`), until the file ends or
    breaks off."""
    _root(stream)
    try:
        for cid, data in _blocks(stream):
            if (path := paths.get(cid)) and hashlib.sha256(data).digest() == cid:
                yield path, shapes.fields(_decoded(data))
    except CutOff:
        return


def is_car(head: bytes) -> bool:
    """Whether a file begins as a CAR does: a short header that names its roots and version."""
    return b"eroots" in head[1:80] and b"gversion\x01" in head[:120]


def _root(stream: IO[bytes]) -> bytes:
    """The hash of the commit, from the header."""
    try:
        size = _varint(stream)
        header = shapes.fields(_decoded(stream.read(size))) if 0 < size <= 4096 else {}
    except CutOff:
        header = {}
    roots = header.get("roots")
    if header.get("version") != 1 or not isinstance(roots, list) or not roots:
        raise UnreadableFile(Whole.UNKNOWN, "no CAR file")
    return roots[0][-32:] if isinstance(roots[0], bytes) else b""


def _blocks(stream: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Hash and bytes of each block; those of another kind of CID are passed over."""
    while (size := _varint(stream)) >= 0:
        if size > MOST_BLOCK or size < _CID:
            raise CutOff
        whole = stream.read(size)
        if len(whole) < size:
            raise CutOff
        if whole.startswith(_START):
            yield whole[4:_CID], whole[_CID:]


def _varint(stream: IO[bytes]) -> int:
    """An unsigned LEB128 number; -1 at the end of the file."""
    value = 0
    for shift in range(0, 63, 7):
        byte = stream.read(1)
        if not byte:
            if shift:
                raise CutOff
            return -1
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value
    raise CutOff


def _decoded(data: bytes) -> object:
    try:
        return libipld.decode_dag_cbor(data)
    except (ValueError, RecursionError, OverflowError):
        return None


def _leaves(node: shapes.Fields) -> Iterator[tuple[bytes, str]]:
    """The records a node names: each key is what it shares with the one before it, and its
    rest."""
    before = b""
    for entry in shapes.objects(node["e"], 10_000):
        shared, rest, value = entry.get("p"), entry.get("k"), entry.get("v")
        if not isinstance(shared, int) or not isinstance(rest, bytes) or shared < 0:
            return
        before = (before[:shared] + rest)[:1024]
        if isinstance(value, bytes) and value.startswith(_START):
            yield value[4:_CID], before.decode("ascii", "replace")
