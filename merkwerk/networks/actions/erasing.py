"""Somebody outside wants not to be stored: everything of theirs goes, and does not come back."""

from __future__ import annotations

import hmac
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import KEEPERS, Colleague
from merkwerk.connectors.values import Page, Person
from merkwerk.networks import tasks
from merkwerk.networks.actions.follower_marks import forget_follower
from merkwerk.networks.models import (
    ConnectedAccount,
    Erasure,
    Follow,
    Identity,
    Post,
    ProfileChange,
    Reaction,
)

PIECE = 500
EMPTY: dict[str, object] = {
    "url": "", "title": "", "text": "", "html": "", "warning": "", "language": "", "links": [],
    "tags": [], "mentions": [], "pictures": [], "native": {}, "state": Post.State.READ,
    "trouble": "", "watched_until": None,
}  # fmt: skip
_MARK = "erased:"


def fingerprint(network: str, uid: str) -> str:
    """A keyed fingerprint (HMAC-SHA-256): who it is can't be told from it without the key."""
    return hmac.new(settings.PEOPLE_KEY.encode(), f"{network} {uid}".encode(), sha256).hexdigest()


def may_erase(colleague: Colleague) -> bool:
    """The social lead and the administrator."""
    return bool(KEEPERS & colleague.roles)


def erase(*, identity: Identity, by: Colleague, now: datetime | None = None) -> None:
    """Empties everything that is stored of this person at once, remembers a fingerprint so that
    nothing of theirs is stored again, and lets the worker delete the rows piece by piece. Safe to
    repeat. Refuses (PermissionError) who may not, and (ValueError) one of our own accounts."""
    now = now or timezone.now()
    if not may_erase(by):
        raise PermissionError("the social lead or an administrator erases people")
    if ConnectedAccount.objects.filter(identity=identity).exists():
        raise ValueError("this account is or was connected by a colleague")
    if identity.uid.startswith(_MARK):
        return
    with transaction.atomic():
        Erasure.objects.get_or_create(
            network=identity.network, fingerprint=fingerprint(identity.network, identity.uid)
        )
        Post.objects.filter(identity=identity).update(deleted_at=now, **EMPTY)
        Reaction.objects.filter(identity=identity).delete()
        Follow.objects.filter(identity=identity).delete()
        ProfileChange.objects.filter(identity=identity).delete()
        forget_follower(network=identity.network, uid=identity.uid)
        Identity.objects.filter(pk=identity.pk).update(
            uid=f"{_MARK}{identity.pk}", handle="", name="", url="", bio="", told_by="", links=[],
            indexable=False, discoverable=False, gone_at=now, updated=now,
        )  # fmt: skip
        tasks.clear_person.enqueue(identity.pk)


def clear_person(*, identity_id: int) -> int:
    """Deletes the rows of an erased person piece by piece; gives how many posts they had."""
    erased = Identity.objects.filter(pk=identity_id, uid__startswith=_MARK)
    count = 0
    while erased.exists():
        posts = Post.objects.filter(identity_id=identity_id).values_list("pk", flat=True)[:PIECE]
        pks = list(posts)
        Post.objects.filter(pk__in=pks).delete()
        count += len(pks)
        if not pks:
            erased.delete()
    return count


def without_erased(page: Page) -> Page:
    """The page without what people say and do who asked not to be stored. One query."""
    erased = set(Erasure.objects.values_list("network", "fingerprint"))
    if not erased:
        return page

    def wanted(person: Person) -> bool:
        network = str(person.network)
        return (network, fingerprint(network, person.uid)) not in erased

    return replace(
        page,
        posts=tuple(post for post in page.posts if wanted(post.author)),
        notices=tuple(notice for notice in page.notices if wanted(notice.person)),
    )
