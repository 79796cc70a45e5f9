"""All hints of a draft, each made by itself: what fails takes none of the others down."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.jobs.actions import note_trouble, tried
from merkwerk.writing.actions.hints.asking import Asked
from merkwerk.writing.actions.hints.confiding import confidences
from merkwerk.writing.actions.hints.deciding import decided
from merkwerk.writing.actions.hints.hint import ALWAYS, Hint, Kind
from merkwerk.writing.actions.hints.own_tone import advertises, edges, fits, promotes
from merkwerk.writing.actions.hints.reading import access, readable, tone
from merkwerk.writing.actions.hints.timeline import guarded
from merkwerk.writing.actions.hints.whose_words import colleagues, sources
from merkwerk.writing.models import Draft, Version

Part = Callable[[Asked], list[Hint]]
PARTS: tuple[tuple[Part, frozenset[Kind]], ...] = (
    (confidences, ALWAYS),
    (guarded, frozenset({Kind.GUARD})),
    (sources, frozenset({Kind.SOURCE})),
    (colleagues, frozenset({Kind.COLLEAGUES})),
    (access, frozenset({Kind.ACCESS, Kind.PLAIN})),
    (advertises, frozenset({Kind.ADVERTISING})),
    (tone, frozenset({Kind.TONE})),
    (fits, frozenset({Kind.FITS})),
    (promotes, frozenset({Kind.PROMOTION})),
)
"""What makes hints, and of which kinds."""

OF_WORDS: tuple[tuple[Part, frozenset[Kind]], ...] = (
    (confidences, ALWAYS),
    (advertises, frozenset({Kind.ADVERTISING})),
    (edges, frozenset({Kind.EDGES})),
    (readable, frozenset({Kind.ACCESS, Kind.PLAIN})),
)
"""What makes hints about words that are no draft of the desk."""


def hints_for(
    *,
    draft: Draft,
    text: str,
    by: Colleague,
    version: Version | None = None,
    now: datetime | None = None,
) -> list[Hint]:
    """The hints beside a draft for its writer, what may hurt somebody first. `text` is what stands
    on the sheet now; `version` says for which account it is meant. Quiet are the kinds that the
    writer switched off, and what they decided about in this draft.

    Nothing is stored, sent or held up. Refuses (PermissionError) another colleague's draft. A part
    that fails says nothing and stands on the health page; the others speak. A fixed number of
    questions to the database, whatever the text."""
    if draft.colleague_id != by.pk:
        raise PermissionError("hints are for the writer alone")
    asked = Asked(draft, text, by, now or timezone.now(), version)
    quiet = frozenset(asked.wishes.quiet_hints) - ALWAYS
    settled = decided(draft)
    found: list[Hint] = []
    for part, kinds in PARTS:
        if not kinds <= quiet:
            found += _apart(part, asked)
    told = [_with_mark(hint) for hint in found if hint.kind not in quiet]
    return sorted((hint for hint in told if hint.mark not in settled), key=lambda one: one.place)


def hints_about(
    *, words: str, by: Colleague, language: str = "", now: datetime | None = None
) -> list[Hint]:
    """The hints about any words that `by` is writing elsewhere in the house, for them alone: what
    may hurt somebody, what sounds like an advertisement, a story without edges, and what keeps
    readers out. Nothing is stored, so nothing is decided here either: they come without ways out.
    Quiet are the kinds that they switched off."""
    draft = Draft(colleague=by, text=words, language=language[:35] or by.language)
    asked = Asked(draft, words, by, now or timezone.now())
    quiet = frozenset(asked.wishes.quiet_hints) - ALWAYS
    found: list[Hint] = []
    for part, kinds in OF_WORDS:
        if not kinds <= quiet:
            found += _apart(part, asked)
    told = [replace(hint, acts=()) for hint in found if hint.kind not in quiet]
    return sorted(told, key=lambda one: one.place)


def _apart(part: Part, asked: Asked) -> Iterable[Hint]:
    made: list[Hint] = []

    def make() -> None:
        with transaction.atomic():
            made.extend(part(asked))

    error = tried(make)
    if error is not None:
        note_trouble(place=f"hints {part.__name__}", error=error)
        return []
    return made


def _with_mark(hint: Hint) -> Hint:
    """The acts that decide carry the hint's mark."""
    acts = [replace(act, value=f"decide:{hint.mark}") if act.quick else act for act in hint.acts]
    return replace(hint, acts=tuple(acts)) if hint.acts else hint
