"""Who takes part in a meeting (RFC 5545, 3.8.4.1 and 3.8.4.3), and whose calendar it is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from merkwerk.connectors import content
from merkwerk.connectors.calendars.lines import Fields

_MAIL = re.compile(r"[^\s@<>()\[\]\",;:\\]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_NO_PEOPLE = re.compile(
    r"@(?:resource|group|group\.v|import)\.calendar\.google\.com$|^unknownorganizer@"
)
_THINGS = frozenset({"ROOM", "RESOURCE", "GROUP"})
LIKELY = 0.6
MOST = 500


@dataclass(frozen=True, slots=True)
class Guest:
    """One person by mail address (lower case), the name beside it, and whether they said no."""

    mail: str
    name: str = ""
    declined: bool = False


def guests(told: Fields) -> list[Guest]:
    """The organiser and those invited, each once; rooms, things, groups and whoever has no mail
    address are left out."""
    found: dict[str, Guest] = {}
    for field in [*told.get("ATTENDEE", ())[:MOST], *told.get("ORGANIZER", ())[:1]]:
        mail = _mail(field.value[:300], field.params.get("EMAIL", "")[:300])
        if mail and mail not in found and field.params.get("CUTYPE", "").upper() not in _THINGS:
            name = _name(field.params.get("CN", "")[:800])
            said = field.params.get("PARTSTAT", "").upper()
            found[mail] = Guest(mail, "" if "@" in name else name, said == "DECLINED")
    return list(found.values())


@lru_cache(maxsize=8192)
def _mail(value: str, beside: str) -> str:
    """The address of a participant, of its value or else of its EMAIL parameter, or ""."""
    for word in (value.strip(), beside):
        told = word[7:] if word[:7].lower() == "mailto:" else word
        mail = unquote(told).strip().lower()
        if _MAIL.fullmatch(mail):
            return "" if _NO_PEOPLE.search(mail) else mail
    return ""


@lru_cache(maxsize=8192)
def _name(told: str) -> str:
    return content.line(told, 200).strip("'\" ")


def told_owner(name: str, seen: Counter[str], meetings: int) -> str:
    """Whose calendar it is: the address that is its name (Google), else who takes part in most of
    its meetings, when nobody else does as often; or ""."""
    named = name.strip().lower()
    if _MAIL.fullmatch(named) and not _NO_PEOPLE.search(named):
        return named
    first = seen.most_common(2)
    if not first or first[0][1] < LIKELY * meetings:
        return ""
    return "" if len(first) == 2 and first[1][1] == first[0][1] else first[0][0]
