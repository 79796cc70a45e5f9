"""A good start: a guideline, four situations and ten examples, to make one's own."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from merkwerk.accounts.models import Colleague
from merkwerk.handbook.actions.editing import as_editor, the_draft
from merkwerk.handbook.actions.start_dutch import CLAUSE as CLAUSE_NL
from merkwerk.handbook.actions.start_dutch import GUIDELINE as GUIDELINE_NL
from merkwerk.handbook.actions.start_dutch import SITUATIONS as SITUATIONS_NL
from merkwerk.handbook.actions.start_english import CLAUSE as CLAUSE_EN
from merkwerk.handbook.actions.start_english import GUIDELINE as GUIDELINE_EN
from merkwerk.handbook.actions.start_english import SITUATIONS as SITUATIONS_EN
from merkwerk.handbook.actions.tone import language
from merkwerk.handbook.models import Example, Handbook, Situation

Told = tuple[str, str, tuple[tuple[str, str], ...]]
"""The name of a situation, one sentence, and what was done with why it was fine."""


@dataclass(frozen=True, slots=True)
class Start:
    guideline: str
    clause: str
    situations: tuple[Told, ...]


STARTS = {
    "nl": Start(GUIDELINE_NL, CLAUSE_NL, SITUATIONS_NL),
    "en": Start(GUIDELINE_EN, CLAUSE_EN, SITUATIONS_EN),
}


def begin(*, by: Colleague) -> bool:
    """Fills an empty handbook with ten examples in the organisation's language; nothing of it is
    published. False, and nothing changes, when somebody began already."""
    as_editor(by)
    start = STARTS.get(language(), STARTS["en"])
    with transaction.atomic():
        draft = the_draft()
        if draft.guideline or Situation.objects.standing().exists():
            return False
        told = {"guideline": start.guideline, "clause": start.clause}
        Handbook.objects.update_or_create(pk=1, defaults=told)
        for place, (name, lead, examples) in enumerate(start.situations, 1):
            situation = Situation.objects.create(name=name, lead=lead, place=place)
            Example.objects.bulk_create(
                Example(situation=situation, what=what, why=why) for what, why in examples
            )
    return True
