"""Makes files for tests: archives out of folders, and repositories of the AT Protocol."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path

import libipld

SAMPLES = Path(__file__).parents[1] / "samples"
_START = b"\x01\x71\x12\x20"


def zipped(target: Path, folder: Path, *, under: str = "") -> Path:
    """All files of a folder as a zip."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, under + path.relative_to(folder).as_posix())
    return target


def zip_of(target: Path, members: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return target


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*out, value))


def _block(value: object) -> tuple[bytes, bytes]:
    """The CID of a value, and the value."""
    data = libipld.encode_dag_cbor(value)
    return _START + hashlib.sha256(data).digest(), data


def repository(did: str, records: Mapping[str, Mapping[str, object]]) -> bytes:
    """A CAR file as a data server writes it: commit, a tree of two nodes, records."""
    blocks: list[tuple[bytes, bytes]] = []
    leaves = []
    for path, record in sorted(records.items()):
        blocks.append(_block({"$type": path.partition("/")[0], **record}))
        leaves.append((path.encode(), blocks[-1][0]))
    half = len(leaves) // 2
    left = _block(_node(leaves[:half], None))
    top = _block(_node(leaves[half:], left[0]))
    commit = _block(
        {
            "did": did,
            "version": 3,
            "rev": "3lbbbbbbbbb2b",
            "data": top[0],
            "prev": None,
            "sig": b"x",
        }
    )
    header = libipld.encode_dag_cbor({"roots": [commit[0]], "version": 1})
    whole = [commit, top, left, *blocks]
    body = b"".join(_varint(len(cid) + len(data)) + cid + data for cid, data in whole)
    return _varint(len(header)) + header + body


def _node(leaves: list[tuple[bytes, bytes]], left: bytes | None) -> dict[str, object]:
    entries, before = [], b""
    for key, cid in leaves:
        shared = 0
        while shared < min(len(key), len(before)) and key[shared] == before[shared]:
            shared += 1
        entries.append({"p": shared, "k": key[shared:], "v": cid, "t": None})
        before = key
    return {"l": left, "e": entries}


SANNE = "did:plc:sannesannesannesannesann"
JORIS = "did:plc:jorisjorisjorisjorisjori"
FATIMA = "did:plc:fatimafatimafatimafatima"
BRAM = "did:plc:brambrambrambrambrambram"
SPAM = "did:plc:spamspamspamspamspamspam"


def _mention(text: str, did: str, name: str) -> dict[str, object]:
    start = text.encode().index(name.encode())
    return {
        "index": {"byteStart": start, "byteEnd": start + len(name.encode())},
        "features": [{"$type": "app.bsky.richtext.facet#mention", "did": did}],
    }


def sannes_records() -> dict[str, dict[str, object]]:
    """What Sanne, who does not exist, has in her repository."""
    said = "Zoë en @fatima.bsky.social hebben gelijk"
    answered = {"uri": f"at://{JORIS}/app.bsky.feed.post/3kaaaaaaaaa2a", "cid": "bafy"}
    follow, lists = "app.bsky.graph.follow", f"at://{SANNE}/app.bsky.graph.list"
    at = "2024-05-0{}T10:00:00.000Z".format
    return {
        "app.bsky.actor.profile/self": {"displayName": "Sanne de Wit"},
        f"{follow}/3kaaaaaaaaa2b": {"subject": JORIS, "createdAt": at(1)},
        f"{follow}/3kaaaaaaaaa2c": {"subject": FATIMA, "createdAt": at(2)},
        f"{follow}/3kaaaaaaaaa2d": {"subject": SPAM, "createdAt": at(2)},
        "app.bsky.graph.block/3kaaaaaaaaa2e": {"subject": SPAM, "createdAt": at(3)},
        "app.bsky.graph.list/3kaaaaaaaaa2f": {
            "name": "Water", "purpose": "app.bsky.graph.defs#curatelist", "createdAt": at(3),
        },
        "app.bsky.graph.list/3kaaaaaaaaa2g": {
            "name": "Niet", "purpose": "app.bsky.graph.defs#modlist", "createdAt": at(3),
        },
        "app.bsky.graph.listitem/3kaaaaaaaaa2h": {
            "subject": JORIS, "list": f"{lists}/3kaaaaaaaaa2f", "createdAt": at(3),
        },
        "app.bsky.graph.listitem/3kaaaaaaaaa2i": {
            "subject": BRAM, "list": f"{lists}/3kaaaaaaaaa2g", "createdAt": at(3),
        },
        "app.bsky.feed.post/3kaaaaaaaaa2j": {
            "text": said,
            "facets": [_mention(said, FATIMA, "@fatima.bsky.social")],
            "reply": {"parent": answered, "root": answered},
            "createdAt": at(4),
        },
        "app.bsky.feed.post/3kaaaaaaaaa2k": {"text": "Goedemorgen", "createdAt": at(5)},
        "app.bsky.feed.like/3kaaaaaaaaa2l": {"subject": answered, "createdAt": at(6)},
        "app.bsky.feed.repost/3kaaaaaaaaa2m": {"subject": answered, "createdAt": "kapot"},
    }  # fmt: skip
