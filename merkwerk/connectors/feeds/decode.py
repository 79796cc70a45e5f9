"""From bytes of any encoding to UTF-8 that a parser can take: no byte order mark, no XML
declaration, and no document type, so that no entity can be declared at all
(billion laughs, external files)."""

from __future__ import annotations

import re

from merkwerk.connectors.errors import Unreadable
from merkwerk.connectors.http.charset import known_charset

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_DECLARATION = re.compile(rb"^\s*<\?xml[^<>]{0,300}?\?>")
_DECLARED = re.compile(rb"^\s*<\?xml[^<>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})[\"']")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_CONTROL = bytes(n for n in range(32) if n not in (9, 10, 13))
_BLANK = re.compile(rb"\s*")
_SUBSET_END = re.compile(rb"\]\s*>")
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_START = re.compile(rb"<\?xml|<(?:rss|feed|rdf:RDF|channel|RDF)[\s>]", re.IGNORECASE)


def to_utf8(body: bytes, content_type: str = "") -> bytes:
    """The document as clean UTF-8 without its declarations. Never fails for a wrong encoding:
    byte order mark, then UTF-8 if it is that, then what the document or the server declares, then
    Windows-1252. Raises Unreadable when it is empty or its document type never ends."""
    body = _decoded(body, content_type)
    body = _without_junk(body)
    body = _DECLARATION.sub(b"", body, count=1).lstrip()
    if not body:
        raise Unreadable("the answer is empty")
    return _without_doctype(body)


def without_controls(body: bytes) -> bytes:
    """The document without the signs XML forbids; a parser stumbles over them."""
    return body.translate(None, _CONTROL)


def _decoded(body: bytes, content_type: str) -> bytes:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace").encode()
    if body[:2] in (b"<\0", b"\0<"):
        name = "utf-16-le" if body[:1] == b"<" else "utf-16-be"
        return body.decode(name, "replace").encode()
    declared = _declared(body, content_type)
    if not any(name.startswith(("iso2022", "hz")) for name in declared) and is_utf8(body):
        return body
    for name in declared:
        try:
            return body.decode(name).encode()
        except UnicodeError:
            continue
    return _guessed(body, declared).encode()


def _declared(body: bytes, content_type: str) -> list[str]:
    """What the document says about itself comes first: servers are set up once and forgotten."""
    inside = _DECLARED.search(body[:400])
    outside = _CHARSET.search(content_type)
    names = (
        known_charset(inside.group(1).decode("ascii")) if inside else "",
        known_charset(outside.group(1)) if outside else "",
    )
    return [name for name in names if name and not name.startswith(("utf-16", "utf-32"))]


def is_utf8(body: bytes) -> bool:
    """Whether the bytes are UTF-8 without a fault."""
    if body.isascii():
        return True
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _guessed(body: bytes, declared: list[str]) -> str:
    """Broken in every declared encoding: UTF-8 with a few wrong bytes, or Windows-1252."""
    text = body.decode("utf-8", "replace")
    high = sum(1 for sign in text if sign > "\x7f")
    if text.count("\ufffd") * 4 < high:
        return text
    others = [name for name in declared if name != "utf-8"]
    return body.decode(others[0] if others else "cp1252", "replace")


def _without_junk(body: bytes) -> bytes:
    """Blank lines and warnings of the server's program before the document are cut off."""
    body = body.lstrip()
    if body[:1] in (b"<", b"{", b"["):
        return body
    found = _START.search(body[:4096])
    return body[found.start() :] if found else body


def _without_doctype(body: bytes) -> bytes:
    """Everything before the root element is walked through: only there may a document type
    stand, and it is taken out with all that it declares."""
    at = 0
    while True:
        at = _BLANK.match(body, at).end()  # type: ignore[union-attr]
        if body.startswith(b"<?", at):
            end = body.find(b"?>", at) + 2
        elif body.startswith(b"<!--", at):
            end = body.find(b"-->", at + 4) + 3
        elif _DOCTYPE.match(body, at):
            body = body[:at] + body[_doctype_end(body, at) :]
            end = at
        else:
            return body
        if end < at:
            return body
        at = end


def _doctype_end(body: bytes, start: int) -> int:
    inner, end = body.find(b"[", start), body.find(b">", start)
    if 0 <= inner < end:
        close = _SUBSET_END.search(body, inner)
        end = close.end() - 1 if close else -1
    if end < 0:
        raise Unreadable("the document type never ends")
    return end + 1
