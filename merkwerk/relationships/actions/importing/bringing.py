"""A colleague brings a file, says what it is and whose, and may drop it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.exports.values import Format
from merkwerk.engine.text import without_tricks
from merkwerk.relationships import tasks
from merkwerk.relationships.actions.importing.claiming import throw_away
from merkwerk.relationships.models import Import

State = Import.State
MOST_OPEN = 10
OPEN = (State.READING, State.PREVIEW, State.APPLYING, State.UNDOING)


class TooManyOpen(Exception):
    """So many files wait for a choice of this colleague that another is too much."""


def bring(
    *,
    by: Colleague,
    path: Path,
    name: str,
    size: int,
    format: str = "",
    words: bool = False,
    now: datetime | None = None,
) -> Import:
    """Keeps a file that lies in the private folder, and has it read. Nothing is taken over before
    `by` has seen what is in it. Raises TooManyOpen, and ValueError for a file elsewhere."""
    if path.parent != Path(settings.PRIVATE_DIR):
        raise ValueError("only a file in the private folder can be brought")
    with transaction.atomic():
        if Import.objects.visible_to(by).filter(state__in=OPEN).count() >= MOST_OPEN:
            raise TooManyOpen
        batch = Import.objects.create(
            colleague=by,
            name=without_tricks(name)[:200],
            file=path.name,
            size=size,
            total=size,
            format=Format(format).value if format else "",
            words=words,
            next_try=now or timezone.now(),
        )
        tasks.read_import.enqueue(batch.pk)
    return batch


def correct(
    *,
    by: Colleague,
    batch: Import,
    format: str | None = None,
    columns: Mapping[str, str] | None = None,
    words: bool | None = None,
    is_mine: bool = False,
    now: datetime | None = None,
) -> bool:
    """Says better what a file is (its kind, what its columns hold, whether the words of letters
    come along, or that it is `by`'s own although it didn't seem so): it is read again. False when
    it is past that."""
    _own(batch, by)
    told: dict[str, object] = {"state": State.READING, "tries": 0, "done": 0, "error": ""}
    told["next_try"] = now or timezone.now()
    if format is not None:
        told |= {"format": Format(format).value, "columns": {}}
    if columns is not None:
        told["columns"] = dict(columns)
    if words is not None:
        told["words"] = words
    if is_mine:
        told["is_mine"] = True
    open_ones = Import.objects.filter(pk=batch.pk, state=State.PREVIEW).exclude(file="")
    with transaction.atomic():
        if not open_ones.update(**told):
            return False
        tasks.read_import.enqueue(batch.pk)
    return True


def drop(*, by: Colleague, batch: Import, now: datetime | None = None) -> bool:
    """Takes nothing over: the file and what was read of it are erased at once. False when it was
    taken over already; that is undone with `undo`."""
    _own(batch, by)
    open_ones = [State.READING, State.PREVIEW, State.FAILED]
    with transaction.atomic():
        told = {"state": State.DROPPED, "finished": now or timezone.now(), "told": "", "counts": {}}
        if not Import.objects.filter(pk=batch.pk, state__in=open_ones).update(**told):
            return False
        batch.rows.all().delete()
    throw_away(batch)
    return True


def _own(batch: Import, by: Colleague) -> None:
    if batch.colleague_id != by.pk:
        raise Import.DoesNotExist
