"""Who of a file is taken over: chosen one by one, or all of a kind at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.relationships import tasks
from merkwerk.relationships.actions.importing.judging import NAMED, OTHER, ROW
from merkwerk.relationships.models import Import, ImportRow

State, Verdict = Import.State, ImportRow.Verdict


def choose(
    *,
    by: Colleague,
    batch: Import,
    chosen: bool,
    rows: Collection[int] | None = None,
    verdict: str = "",
) -> int:
    """Says of rows (by number), of all with a verdict, or of all, whether they are taken over.
    Gives how many there are; nothing once it is past the preview."""
    _own(batch, by)
    if not Import.objects.filter(pk=batch.pk, state=State.PREVIEW).exists():
        return 0
    meant = batch.rows.all()
    if rows is not None:
        meant = meant.filter(pk__in=rows)
    if verdict:
        meant = meant.filter(verdict=verdict)
    return meant.update(chosen=chosen)


def decide(*, by: Colleague, row: ImportRow, is_same: bool) -> None:
    """Answers whether somebody in a file is who they seem to be here. Somebody else becomes a
    relationship of their own; either way they are taken over, with who is the same in the file."""
    _own(row.batch, by)
    if row.verdict == Verdict.NAMESAKE:
        _decide_namesake(row, is_same)
        return
    open_ones = ImportRow.objects.filter(
        pk=row.pk, batch__state=State.PREVIEW, verdict__in=[Verdict.MAYBE, Verdict.SAME]
    ).exclude(match=None)
    for twin in row.batch.rows.filter(verdict=Verdict.TWICE, chosen=False).defer("card"):
        if f"{ROW}{row.position}" in twin.because:
            ImportRow.objects.filter(pk=twin.pk, batch__state=State.PREVIEW).update(chosen=True)
    if is_same:
        open_ones.update(verdict=Verdict.SAME, because=["you-said"], chosen=True)
    else:
        open_ones.update(verdict=Verdict.NEW, because=["you-said"], match=None, chosen=True)


def _decide_namesake(row: ImportRow, is_same: bool) -> None:
    """One with the row of the same name, or somebody else, which is remembered."""
    first = next((code[len(NAMED) :] for code in row.because if code.startswith(NAMED)), "0")
    verdict, code = (Verdict.TWICE, ROW) if is_same else (Verdict.NEW, OTHER)
    ImportRow.objects.filter(
        pk=row.pk, batch__state=State.PREVIEW, verdict=Verdict.NAMESAKE
    ).update(verdict=verdict, because=["you-said", f"{code}{first}"], chosen=True)


class NotYours(Exception):
    """The file seems to be another person's, and nobody said yet that it isn't."""


def take_over(*, by: Colleague, batch: Import, now: datetime | None = None) -> bool:
    """Has the worker take over what was chosen. Raises NotYours; False when there is nothing to
    take over, or it is being done already."""
    _own(batch, by)
    if batch.is_mine is False:
        raise NotYours
    if not batch.rows.filter(chosen=True).exists():
        return False
    told = {"state": State.APPLYING, "tries": 0, "done": 0, "total": 0}
    with transaction.atomic():
        ready = Import.objects.filter(pk=batch.pk, state=State.PREVIEW).exclude(file="")
        if not ready.update(next_try=now or timezone.now(), **told):
            return False
        tasks.apply_import.enqueue(batch.pk)
    return True


def undo(*, by: Colleague, batch: Import, now: datetime | None = None) -> bool:
    """Has the worker undo what was taken over. False when there is nothing to undo."""
    _own(batch, by)
    told = {"state": State.UNDOING, "tries": 0, "done": 0, "total": 0}
    with transaction.atomic():
        if not Import.objects.filter(pk=batch.pk, state=State.DONE).update(
            next_try=now or timezone.now(), **told
        ):
            return False
        tasks.undo_import.enqueue(batch.pk)
    return True


def _own(batch: Import, by: Colleague) -> None:
    if batch.colleague_id != by.pk:
        raise Import.DoesNotExist
