"""Reads the members of an archive one after another, so that a damaged one costs itself only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports.archives import Archive, DamagedMember, TooLargeMember
from merkwerk.connectors.exports.sheets import Sheet
from merkwerk.connectors.exports.troubles import Part
from merkwerk.connectors.exports.values import Piece, Progress, Trouble

Step = tuple[str, Callable[[], Iterable[Piece]]]
"""The member it reads, and how."""


def each(archive: Archive, path: Path, steps: Sequence[Step]) -> Iterator[Piece]:
    """What the steps give, in order, with how far it is after each; what goes wrong in one
    becomes a Trouble, and so does a member that is a whole file of its own that is not sound."""
    total = path.stat().st_size
    done = 0
    for name, step in steps:
        try:
            yield from step()
        except DamagedMember:
            yield Trouble(Part.DAMAGED, name, (("member", name[-200:]),))
        except TooLargeMember as error:
            yield Trouble(Part.TOO_LARGE, name, (("member", name[-200:]), ("most", error.most)))
        except UnreadableFile:
            yield Trouble(Part.BAD_RECORD, name)
        done += archive.size(name)
        yield Progress(min(done, total), total)
    yield Progress(total, total)


def sheet(archive: Archive, ending: str) -> Sheet | None:
    """The table in the file whose path ends so, if there is a sound one."""
    name = archive.find(ending)
    if not name:
        return None
    try:
        return Sheet(archive.opener(name), name.rpartition("/")[2])
    except (DamagedMember, TooLargeMember):
        return None
