"""One import in one pair of hands: taking it up, staying with it, giving it up."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import F

from merkwerk.relationships.models import Import

State = Import.State
LEASE = timedelta(minutes=5)
MOST_TRIES = 4
GAVE_UP = "gave-up"


class Lost(Exception):
    """Another worker has this import now, or its owner dropped it: stop, and write nothing."""


def claim(pk: int, state: str, now: datetime) -> Import | None:
    """Takes an import that waits in this state for LEASE; None when somebody else has it, or when
    it was tried so often that trying again makes no sense (then it has failed)."""
    waiting = Import.objects.filter(pk=pk, state=state, next_try__lte=now)
    if not waiting.update(next_try=now + LEASE, tries=F("tries") + 1):
        return None
    batch = Import.objects.select_related("colleague").get(pk=pk)
    if batch.tries > MOST_TRIES:
        give_up(batch, now)
        return None
    return batch


def stay(batch: Import, done: int, total: int, now: datetime) -> None:
    """Says how far it is and keeps hold of it. Raises Lost."""
    mine = Import.objects.filter(pk=batch.pk, state=batch.state, tries=batch.tries)
    if not mine.update(done=done, total=max(total, done), next_try=now + LEASE):
        raise Lost


def finish(batch: Import, state: str, now: datetime, **also: object) -> bool:
    """Brings an import to its next state. False when it was lost meanwhile."""
    mine = Import.objects.filter(pk=batch.pk, state=batch.state, tries=batch.tries)
    over = state in (State.DONE, State.UNDONE, State.FAILED)
    told = {"state": state, "tries": 0, "next_try": now, **also}
    if over:
        told["finished"] = now
    changed = bool(mine.update(**told))
    if changed and over:
        throw_away(batch)
    return changed


def fail(batch: Import, code: str, now: datetime) -> None:
    """The file as a whole can't be used: `code` says why, and the file is thrown away."""
    finish(batch, State.FAILED, now, error=code[:60])


def give_up(batch: Import, now: datetime) -> None:
    """What was begun of taking over or undoing stays as far as it came, to be undone (again)."""
    begun = batch.state in (State.APPLYING, State.UNDOING)
    finish(batch, State.DONE if begun else State.FAILED, now, error=GAVE_UP)


def file_of(batch: Import) -> Path:
    """Where the file lies."""
    return Path(settings.PRIVATE_DIR) / Path(batch.file or "none").name


def throw_away(batch: Import) -> None:
    """Erases the file; doing it twice is harmless."""
    if batch.file:
        with suppress(OSError):
            file_of(batch).unlink()
        Import.objects.filter(pk=batch.pk).update(file="")
        batch.file = ""
