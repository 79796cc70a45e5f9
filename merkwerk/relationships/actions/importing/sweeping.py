"""What was left lying: imports whose job was lost, files nobody chose from, files of nobody."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from merkwerk.relationships import tasks
from merkwerk.relationships.actions.importing.bringing import drop
from merkwerk.relationships.models import Import, Takeaway

State = Import.State
WAITS = timedelta(days=7)
ORPHANED = timedelta(hours=24)


def go_on(*, now: datetime) -> int:
    """Asks the worker again for every import that waits while nobody is busy with it."""
    waiting = list(Import.objects.waiting(now).values_list("pk", "state")[:100])
    doors = {
        State.READING.value: tasks.read_import,
        State.APPLYING.value: tasks.apply_import,
        State.UNDOING.value: tasks.undo_import,
    }
    for pk, state in waiting:
        doors[state].enqueue(pk)
    return len(waiting)


def sweep(*, now: datetime) -> int:
    """Drops what waited a week for a choice, and erases files that belong to nothing: of an upload
    that broke off, or of a process that died. Answers how many went."""
    old = Import.objects.filter(state=State.PREVIEW, next_try__lt=now - WAITS)
    dropped = sum(drop(by=one.colleague, batch=one, now=now) for one in old[:200])
    folder = Path(settings.PRIVATE_DIR)
    if not folder.is_dir():
        return dropped
    ours = {*Import.objects.exclude(file="").values_list("file", flat=True)}
    ours |= {*Takeaway.objects.exclude(file="").values_list("file", flat=True)}
    for path in filter(Path.is_file, folder.iterdir()):
        age = now.timestamp() - path.lstat().st_mtime
        if path.name not in ours and age > ORPHANED.total_seconds():
            path.unlink(missing_ok=True)
            dropped += 1
    return dropped
