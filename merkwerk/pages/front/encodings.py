"""In which way a page is packed for whoever asks."""

from __future__ import annotations

from typing import Final

from merkwerk.pages.front.memory import BROTLI, GZIP, RAW

MOST = 500
_known: Final[dict[str, int]] = {}


def way_for(accepted: str) -> int:
    """The best way that an Accept-Encoding header allows. Browsers say the same few sentences
    again and again, so each is read once."""
    way = _known.get(accepted)
    if way is None:
        way = _read(accepted)
        if len(_known) < MOST:
            _known[accepted] = way
    return way


def _read(accepted: str) -> int:
    wanted = {name for name, weight in map(_weighed, accepted.lower().split(",")) if weight > 0}
    if "br" in wanted:
        return BROTLI
    return GZIP if "gzip" in wanted else RAW


def _weighed(part: str) -> tuple[str, float]:
    """A name and how much it is wanted; what can't be read is not wanted."""
    name, _semicolon, rest = part.partition(";")
    weight = rest.strip().removeprefix("q=") or "1"
    try:
        return name.strip(), float(weight)
    except ValueError:
        return name.strip(), 0.0
