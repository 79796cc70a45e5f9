"""Where addresses lead."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from merkwerk.lib.encrypted import EncryptedTextField


class LedAddresses(models.QuerySet["LedAddress"]):
    def due(self, now: datetime) -> LedAddresses:
        """Addresses to follow now, and not in another worker's hands."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=now)
        return self.filter(free, next_try__lte=now).order_by("next_try")

    def over(self, now: datetime) -> LedAddresses:
        """Those whose month is over, to be forgotten."""
        return self.filter(expires__lt=now)


class LedAddress(models.Model):
    """An address in somebody's words, and where it ends (`canonical`, as `engine.echoes` spells
    it). It is known by `mark`, a keyed hash, so that nobody reads here who wrote about what."""

    mark = models.CharField(max_length=64, unique=True)
    address = EncryptedTextField()
    canonical = EncryptedTextField(blank=True)
    hops = models.PositiveSmallIntegerField(default=0)
    followed_at = models.DateTimeField(null=True, blank=True)
    expires = models.DateTimeField(db_index=True)
    next_try = models.DateTimeField(null=True, blank=True, db_index=True)
    """None when there is nothing left to do."""
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=40, blank=True)

    objects = LedAddresses.as_manager()

    def __str__(self) -> str:
        return f"address {self.pk}"
