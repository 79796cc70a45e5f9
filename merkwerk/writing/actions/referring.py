"""What a draft is about: an address that the worker reads, so that the desk can show it and see
whose words are whose."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.content import safe_url
from merkwerk.connectors.errors import ConnectorError
from merkwerk.connectors.web import client as web
from merkwerk.engine.echoes import canonical
from merkwerk.lib.outgoing import http
from merkwerk.writing import tasks
from merkwerk.writing.actions.marks import mark
from merkwerk.writing.models import Draft, Reference

MOST_OF_A_DRAFT = 20
LONGEST = 50_000
TRIES = 4


def refer(*, draft: Draft, by: Colleague, address: str) -> Reference | None:
    """Puts an address beside the draft, once, and asks for it to be read. None when it is no
    address of the web, or when twenty stand there already. Refuses (PermissionError) another
    colleague's draft."""
    if draft.colleague_id != by.pk:
        raise PermissionError("a draft is its writer's alone")
    url = safe_url(address.strip())
    if not url or len(url) > 2000:
        return None
    with transaction.atomic():
        here = Reference.objects.filter(draft=draft)
        fingerprint = mark("reference", canonical(url) or url)
        before = here.filter(mark=fingerprint).first()
        if before is not None or here.count() >= MOST_OF_A_DRAFT:
            return before
        try:
            with transaction.atomic():
                made = Reference.objects.create(
                    draft=draft, address=url, mark=fingerprint, next_try=timezone.now()
                )
        except IntegrityError:
            return here.filter(mark=fingerprint).first()
        tasks.read_reference.enqueue(made.pk)
    return made


def leave_out(*, reference: Reference, by: Colleague) -> None:
    """Takes an address away from beside the draft."""
    Reference.objects.filter(pk=reference.pk, draft__colleague=by).delete()


def read_reference(*, reference_id: int, now: datetime | None = None) -> None:
    """Reads the page of a reference, outside any transaction. What can't be read keeps its code;
    what is only busy is tried again later."""
    now = now or timezone.now()
    waiting = Reference.objects.filter(pk=reference_id, state=Reference.State.WAITING)
    reference = waiting.first()
    if reference is None:
        return
    try:
        told = web.read(http(), reference.address, now)
    except ConnectorError as trouble:
        _failed(reference, trouble, now)
        return
    waiting.update(
        state=Reference.State.READ,
        title=told.title[:300],
        author=told.author.name[:300],
        text=told.text[:LONGEST],
        error="",
        next_try=None,
    )


def _failed(reference: Reference, trouble: ConnectorError, now: datetime) -> None:
    here = Reference.objects.filter(pk=reference.pk, state=Reference.State.WAITING)
    tries = reference.tries + 1
    if not trouble.lasting and tries < TRIES:
        wait = max(timedelta(seconds=trouble.wait or 0), timedelta(minutes=2**tries))
        here.update(tries=tries, error=trouble.code, next_try=now + min(wait, timedelta(hours=6)))
        return
    here.update(state=Reference.State.UNREADABLE, tries=tries, error=trouble.code, next_try=None)


def read_due(*, now: datetime) -> int:
    """Asks again for what waits and whose time has come; says how many that were."""
    due = Reference.objects.due(now)
    numbers = list(due.values_list("pk", flat=True)[:100])
    Reference.objects.filter(pk__in=numbers).update(next_try=now + timedelta(minutes=10))
    for number in numbers:
        tasks.read_reference.enqueue(number)
    return len(numbers)
