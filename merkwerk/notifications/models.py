"""Notices for one colleague, and letters to anybody."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

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
