"""Followers as marks: keyed, sorted, and compared without knowing who they are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256

import numpy as np
from django.conf import settings

from merkwerk.engine import marks as engine
from merkwerk.engine.marks import Marks
from merkwerk.networks.models import ConnectedAccount, FollowerList, Identity


@cache
def _derived(secret: str) -> bytes:
    """A key for this purpose alone, made from the installation's key for people."""
    return sha256(b"followers " + secret.encode()).digest()


def mark(network: str, uid: str) -> int:
    """Somebody's mark in follower lists: 64 bits, the same in every list of this installation,
    and telling nothing without its key."""
    return engine.mark(f"{network}:{uid}", _derived(settings.PEOPLE_KEY))


def mark_of(identity: Identity) -> int:
    """The mark of somebody we know, to find them among `followers_of`."""
    return mark(identity.network, identity.uid)


def followers_of(accounts: Iterable[ConnectedAccount]) -> dict[int, Marks]:
    """Who follows these accounts (by number), as sorted marks. Accounts whose list was never
    read, or whose server hides it, are left out; nobody following is an empty list. One query."""
    wanted = [account.pk for account in accounts]
    lists = FollowerList.objects.filter(pk__in=wanted, account__removed_at=None, hidden=False)
    rows = lists.exclude(fetched_at=None).values_list("pk", "marks")
    return {pk: engine.unpack(packed) for pk, packed in rows}


def forget_follower(*, network: str, uid: str) -> int:
    """Takes somebody who asked not to be stored out of every list; gives how many held them."""
    wanted, count = np.uint64(mark(network, uid)), 0
    lists = FollowerList.objects.filter(account__network=network).exclude(count=0)
    for one in lists.iterator(chunk_size=50):
        found = engine.unpack(one.marks)
        left = found[found != wanted]
        if left.size < found.size:
            columns = {"marks": engine.pack(left), "count": int(left.size)}
            count += FollowerList.objects.filter(pk=one.pk).update(**columns)
    return count
