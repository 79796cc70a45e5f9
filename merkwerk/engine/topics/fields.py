"""`from:`, `site:`, `lang:`, `has:` and `is:`: what may stand behind the colon. Dutch names are
read too."""

from __future__ import annotations

import re
from collections.abc import Callable

from merkwerk.engine.text import fold
from merkwerk.engine.topics.listened import host
from merkwerk.engine.topics.query import QueryError, Term

NAMES = {
    **dict.fromkeys(("from", "van"), "from"),
    **dict.fromkeys(("lang", "taal"), "lang"),
    **dict.fromkeys(("has", "heeft"), "has"),
    "site": "site",
    "is": "is",
}
_HAS = {
    **dict.fromkeys(("question", "vraag"), "question"),
    **dict.fromkeys(("image", "picture", "photo", "beeld", "afbeelding", "foto"), "image"),
    "link": "link",
    "video": "video",
}
_IS = {
    **dict.fromkeys(("reply", "antwoord"), "reply"),
    **dict.fromkeys(("original", "origineel"), "original"),
}

_AUTHOR = re.compile(r"@?([\w.-]+(?:@[\w.-]+)?)")
_SITE = re.compile(r"(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)*)\.?/?", re.IGNORECASE)
_LANGUAGE = re.compile(r"([a-z]{2,3}(?:-[a-z0-9]{2,8})*)")


def term(name: str, value: str, start: int) -> Term:
    """The term `name:value`, which starts at `start` of the query. Refuses with `unknown-field`,
    `missing-term` or `bad-value` at the place of what is wrong."""
    end = start + len(name)
    field = NAMES.get(name)
    if field is None:
        raise QueryError("unknown-field", start, end, field=name)
    if not value:
        raise QueryError("missing-term", start, end + 1)
    if not (found := _READERS[field](value)):
        raise QueryError("bad-value", end + 1, end + 1 + len(value), field=field, value=value)
    return Term(f"{field}:{found}")


def _author(value: str) -> str:
    found = _AUTHOR.fullmatch(fold(value))
    return found[1] if found else ""


def _site(value: str) -> str:
    found = _SITE.fullmatch(value)
    return host(found[1]) if found else ""


def _language(value: str) -> str:
    found = _LANGUAGE.fullmatch(value.lower().replace("_", "-"))
    return found[1] if found else ""


_READERS: dict[str, Callable[[str], str]] = {
    "from": _author,
    "site": _site,
    "lang": _language,
    "has": lambda value: _HAS.get(value.lower(), ""),
    "is": lambda value: _IS.get(value.lower(), ""),
}
