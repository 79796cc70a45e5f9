"""What a file is, by its first bytes and never by its name."""

from __future__ import annotations

import re

HEAD = 4096
"""So many bytes are enough to tell."""
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}
_SCRIPT = re.compile(rb"<\s*(script|html|body|iframe|svg|!doctype)|javascript:", re.IGNORECASE)


class NotAPhoto(ValueError):
    """A file that is refused; `code` says why: "drawing", "page", "document", "polyglot",
    "no-picture", "broken", "too-many-points", "too-long" or "too-heavy"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def kind_of(head: bytes) -> str:
    """ "jpeg", "png", "webp", "gif", "avif" or "heif", from the first HEAD bytes of a file. Raises
    NotAPhoto for everything else, and for a picture that is a program at the same time."""
    kind = _picture(head)
    if kind is None:
        raise NotAPhoto(_what_else(head))
    if kind == "gif" and _is_program(head):
        raise NotAPhoto("polyglot")
    return kind


def _picture(head: bytes) -> str | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:6] in {b"GIF87a", b"GIF89a"}:
        return "gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        brands = {head[8:12]} | {head[at : at + 4] for at in range(16, 64, 4)}
        if brands & AVIF_BRANDS:
            return "avif"
        if brands & HEIF_BRANDS:
            return "heif"
    return None


def _is_program(head: bytes) -> bool:
    """A GIF whose width reads as the begin of a comment or an assignment is meant as script."""
    return head[6:8] in {b"/*", b"=1", b"= ", b"//"} or head[6:7] == b"="


def _what_else(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf"):
        return "document"
    if b"<svg" in start and start.startswith((b"<?xml", b"<svg", b"<!doctype svg", b"<!--")):
        return "drawing"
    if _SCRIPT.search(start[:1000]):
        return "page"
    return "no-picture"
