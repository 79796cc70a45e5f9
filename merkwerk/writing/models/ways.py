"""Ways in and out: short links, keys for other programs, and a mail address of one's own."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from merkwerk.lib.encrypted import EncryptedTextField
from merkwerk.writing.models.drafts import Draft

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class ShortLinks(models.QuerySet["ShortLink"]):
    def visible_to(self, colleague: Colleague) -> ShortLinks:
        return self.filter(colleague_id=colleague.pk)


class ShortLink(models.Model):
    """A short address on the own domain, one for each person and target. `clicks` is a total and
    nothing else: who clicked is not known. It outlives its maker's account."""

    code = models.CharField(max_length=16, unique=True)
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="short_links",
    )
    target = models.CharField(max_length=2000)
    canonical = models.CharField(max_length=2000)
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, blank=True, related_name="links")
    clicks = models.PositiveIntegerField(default=0)
    figures_asked = models.BooleanField(default=False)
    made = models.DateTimeField(auto_now_add=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_because = models.CharField(max_length=300, blank=True)

    objects = ShortLinks.as_manager()

    class Meta:
        ordering = ["-made"]
        indexes = [models.Index(fields=["colleague", "-made"])]

    def __str__(self) -> str:
        return self.code


class Keys(models.QuerySet["Key"]):
    def visible_to(self, colleague: Colleague) -> Keys:
        return self.filter(colleague_id=colleague.pk, removed_at=None)


class Key(models.Model):
    """With it another program makes drafts for a colleague, or registers what they said; it can
    send nothing. Only a hash of it is kept."""

    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="keys")
    name = models.CharField(max_length=80)
    mark = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(auto_now_add=True)
    used_on = models.DateField(null=True, blank=True)
    removed_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )

    objects = Keys.as_manager()

    class Meta:
        ordering = ["-made"]

    def __str__(self) -> str:
        return self.name


class WritingAddress(models.Model):
    """The secret word of a colleague's own mail address for drafts."""

    colleague = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="writing_address"
    )
    word = EncryptedTextField()
    mark = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"address of {self.colleague_id}"
