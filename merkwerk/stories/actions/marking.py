"""The body of a story in light marks, for who writes without script."""

from __future__ import annotations

from merkwerk.engine.prose import read_html, read_marks, write_html, write_marks
from merkwerk.stories.actions.cleaning import LONGEST, TooLong


def marks_of_body(body: str) -> str:
    """The body as it is typed by hand: `## heading`, `- item`, `> quote`, `[words](address)`."""
    return write_marks(read_html(body))


def body_of_marks(text: str) -> str:
    """The body that somebody typed with light marks; no HTML in it is read. Raises TooLong for
    more than two hundred thousand signs."""
    if len(text) > LONGEST:
        raise TooLong
    return write_html(read_marks(text))
