"""Whom colleagues follow from here, and who does not want to be stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from merkwerk.networks.models.accounts import NETWORKS, ConnectedAccount
from merkwerk.networks.models.posts import Identity
from merkwerk.networks.sentences import Trouble, trouble_of

if TYPE_CHECKING:
    from datetime import datetime

    from merkwerk.accounts.models import Colleague


class Follows(models.QuerySet["Follow"]):
    def visible_to(self, colleague: Colleague) -> Follows:
        """Whom somebody follows is asked here by its owner only."""
        return self.filter(account__colleague_id=colleague.pk, account__removed_at=None)

    def due(self, now: datetime) -> Follows:
        """Wishes to carry out now, and not in another worker's hands."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=now)
        waiting = [Follow.State.WANTED, Follow.State.UNWANTED]
        return self.filter(free, state__in=waiting, next_try__lte=now).order_by("next_try")


class Follow(models.Model):
    """One connected account follows somebody, because its colleague pressed the button: the wish,
    and what came of it. `record` makes a repeat harmless where the network keeps records."""

    class State(models.TextChoices):
        WANTED = "wanted", _("on its way")
        FOLLOWING = "following", _("following")
        ASKED = "asked", _("asked, waiting for their yes")
        REFUSED = "refused", _("not followed")
        UNWANTED = "unwanted", _("being undone")
        UNDONE = "undone", _("not followed any more")

    account = models.ForeignKey(ConnectedAccount, models.CASCADE, related_name="follows")
    identity = models.ForeignKey(Identity, models.CASCADE, related_name="followed_by")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WANTED)
    record = models.CharField(max_length=64, blank=True)
    wanted_at = models.DateTimeField()
    followed_at = models.DateTimeField(null=True, blank=True)
    followed_back_at = models.DateTimeField(null=True, blank=True)
    next_try = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=40, blank=True)
    error_detail = models.CharField(max_length=300, blank=True)

    objects = Follows.as_manager()

    class Meta:
        ordering = ["-wanted_at"]
        constraints = [models.UniqueConstraint("account", "identity", name="follow_once")]
        indexes = [models.Index(fields=["state", "next_try"])]

    def __str__(self) -> str:
        return f"{self.account_id} → {self.identity_id}"

    @property
    def is_moving(self) -> bool:
        """The worker has something to do; the page looks again soon."""
        return self.state in {self.State.WANTED, self.State.UNWANTED}

    @property
    def is_wished(self) -> bool:
        """Its colleague wants it, and nobody said no."""
        return self.state in {self.State.WANTED, self.State.FOLLOWING, self.State.ASKED}

    @property
    def trouble(self) -> Trouble | None:
        """Why it did not work, in words."""
        return trouble_of(self.error, self.error_detail, about="follow")


class Erasure(models.Model):
    """Somebody outside asked not to be stored. Only a keyed fingerprint of who it was is kept, to
    know them again when a network tells about them."""

    network = models.CharField(max_length=10, choices=NETWORKS)
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("network", "fingerprint", name="erased_once")]

    def __str__(self) -> str:
        return f"{self.network} {self.at:%Y-%m-%d}"


class ProfileChange(models.Model):
    """Somebody changed what they say of themselves: what stood there before. What stands there now
    is on the identity. The rooms above read it once, and then it goes; of several changes before
    that, the first counts."""

    identity = models.OneToOneField(Identity, models.CASCADE, related_name="+")
    name = models.CharField(max_length=300, blank=True)
    bio = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.identity_id} changed their profile"
