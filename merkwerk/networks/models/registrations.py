"""What was said with another tool, and told here with its address only."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from merkwerk.lib.encrypted import EncryptedJSONField, EncryptedTextField
from merkwerk.networks.models.messages import Message

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Registrations(models.QuerySet["Registration"]):
    def visible_to(self, colleague: Colleague) -> Registrations:
        return self.filter(message__colleague_id=colleague.pk)

    def due(self, now: datetime) -> Registrations:
        """Places to read now, and not in another worker's hands."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=now)
        return self.filter(free, next_look__lte=now).order_by("next_look")


class Registration(models.Model):
    """How the reading of one registered message goes. While it is being read, and while it isn't
    sure whose words these are, the message is `doubted` and counts for nothing.

    `about` is the address that it is about, as its colleague told; `links` those that stand in
    it."""

    class State(models.TextChoices):
        READING = "reading", _("is being read")
        READ = "read", _("is read")
        ASKS = "asks", _("are these your words?")
        UNREADABLE = "unreadable", _("can't be read from here")

    message = models.OneToOneField(
        Message, models.CASCADE, primary_key=True, related_name="registration"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    about = EncryptedTextField(blank=True)
    links = EncryptedJSONField(default=list)
    author = EncryptedTextField(blank=True)
    others = models.BooleanField(default=False)
    """They are the words of another colleague: nobody else may keep them as theirs."""
    kept_at = models.DateTimeField(null=True, blank=True)
    """When its colleague said: yes, these are my words."""
    next_look = models.DateTimeField(null=True, blank=True, db_index=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    missed = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=40, blank=True)
    error_detail = models.CharField(max_length=300, blank=True)

    objects = Registrations.as_manager()

    def __str__(self) -> str:
        return f"registered {self.pk}"
