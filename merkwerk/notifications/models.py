"""Notices for one colleague, letters to anybody, and the devices that may be told at once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import works_here
from merkwerk.lib.encrypted import EncryptedTextField

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Notices(models.QuerySet["Notice"]):
    def visible_to(self, colleague: Colleague) -> Notices:
        return self.filter(colleague=colleague)

    def unread(self) -> Notices:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One thing told to one colleague. `kind` names the sentence, `facts` fill it, so that it can
    be read in the language of the day; `key` makes telling it twice harmless."""

    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    link = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=200)
    created = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = Notices.as_manager()

    class Meta:
        ordering = ["-created"]
        constraints = [models.UniqueConstraint("colleague", "key", name="told_once")]

    def __str__(self) -> str:
        return f"{self.kind} → {self.colleague_id}"


class Letters(models.QuerySet["Letter"]):
    def due(self, now: datetime) -> Letters:
        return self.filter(state=Letter.State.WAITING, next_try__lte=now)


class Letter(models.Model):
    """An e-mail as a row: a page writes it, the worker posts it. `source` is the whole message
    (RFC 5322), encrypted; it is emptied once it is posted."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("sending")
        SENT = "sent", _("sent")
        REFUSED = "refused", _("refused")

    sender = models.CharField(max_length=300)
    recipients = models.JSONField(default=list)
    subject = models.CharField(max_length=300)
    source = EncryptedTextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = Letters.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "next_try"])]

    def __str__(self) -> str:
        return self.subject


class PushDevices(models.QuerySet["PushDevice"]):
    def visible_to(self, colleague: Colleague) -> PushDevices:
        return self.filter(colleague=colleague)

    def of_somebody_here(self) -> PushDevices:
        return self.filter(works_here("colleague"))


class PushDevice(models.Model):
    """A browser that a colleague switched on. What it takes to reach it is encrypted; `mark` is
    the SHA-256 of its endpoint, by which the same browser is known again."""

    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_devices"
    )
    name = models.CharField(_("name"), max_length=80)
    mark = models.CharField(max_length=64, unique=True)
    endpoint = EncryptedTextField()
    p256dh = EncryptedTextField()
    auth = EncryptedTextField()
    made = models.DateTimeField(auto_now_add=True)
    last_sent = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    """How often in a row its push service refused a message for good."""

    objects = PushDevices.as_manager()

    class Meta:
        ordering = ["made"]

    def __str__(self) -> str:
        return self.name


class Pushes(models.QuerySet["Push"]):
    def due(self, now: datetime) -> Pushes:
        return self.filter(state=Push.State.WAITING, next_try__lte=now)

    def unfinished(self, now: datetime) -> Pushes:
        """What is due, and what a worker that died had in its hands."""
        both = [Push.State.WAITING, Push.State.SENDING]
        return self.filter(state__in=both, next_try__lte=now)


class Push(models.Model):
    """One sentence on its way to one device. `key` lets it be sent once; `words` is what the
    device will read, encrypted here too, and emptied once it is sent."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("sending")
        SENT = "sent", _("sent")
        REFUSED = "refused", _("refused")

    device = models.ForeignKey(PushDevice, models.CASCADE, related_name="pushes")
    key = models.CharField(max_length=200)
    words = EncryptedTextField(blank=True)
    waits_for_nothing = models.BooleanField(default=False)
    """Sent in quiet hours too: the colleague asked for it just now."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField()
    error = models.CharField(max_length=40, blank=True)
    created = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = Pushes.as_manager()

    class Meta:
        verbose_name_plural = "pushes"
        constraints = [models.UniqueConstraint("device", "key", name="pushed_once")]
        indexes = [models.Index(fields=["state", "next_try"])]

    def __str__(self) -> str:
        return f"{self.state} → {self.device_id}"


class PushWishes(models.Model):
    """What may buzz, and when not. Without a row nothing does. Hours are those of the colleague's
    own clock; the same hour twice means that no hour is quiet."""

    colleague = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_wishes"
    )
    questions = models.BooleanField(_("Somebody asks me something"), default=False)
    reactions = models.BooleanField(_("Somebody I know reacts to what I told"), default=False)
    quiet_from = models.PositiveSmallIntegerField(_("Quiet from"), default=19)
    quiet_until = models.PositiveSmallIntegerField(_("Quiet until"), default=8)
    weekends = models.BooleanField(_("Also at the weekend"), default=False)

    class Meta:
        verbose_name_plural = "push wishes"

    def __str__(self) -> str:
        return f"wishes of {self.colleague_id}"

    def is_quiet(self, now: datetime) -> bool:
        """Whether nothing may buzz at `now`, by the colleague's own clock."""
        there = now.astimezone(ZoneInfo(self.colleague.time_zone))
        if there.weekday() >= 5 and not self.weekends:
            return True
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= there.hour < self.quiet_until
        return there.hour >= self.quiet_from or there.hour < self.quiet_until
