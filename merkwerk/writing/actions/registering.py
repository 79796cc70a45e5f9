"""Keeping the list of confidences, reading it, and leave that runs out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.engine import confidences as engine
from merkwerk.engine.text import fold, without_tricks
from merkwerk.notifications import actions as notifications
from merkwerk.writing.actions.compiling import LIST
from merkwerk.writing.actions.marks import mark
from merkwerk.writing.actions.probing import keepers, must_keep
from merkwerk.writing.models import Confidence

SOON = timedelta(days=14)
"""So long before leave runs out its keepers are told."""
LONGEST_NAME = 200
MOST_ALIASES = 40


class StandsThere(ValueError):
    """The name is on the list already."""


class TooShort(ValueError):
    """A name of one letter would stop every text."""


class Unreadable(ValueError):
    """There is no figure, or no day, in what should be one."""


def keep(*, by: Colleague, confidence: Confidence | None = None, **told: Any) -> Confidence:
    """Puts something on the list, or changes what stands there; `told` is what `filled` takes.
    Texts are held against it from then on. Refuses who keeps no list (PermissionError), a name of
    one letter (`TooShort`), a figure or a date without one (`Unreadable`) and what stands there
    already (`StandsThere`). Saying the same twice changes nothing."""
    must_keep(by)
    row = filled(confidence or Confidence(), by=by, **told)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise StandsThere(row.name) from None
    return row


def filled(
    row: Confidence, *, by: Colleague, kind: str, name: str, aliases: Iterable[str] = (),
    instead: str = "", may_be_named: bool = False, named_from: date | None = None,
    named_until: date | None = None, proof: str = "",
) -> Confidence:  # fmt: skip
    """The row with all this in it, not stored yet; refuses as `keep` does."""
    row.kind, row.name = kind, tidy(name)
    if len(letters(row.name)) < 2:
        raise TooShort(row.name)
    row.aliases = different(aliases, row.name)
    if not all(engine.can_be_found(engine.Kind(kind), said) for said in (row.name, *row.aliases)):
        raise Unreadable(row.name)
    row.mark = mark_of(kind, row.name)
    row.instead, row.proof = tidy(instead), proof.strip()[:2000]
    row.may_be_named = may_be_named
    row.named_from = named_from if may_be_named else None
    row.named_until = named_until if may_be_named else None
    row.kept_by = by
    return row


def remove(*, confidence: Confidence, by: Colleague) -> None:
    """Takes it off the list for good, with who touched it."""
    must_keep(by)
    confidence.delete()


def mark_of(kind: str, name: str) -> str:
    """By what a name is found without reading any: the same for each way to write it."""
    return mark("kept name", f"{kind} {letters(name)}")


def letters(name: str) -> str:
    """What of a name is compared: its letters and digits, folded."""
    return "".join(filter(str.isalnum, fold(name)))


def tidy(name: str) -> str:
    """On one line, without signs nobody types."""
    return " ".join(without_tricks(name).split())[:LONGEST_NAME]


def different(aliases: Iterable[str], name: str) -> list[str]:
    """Each alias once, without the name itself; at most `MOST_ALIASES`."""
    found = {letters(alias): tidy(alias) for alias in aliases if len(letters(alias)) > 1}
    found.pop(letters(name), None)
    return list(found.values())[:MOST_ALIASES]


def found_on_list(*, by: Colleague, query: str = "", kind: str = "") -> list[int]:
    """Numbers of what stands on the list, by name; with `query` those whose name or alias has it.
    Read from the list in memory, since what is stored can't be searched."""
    must_keep(by)
    asked = letters(query)
    entries = LIST.fresh().entries.values()
    fit = [
        one
        for one in entries
        if (not kind or one.kind == kind)
        and (not asked or any(asked in letters(name) for name in (one.name, *one.aliases)))
    ]
    return [one.key for one in sorted(fit, key=lambda one: (fold(one.name), one.key))]


def tell_of_ends(*, now: datetime) -> int:
    """Tells the keepers, once for each, which leave to name somebody runs out within two weeks.
    The notice holds no name: it leads to the page that does. Says how many there were."""
    day = timezone.localdate(now)
    told = 0
    for row in Confidence.objects.ending(day, SOON):
        for keeper in keepers():
            notifications.tell(
                colleague=keeper,
                kind="leave_ends",
                key=f"leave ends {row.pk} {row.named_until}",
                facts={"day": str(row.named_until)},
                link=reverse("writing:confidence", args=[row.pk]),
            )
        Confidence.objects.filter(pk=row.pk).update(told_expiry=row.named_until)
        told += 1
    return told
