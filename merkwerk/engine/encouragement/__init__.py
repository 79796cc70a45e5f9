"""Whether a text that guides people encourages or forbids: words of prohibition and duty, heavy
language and long sentences, each with its place, why, and a gentler way; and how easily it is read.
Dutch and English; of another language nothing is said."""

from merkwerk.engine.encouragement.reading import (
    Ease,
    Readability,
    readability,
    reading_seconds,
)
from merkwerk.engine.encouragement.remarks import CODES, Remark, remarks

__all__ = [
    "CODES",
    "Ease",
    "Readability",
    "Remark",
    "readability",
    "reading_seconds",
    "remarks",
]
