"""From what was worked on to an edition that doesn't change any more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Organisation
from merkwerk.engine.text import without_tricks
from merkwerk.handbook.actions.editing import as_editor, the_draft
from merkwerk.handbook.models import Edition, Example, Handbook, Situation


class NothingYet(Exception):
    """There is no guideline and no example to publish."""


class NothingNew(Exception):
    """The edition that stands says exactly this."""


def freeze() -> dict[str, Any]:
    """What the next edition would hold. Three queries. A situation with nothing to say is left
    out."""
    draft = the_draft()
    examples: dict[int, list[Example]] = {}
    for example in Example.objects.standing().order_by("pk"):
        examples.setdefault(example.situation_id, []).append(example)
    return {
        "guideline": draft.guideline,
        "clause": draft.clause,
        "clause_link": draft.clause_link,
        "situations": [
            _situation(one, examples.get(one.pk, []))
            for one in Situation.objects.standing()
            if one.lead or one.pk in examples
        ],
    }


def _situation(situation: Situation, examples: list[Example]) -> dict[str, Any]:
    return {
        "pk": situation.pk,
        "name": situation.name,
        "lead": situation.lead,
        "examples": [
            {"pk": one.pk, "what": one.what, "why": one.why, "outside": one.outside}
            for one in examples
        ],
    }


def is_changed(contents: dict[str, Any], edition: Edition | None) -> bool:
    """Whether there is anything to publish: something, and something else than what stands."""
    if edition is None:
        return bool(contents["guideline"] or contents["situations"])
    return bool(contents != edition.contents)


def publish(*, by: Colleague, news: str, now: datetime | None = None) -> Edition:
    """Publishes what was worked on as the next edition, with one sentence on what is new. Raises
    NothingYet, or NothingNew when it says what the last one says; so pressing twice publishes
    once."""
    as_editor(by)
    with transaction.atomic():
        Handbook.objects.get_or_create(pk=1)
        Handbook.objects.select_for_update().get(pk=1)
        contents, last = freeze(), Edition.objects.order_by("-number").first()
        if not (contents["guideline"] or contents["situations"]):
            raise NothingYet
        if not is_changed(contents, last):
            raise NothingNew
        return Edition.objects.create(
            number=last.number + 1 if last else 1,
            language=Organisation.objects.get().language,
            contents=contents,
            news=" ".join(without_tricks(news).split()),
            published=now or timezone.now(),
            published_by=by,
        )
