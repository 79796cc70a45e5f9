"""Who follows our accounts, as marks that can be compared and not read back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from merkwerk.networks.models.accounts import ConnectedAccount
from merkwerk.networks.sentences import Trouble, trouble_of

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class FollowerLists(models.QuerySet["FollowerList"]):
    def visible_to(self, colleague: Colleague) -> FollowerLists:
        """How an own list is doing; who is on it is shown to nobody."""
        return self.filter(account__colleague_id=colleague.pk, account__removed_at=None)

    def due(self, now: datetime) -> FollowerLists:
        """Lists to read again now, and not in another worker's hands."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=now)
        working = Q(
            account__state=ConnectedAccount.State.WORKING, account__removed_at=None
        )  # fmt: skip
        return self.filter(free, working, next_look__lte=now).order_by("next_look")


class FollowerList(models.Model):
    """Who follows one connected account, as sorted marks (`engine.marks`): no names and no
    addresses. `partial`: there are more than were read. `hidden`: its server tells nobody."""

    MOST = 5_000

    account = models.OneToOneField(
        ConnectedAccount, models.CASCADE, primary_key=True, related_name="followers"
    )
    marks = models.BinaryField(default=bytes)
    count = models.PositiveIntegerField(default=0)
    partial = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)
    fetched_at = models.DateTimeField(null=True, blank=True)
    next_look = models.DateTimeField(db_index=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=40, blank=True)
    error_detail = models.CharField(max_length=300, blank=True)

    objects = FollowerLists.as_manager()

    def __str__(self) -> str:
        return f"followers of {self.account_id}"

    @property
    def trouble(self) -> Trouble | None:
        """Why it could not be read the last time, in words."""
        return trouble_of(self.error, self.error_detail)
