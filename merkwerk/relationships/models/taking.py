"""What a colleague takes along, and what is left of it here when they have gone: a certificate."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merkwerk.lib.encrypted import EncryptedTextField

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Takeaways(models.QuerySet["Takeaway"]):
    def visible_to(self, colleague: Colleague) -> Takeaways:
        return self.filter(colleague=colleague)

    def waiting(self, now: datetime) -> Takeaways:
        """Those to be made that nobody is busy with."""
        return self.filter(state=Takeaway.State.WAITING, next_try__lte=now)


class Takeaway(models.Model):
    """A copy of everything a colleague has here, as one file in open formats. `file` names it in
    the private folder, for a day; of a leaver until the erasure."""

    class State(models.TextChoices):
        WAITING = "waiting", _("is being made")
        READY = "ready", _("is ready")
        GONE = "gone", _("was thrown away")
        FAILED = "failed", _("could not be made")

    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="takeaways"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    file = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField()
    made = models.DateTimeField(auto_now_add=True)
    ready_at = models.DateTimeField(null=True, blank=True)

    objects = Takeaways.as_manager()

    class Meta:
        ordering = ["-made"]
        indexes = [models.Index(fields=["state", "next_try"])]

    def __str__(self) -> str:
        return f"copy for {self.colleague_id}"


class Farewell(models.Model):
    """Where a colleague can be reached once they left, as they told it themselves, and whether
    they were sent the way to their copy."""

    colleague = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="farewell"
    )
    address = EncryptedTextField(_("private mail address"), blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"farewell of {self.colleague_id}"


class Erasure(models.Model):
    """The certificate that everything of somebody who left is gone: when, and how much it was."""

    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="erasures")
    at = models.DateTimeField()
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"erasure of {self.colleague_id}"
