"""The codes of what cannot be read, each of which a room turns into a sentence.

`Whole` is why a file cannot be read at all (`UnreadableFile.code`); `Part` why one piece of it
cannot (`Trouble.code`), with the names of its facts.
"""

from __future__ import annotations

from enum import StrEnum


class Whole(StrEnum):
    """Why nothing of a file can be read."""

    UNKNOWN = "unknown-file"
    """Not of a kind we know, or not what its name says."""
    EMPTY = "empty-file"
    BROKEN = "broken-file"
    """Damaged, or cut off: to be downloaded again."""
    LOCKED = "locked-file"
    """An archive with a password."""
    BOMB = "bomb"
    """An archive that unpacks to far more than it is, or holds absurdly many files."""
    TOO_LARGE = "file-too-large"
    NOT_PEOPLE = "not-people"
    """A list, but of people blocked or muted, of words or sites: nobody to keep up with."""
    NEWER = "newer-merkwerk"
    """Our own file, made by a later version."""


class Part(StrEnum):
    """Why one piece cannot be read; after it the names of the facts."""

    BAD_CARD = "bad-card"
    """A card or row without a name and without any way to reach somebody."""
    BAD_LINE = "bad-line"
    """A line of a card that makes no sense; the rest of the card was read."""
    BAD_ROW = "bad-row"
    """A row that cannot be cut into cells."""
    BAD_DATE = "bad-date"
    """text: a time that cannot be understood; without it the moment is left out."""
    BAD_RECORD = "bad-record"
    """A record of another shape than this kind of file has."""
    DAMAGED = "damaged-piece"
    """member: a piece of an archive that is damaged or not what it should be; or, without it, the
    rest of a file that ends too early."""
    TOO_LARGE = "piece-too-large"
    """member, most (bytes): a piece of an archive too large to be read."""
    TOO_MANY = "too-many"
    """most: more than we take in from one file; the rest was left out."""
    NAMELESS = "nameless"
    """count: people of whom the file has a number only, no name or handle."""
    OWNER_UNKNOWN = "owner-unknown"
    """member: it cannot be told who of them is the owner, so letters were left out."""
    APART = "bring-apart"
    """member: is in the archive, but must be brought as a file of its own (a mail folder)."""
    NO_GROUP = "group-card"
    """A card of a group, not of a person."""
