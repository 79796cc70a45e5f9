"""The words of a story and the pictures between them, ready for a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from merkwerk.photos.models import Photo
from merkwerk.stories.actions.cleaning import shown_body

_FIGURE = re.compile(
    r'<figure[^>]*\bdata-photo="(\d+)"[^>]*>(.*?)</figure>', re.DOTALL | re.IGNORECASE
)
_CAPTION = re.compile(r"<figcaption[^>]*>(.*?)</figcaption>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """Clean HTML, or a photo with what is said under it (clean HTML too)."""

    html: str = ""
    photo: Photo | None = None


def laid_out(body: str, seen: Mapping[int, Photo]) -> list[Piece]:
    """The body in pieces, cleaned once more. A photo that isn't in `seen` is left out, and its
    caption with it."""
    pieces: list[Piece] = []
    clean, last = shown_body(body), 0
    for found in _FIGURE.finditer(clean):
        pieces.append(Piece(html=clean[last : found.start()].strip()))
        photo = seen.get(int(found[1]))
        if photo is not None:
            caption = _CAPTION.search(found[2])
            pieces.append(Piece(html=caption[1].strip() if caption else "", photo=photo))
        last = found.end()
    pieces.append(Piece(html=clean[last:].strip()))
    return [one for one in pieces if one.html or one.photo]
