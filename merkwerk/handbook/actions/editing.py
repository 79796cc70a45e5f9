"""Working on the next edition: the guideline, the clause, situations and examples."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Role
from merkwerk.engine.text import without_tricks
from merkwerk.handbook.actions.naming import ask_to_name
from merkwerk.handbook.models import Example, Handbook, Situation
from merkwerk.pages import actions as pages

EDITORS = (Role.SOCIAL_LEAD, Role.BOARD_MEMBER)
"""Who works on the handbook and publishes it: it is guarded by the one and carried by the other."""


def may_edit(colleague: Colleague) -> bool:
    """Whether somebody works on the handbook."""
    return not colleague.roles.isdisjoint(EDITORS)


def as_editor(by: Colleague) -> None:
    """Refuses (PermissionDenied) whoever doesn't work on the handbook."""
    if not may_edit(by):
        raise PermissionDenied


def the_draft() -> Handbook:
    """What is worked on; an empty one, not stored yet, when nobody began."""
    return Handbook.objects.filter(pk=1).first() or Handbook(pk=1)


def guide(*, by: Colleague, guideline: str, clause: str, clause_link: str) -> Handbook:
    """Keeps the one-line guideline, and what the confidentiality clause means in plain words with
    where it stands; for the next edition."""
    as_editor(by)
    with transaction.atomic():
        handbook, _made = Handbook.objects.get_or_create(pk=1)
        handbook.guideline = " ".join(without_tricks(guideline).split())
        handbook.clause = without_tricks(clause).strip()
        handbook.clause_link = clause_link.strip()
        handbook.save(update_fields=["guideline", "clause", "clause_link"])
    return handbook


def open_outside(*, by: Colleague, is_public: bool) -> None:
    """Switches the public page on or off, at once."""
    as_editor(by)
    with transaction.atomic():
        Handbook.objects.update_or_create(pk=1, defaults={"is_public": is_public})
        pages.touched("site")


def promise_hours(*, by: Colleague, hours: int) -> None:
    """How soon questions are answered from now on, in working hours (Handbook.Promise); what was
    promised before stays promised. Refuses (ValueError) another number."""
    as_editor(by)
    Handbook.objects.update_or_create(
        pk=1, defaults={"promised_hours": Handbook.Promise(hours).value}
    )


def add_situation(*, by: Colleague, name: str, lead: str = "") -> Situation:
    """A situation at the end of the list; one with this name that stands there is the answer."""
    as_editor(by)
    name = without_tricks(name).strip()
    there = Situation.objects.standing().filter(name__iexact=name).first()
    if there is not None:
        return there
    last = Situation.objects.order_by("place").values_list("place", flat=True).last()
    return Situation.objects.create(
        name=name, lead=without_tricks(lead).strip(), place=(last or 0) + 1
    )


def change_situation(*, situation: Situation, by: Colleague, name: str, lead: str) -> None:
    """Another name or sentence, from the next edition on."""
    as_editor(by)
    situation.name, situation.lead = without_tricks(name).strip(), without_tricks(lead).strip()
    situation.save(update_fields=["name", "lead"])


def remove_situation(*, situation: Situation, by: Colleague, now: datetime | None = None) -> None:
    """The next edition goes without it and its examples; earlier ones keep them."""
    as_editor(by)
    Situation.objects.standing().filter(pk=situation.pk).update(removed=now or timezone.now())


def save_example(
    *,
    by: Colleague,
    situation: Situation,
    what: str,
    why: str,
    outside: bool = False,
    named: Colleague | None = None,
    example: Example | None = None,
) -> Example:
    """A new example, or changes in one. Whom it names is asked, with these very words, unless they
    said yes to them before; until then it says "a colleague". Words that a colleague gave stay as
    they are, and go outside only if that colleague wanted so."""
    as_editor(by)
    with transaction.atomic():
        kept = example or Example()
        kept.situation = situation
        if not kept.is_given:
            kept.what, kept.why = without_tricks(what).strip(), without_tricks(why).strip()
            if kept.named != named:
                kept.asked_by = by
            kept.named = named
        kept.outside = outside and not kept.stays_inside
        kept.save()
        if kept.named is not None:
            ask_to_name(example=kept, by=by)
    return kept


def remove_example(*, example: Example, by: Colleague, now: datetime | None = None) -> None:
    """The next edition goes without it; earlier ones keep it."""
    as_editor(by)
    Example.objects.standing().filter(pk=example.pk).update(removed=now or timezone.now())
