"""The head of a letter, read without its body. Raises nothing, whatever stands there.

Made for millions of letters: only the fields that are asked for are decoded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import MessageError
from email.header import decode_header
from email.utils import getaddresses
from functools import lru_cache

from merkwerk.connectors import content
from merkwerk.connectors.feeds import dates
from merkwerk.connectors.http.charset import known_charset

HEADER = 4_000
ADDRESSES = 16_000
NAME = 200
_FIELD = re.compile(r"([!-9;-~]{1,100})[ \t]*:(.*)", re.DOTALL)
_FOLD = re.compile(r"\r?\n[ \t]")
_BREAK = re.compile(r"\r?\n")
_SEPARATED = re.compile(r"[^\s@<>()\[\]\",;:\\]{1,64}@[^\s@<>()\[\]\",;:\\]{1,190}")
_MAIL = re.compile(r"[^\s@<>()\[\]\",;:\\]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_GAP = re.compile(r"(\?=)[ \t]*\r?\n?[ \t]+(=\?)")
_TOMORROW = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Address:
    """One address, in lower case, with the name that stands beside it (or "")."""

    mail: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The fields of a letter by their names in lower case, undecoded, in their order."""

    fields: dict[str, list[str]]

    def has(self, *names: str) -> bool:
        """Whether one of these fields stands there with something in it."""
        return any(value.strip() for name in names for value in self.fields.get(name, ()))

    def raw(self, name: str) -> str:
        """The first field of that name as it was sent, unfolded."""
        return next(iter(self.fields.get(name, ())), "").strip()

    def text(self, name: str) -> str:
        """The first field of that name, decoded (RFC 2047), at most HEADER signs."""
        return decoded(self.raw(name))

    def addresses(self, *names: str) -> list[Address]:
        """All addresses in these fields, in order, each once; what is no address is left out."""
        found: dict[str, Address] = {}
        for name in names:
            for value in self.fields.get(name, ()):
                for one in addresses(value):
                    found.setdefault(one.mail, one)
        return list(found.values())


def head(raw: bytes) -> Head:
    """The fields in the bytes up to the first empty line (RFC 5322). Bytes that are not UTF-8 are
    taken for Windows-1252; lines that are no fields are passed over."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    fields: dict[str, list[str]] = {}
    for line in _BREAK.split(_FOLD.sub(" ", text.replace("\x00", " "))):
        if not line:
            if fields:
                break
            continue
        found = _FIELD.match(line)
        if found:
            fields.setdefault(found[1].lower(), []).append(found[2])
    return Head(fields)


def decoded(word: str) -> str:
    """A field as one line of text, decoded (RFC 2047), at most HEADER signs. An encoded word that
    is broken stays as it was sent; a wrong byte becomes U+FFFD."""
    word = word[:HEADER]
    if "=?" not in word:
        return content.line(word, HEADER)
    try:
        pieces = decode_header(_GAP.sub(r"\1 \2", word))
    except (MessageError, ValueError, TypeError):
        return content.line(word, HEADER)
    return content.line("".join(_piece(*piece) for piece in pieces), HEADER)


def _piece(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    named = known_charset(charset or "") or "utf-8"
    try:
        return piece.decode(named)
    except ValueError:
        return piece.decode("cp1252" if named == "utf-8" else named, "replace")


@lru_cache(maxsize=8192)
def addresses(value: str) -> tuple[Address, ...]:
    """The addresses of one field's value: each with its decoded name. Lists that are spelled
    wrongly still give the addresses that can be told."""
    value = value[:ADDRESSES]
    try:
        pairs = getaddresses([value])
    except RecursionError:  # brackets within brackets, a thousand deep
        pairs = [("", "")]
    if pairs == [("", "")]:
        pairs = [("", one) for one in _SEPARATED.findall(value)]
    return tuple(filter(None, (_address(*pair) for pair in pairs)))


def _address(name: str, mail: str) -> Address | None:
    lower = mail.strip().strip("'").lower()
    if not _MAIL.fullmatch(lower):
        return None
    shown = content.line(decoded(name), NAME).strip("'\" ")
    return Address(lower, "" if "@" in shown else shown)


def written(told: Head, *, now: datetime, received: datetime | None = None) -> datetime | None:
    """When a letter was written, in UTC and never later than `now`: its own date, unless that is
    missing, before 1990 or more than a day later than it came in; then when it came in (`received`
    or its last `Received` field); None when nothing tells."""
    came = received or dates.moment(told.raw("received").rpartition(";")[2])
    said = dates.moment(told.raw("date"))
    if said is None or said > (came or now) + _TOMORROW:
        said = came or said
    return min(said, now) if said else None
