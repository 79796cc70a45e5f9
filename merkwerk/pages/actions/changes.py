"""That something changed: noted in the transaction that changes it, told when that is in force."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, Max, Min

from merkwerk.pages.actions.stamp import put_stamp
from merkwerk.pages.models import Change

KEPT = timedelta(hours=1)
LOCK = 6_020_661  # a number of our own among PostgreSQL's advisory locks

State = tuple[int | None, int | None, int]


def state() -> State:
    """Two equal states: nothing public changed in between. Never compare them by order: on
    PostgreSQL a lower number may come into force later."""
    told = Change.objects.aggregate(first=Min("pk"), last=Max("pk"), count=Count("pk"))
    return told["first"], told["last"], told["count"]


def note_change() -> None:
    """Notes a change in the caller's transaction, which must be open. While it is, no page is kept
    on PostgreSQL (on SQLite there is one writer at a time anyway); those who change something
    don't wait for each other."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])
    Change.objects.create()
    transaction.on_commit(put_stamp)


def nobody_changes() -> bool:
    """Within a transaction: whether nobody is changing anything just now; until its end nobody
    begins to. False instead of waiting, so that none waits for the other in a ring."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def clear_changes(*, now: datetime) -> None:
    """Lets go of changes older than an hour; the newest one stays, so that two states are only
    equal when they are the same."""
    newest = Change.objects.order_by("-pk").values_list("pk", flat=True).first()
    old = Change.objects.filter(at__lt=now - KEPT, pk__lt=newest or 0)
    if old.exists():
        old.delete()
