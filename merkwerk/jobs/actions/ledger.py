"""Effects that happen once."""

from __future__ import annotations

from django.db import IntegrityError, connection, transaction

from merkwerk.jobs.models import Effect


def once(key: str) -> bool:
    """True the first time `key` (at most 200 characters) is met, False ever after.

    Call it inside the transaction that writes the effect: both are kept or neither is, so a job
    that is run twice has its effect once. Refuses to work outside a transaction. While another
    transaction holds the same key, this one waits for how that ends.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "once() belongs inside the transaction of the effect it guards."
        )
    try:
        with transaction.atomic():
            Effect.objects.create(key=key)
    except IntegrityError:
        return False
    return True
