"""What the engine remarks on the handbook's own words, for who works on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from merkwerk.accounts.models import Organisation
from merkwerk.engine import encouragement
from merkwerk.engine.encouragement import Readability, Remark


@dataclass(frozen=True, slots=True)
class Looked:
    """One text with what is remarked on it. `kind` is guideline, clause, situation or example,
    `pk` the number of the last two."""

    kind: str
    pk: int | None
    text: str
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class LookedAtAll:
    """The texts with a remark, how easily the whole is read, and how many minutes it takes."""

    texts: tuple[Looked, ...]
    readability: Readability | None
    minutes: int


def language() -> str:
    """The language in which the handbook is written: the organisation's."""
    found = Organisation.objects.values_list("language", flat=True).first()
    return found or "nl"


def look_at(text: str) -> Looked:
    """What is remarked on one text, kept or not."""
    return Looked("text", None, text, encouragement.remarks(text, language()))


def look_at_draft(contents: dict[str, Any]) -> LookedAtAll:
    """The same for all that is worked on (as `freeze` gives it)."""
    tongue = language()
    texts = [text for text in _texts(contents) if text[2]]
    looked = tuple(
        Looked(kind, pk, text, encouragement.remarks(text, tongue)) for kind, pk, text in texts
    )
    whole = "\n".join(text for _kind, _pk, text in texts)
    return LookedAtAll(
        texts=tuple(one for one in looked if one.remarks),
        readability=encouragement.readability(whole, tongue),
        minutes=max(1, round(encouragement.reading_seconds(whole, tongue) / 60)),
    )


def _texts(contents: dict[str, Any]) -> Iterator[tuple[str, int | None, str]]:
    yield "guideline", None, contents["guideline"]
    yield "clause", None, contents["clause"]
    for situation in contents["situations"]:
        yield "situation", situation["pk"], situation["lead"]
        for example in situation["examples"]:
            yield "example", example["pk"], f"{example['what']}\n{example['why']}"
