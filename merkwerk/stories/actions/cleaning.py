"""What a story is made of: clean on the way in, and again on the way out."""

from __future__ import annotations

import nh3

from merkwerk.engine.prose import Kind, read_html, write_html

MOST = 1_000_000
"""So many signs of HTML are read; far more than a story has, pasted from Word."""
LONGEST = 200_000
"""So many signs of words a story may have."""
TAGS = frozenset(
    "p h2 h3 ul ol li blockquote cite a strong em br hr figure figcaption".split()  # noqa: SIM905
)
ATTRIBUTES = {"a": {"href"}, "figure": {"data-photo"}}


class TooLong(ValueError):
    """More than a story may have; nothing of it was kept or lost."""


def clean_body(html: str) -> str:
    """The body of a story in its one form: paragraphs, two headings, lists, quotes with their
    source, links to the web or a mail address, and `<figure data-photo="17">`. Cleaning it again
    changes nothing. What Word or Google Docs pastes becomes that too. Raises TooLong for more than
    a million signs, or for more than two hundred thousand signs of words."""
    if len(html) > MOST:
        raise TooLong
    lines = read_html(html)
    if sum(len(line.words) for line in lines) > LONGEST:
        raise TooLong
    return shown_body(write_html(lines))


def shown_body(body: str) -> str:
    """A body as it may stand on a page: the second lock, whatever is in the database."""
    return nh3.clean(
        body,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def photos_in(body: str) -> list[int]:
    """The numbers of the photos in a body, each once, in their order."""
    found = (line.photo for line in read_html(body) if line.kind is Kind.PICTURE)
    return list(dict.fromkeys(found))


def words_of(body: str) -> str:
    """A body as plain words, with an empty line between paragraphs; captions are among them."""
    return "\n\n".join(words for line in read_html(body) if (words := line.words))
