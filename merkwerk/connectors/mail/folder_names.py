"""What a mail server's folders are called (RFC 9051, 5.1 and 6.3.9; RFC 6154). Raises nothing."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

from merkwerk.engine.text import without_tricks

_LISTED = re.compile(rb'\(([^()]{0,300})\) (?:"(?:[^"\\]|\\.)"|NIL) (.*)', re.DOTALL)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_SHIFTED = re.compile(r"&([A-Za-z0-9+,]*)-")
_ROLES = {
    "\\sent": "sent", "\\drafts": "drafts", "\\junk": "junk", "\\trash": "trash",
    "\\archive": "archive", "\\all": "all",
}  # fmt: skip
_USUAL = {
    "sent": "sent items|sent messages|sent mail|sent|verzonden|verzonden items"
    "|verzonden berichten|gesendet|gesendete objekte|envoyés|éléments envoyés",
    "drafts": "drafts|concepten|entwürfe|brouillons",
    "junk": "junk|spam|junk e-mail|junk email|ongewenste e-mail|ongewenst|bulk mail",
    "trash": "trash|deleted items|deleted messages|prullenbak|verwijderde items|papierkorb",
    "archive": "archive|archief|archiv",
}
_BY_NAME = {name: role for role, names in _USUAL.items() for name in names.split("|")}


@dataclass(frozen=True, slots=True)
class FolderName:
    """A folder of a mailbox. `name` is how the server calls it, `shown` how people do; `role` is
    inbox, sent, drafts, junk, trash, archive, all or "" (RFC 6154, else by its usual name)."""

    name: str
    shown: str
    role: str = ""


def listed(part: object) -> FolderName | None:
    """The folder of one line of LIST; None for one that cannot be opened, or a line that is
    none."""
    line = part
    if isinstance(part, tuple) and len(part) == 2:
        line = re.sub(rb"\{\d+\+?\}$", b"", part[0]) + b'"' + _escaped(part[1]) + b'"'
    found = _LISTED.match(line) if isinstance(line, bytes) else None
    if found is None:
        return None
    flags = {flag.lower() for flag in found[1].decode("ascii", "replace").split()}
    name = found[2].decode("utf-8", "replace").strip()
    quoted = _QUOTED.fullmatch(name)
    name = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else name
    if not name or not name.isascii() or not name.isprintable() or "\\noselect" in flags:
        return None
    shown = " ".join(without_tricks(unshifted(name)).split())
    told = next((role for flag, role in _ROLES.items() if flag in flags), "")
    return FolderName(name, shown, told or _by_name(name, shown))


def _escaped(raw: bytes) -> bytes:
    return raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"')


def _by_name(name: str, shown: str) -> str:
    if name.upper() == "INBOX":
        return "inbox"
    return _BY_NAME.get(re.split(r"[./]", shown)[-1].lower(), "")


def unshifted(name: str) -> str:
    """A name in modified UTF-7 (RFC 3501, 5.1.3) as text; what is spelled wrongly stays."""
    return _SHIFTED.sub(_shifted, name)


def _shifted(found: re.Match[str]) -> str:
    if not found[1]:
        return "&"
    packed = found[1].replace(",", "/")
    try:
        raw = binascii.a2b_base64(packed + "=" * (-len(packed) % 4))
        return raw.decode("utf-16-be")
    except ValueError:
        return found[0]
