"""One door to all readers of files from elsewhere: which format is read by which module."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports import (
    bluesky,
    calendar,
    google,
    linkedin,
    mastodon,
    mbox,
    outlook,
    own,
    reaching,
    table,
    vcard,
    x,
)
from merkwerk.connectors.exports.archives import DamagedMember, TooLargeMember
from merkwerk.connectors.exports.troubles import Whole
from merkwerk.connectors.exports.values import Format, Piece


def read(
    path: Path,
    format: Format,
    *,
    now: datetime,
    mine: frozenset[str] = frozenset(),
    columns: Mapping[str, str] | None = None,
    name: str = "",
    region: str = reaching.REGION,
    words: bool = False,
) -> Iterator[Piece]:
    """The pieces of a file, one by one, in constant memory but for who is in a network's own file.

    `mine`: the colleague's own addresses in lower case (and profiles), by which direction is
    known. `columns`: for a table, as `table.Columns.mapping`. `name`: what the file was called.
    `region`: the land (ISO 3166) whose way of writing telephone numbers counts. `words`: for a
    mail folder, also the words of letters. Raises UnreadableFile, at the first piece or later,
    and nothing else for whatever is in the file.
    """
    readers: dict[Format, Callable[[], Iterator[Piece]]] = {
        Format.VCARD: lambda: vcard.read(path, now=now, mine=mine, region=region),
        Format.TABLE: lambda: table.read(path, now=now, mine=mine, columns=columns, region=region),
        Format.LINKEDIN: lambda: linkedin.read(path, now=now, mine=mine, region=region),
        Format.GOOGLE: lambda: google.read(path, now=now, mine=mine, region=region),
        Format.OUTLOOK: lambda: outlook.read(path, now=now, mine=mine, region=region),
        Format.MASTODON: lambda: mastodon.read(path, now=now, mine=mine, name=name),
        Format.BLUESKY: lambda: bluesky.read(path, now=now, mine=mine),
        Format.X: lambda: x.read(path, now=now, mine=mine),
        Format.MBOX: lambda: mbox.read(path, now=now, mine=mine, words=words),
        Format.CALENDAR: lambda: calendar.read(path, now=now, mine=mine),
        Format.OWN: lambda: own.read(path, now=now, mine=mine),
    }
    try:
        yield from readers[format]()
    except (DamagedMember, TooLargeMember) as error:
        raise UnreadableFile(Whole.BROKEN, str(error)) from error
