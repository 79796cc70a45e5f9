"""Content lines: `group.NAME;PARAM=value:value`, folded over several lines (vCard 2.1 to 4.0).

Our own reader of lines, because those of vobject and icalendar refuse a whole file for one bad
line, hold all of it in memory, decode photos, and know no quoted-printable in Windows-1252.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from merkwerk.connectors.exports import decoding

LONGEST = 200_000
_HEAD = re.compile(
    rb"\s*(?:(?P<group>[\w-]{1,60})\.)?(?P<name>[A-Za-z][\w-]{0,60})"
    rb"(?P<params>(?:;(?:[^\":;]|\"[^\"]{0,2000}\")*)*+)\s*:"
)
_PARAM = re.compile(r';((?:[^";]|"[^"]*")*)')
_HEAVY = re.compile(rb"(?:^|\.)(?:photo|logo|sound|key)(?:;|$)")
_QP = frozenset(("quoted-printable",))
_B64 = frozenset(("b", "base64"))
_OLD = frozenset(("quoted-printable", "base64", "8bit", "7bit"))
_LINKED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """One property: `name` and `group` in upper and lower case, parameters by upper-case name
    with all their values, those of `TYPE` in lower case; `value` decoded, but still escaped.
    `packed` is one in base64, that is never decoded: its value is empty."""

    number: int
    name: str
    value: str
    group: str = ""
    params: dict[str, tuple[str, ...]] = field(default_factory=dict)
    packed: bool = False

    @property
    def types(self) -> tuple[str, ...]:
        return self.params.get("TYPE", ())

    def param(self, name: str) -> str:
        return next(iter(self.params.get(name, ())), "")


def lines(raw: Iterable[bytes]) -> Iterator[Line | int]:
    """The properties in order; the number of a line that is none stands for it. What is longer
    than LONGEST bytes is cut; takes no more memory than that."""
    for number, whole in _unfolded(raw):
        line = _line(number, whole)
        yield number if line is None else line


def _unfolded(raw: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Whole lines with the number they begin on. A line break after `=` in a quoted-printable
    line goes on; so do lines without a colon in base64, that some write without a fold. What goes
    on in base64 is dropped at once. The white space of a fold counts in vCard 2.1 only."""
    kept, began = b"", 0
    soft = packed = old = False
    for number, line in enumerate(raw, 1):
        folded = line[:1] in (b" ", b"\t") and began > 0 and bool(line.strip())
        if soft or folded or (packed and line.strip() and b":" not in line):
            if packed or len(kept) >= LONGEST:
                soft = False
                continue
            kept = kept[:-1] + line if soft else kept + (line if old else line[1:])
        else:
            if kept.strip():
                yield began, kept
            kept, began = line[:LONGEST], number
            head = kept[:500].partition(b":")[0].lower()
            packed = b"base64" in head or b"encoding=b" in head or bool(_HEAVY.search(head))
            if head.strip() == b"version":
                old = kept.partition(b":")[2].strip().startswith(b"2")
        soft = kept.endswith(b"=") and b"quoted-printable" in kept[:500].lower()
    if kept.strip():
        yield began, kept


def _line(number: int, whole: bytes) -> Line | None:
    found = _HEAD.match(whole[:8000])
    if found is None:
        return None
    params = _params(decoding.decode(found["params"]))
    raw = whole[found.end() :]
    encodings = {one.lower() for one in params.get("ENCODING", ())}
    packed = bool(encodings & _B64) or raw[:5].lower() == b"data:"
    if encodings & _QP:
        raw = quopri.decodestring(raw)
    value = "" if packed else decoding.decode(raw, next(iter(params.get("CHARSET", ())), ""))
    group = (found["group"] or b"").decode("ascii", "replace").lower()
    name = found["name"].decode("ascii", "replace").upper()
    return Line(number, name, value, group, params, packed)


def _params(text: str) -> dict[str, tuple[str, ...]]:
    """Old cards write `;HOME;QUOTED-PRINTABLE` for `;TYPE=home;ENCODING=quoted-printable`."""
    kept: dict[str, tuple[str, ...]] = {}
    for found in _PARAM.finditer(text[:4000]):
        name, mark, value = found[1].partition("=")
        name = name.strip().upper()
        if not mark:
            name, value = ("ENCODING" if name.lower() in _OLD else "TYPE"), name
        parts = [_plain(part) for part in re.findall(r'"[^"]*"|[^,"]+', value)]
        if name == "TYPE":
            parts = [one.lower() for part in parts for one in part.split(",")]
        kept[name] = (*kept.get(name, ()), *parts)
    return kept


def _plain(value: str) -> str:
    """Without quotes, and with what RFC 6868 writes with a caret."""
    bare = value.strip().strip('"')
    if "^" not in bare:
        return bare
    known = {"^^": "^", "^'": '"', "^n": "\n"}
    return re.sub(r"\^[\^'n]", lambda found: known[found[0]], bare)


def text(value: str) -> str:
    """A value without its escapes: `\\n`, `\\,`, `\\;`, `\\\\`."""
    if "\\" not in value:
        return value
    return _LINKED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def parts(value: str, mark: str = ";") -> list[str]:
    """The parts of a structured value, without escapes."""
    if "\\" not in value:
        return value.split(mark)
    cut = re.findall(rf"((?:[^\\{mark}]|\\.|\\$)*)(?:{mark}|$)", value, re.DOTALL)
    return [text(part) for part in (cut[:-1] if len(cut) > 1 else cut)]
