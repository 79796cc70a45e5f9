"""What is not said in public yet: names of clients, projects, figures, dates; and who tries to
read the list by trying."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import Role
from merkwerk.lib.encrypted import EncryptedJSONField, EncryptedTextField

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Confidences(models.QuerySet["Confidence"]):
    """Questions about the list."""

    def visible_to(self, colleague: Colleague) -> Confidences:
        """The whole list for its keepers; nothing for anybody else, administrators included."""
        return self if Role.KEEPER in colleague.roles else self.none()

    def ending(self, today: date, within: timedelta) -> Confidences:
        """Those whose leave to be named runs out, and whose keepers were not told yet."""
        soon = self.filter(may_be_named=True, named_until__range=(today, today + within))
        return soon.exclude(told_expiry=models.F("named_until"))


class Confidence(models.Model):
    """Something that is kept: a client's name, a project, a figure, a date. `may_be_named` with
    `named_from` and `named_until` (both days included; None: no end) and `proof` say when it may
    be named all the same. `instead` is a friendly way to say it without the name."""

    class Kind(models.TextChoices):
        CLIENT = "client", _("client")
        PROJECT = "project", _("project")
        FIGURE = "figure", _("figure")
        DATE = "date", _("date")

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.CLIENT)
    name = EncryptedTextField()
    mark = models.CharField(max_length=64, unique=True)
    """A keyed fingerprint of kind and folded name, so that it stands there once."""
    aliases = EncryptedJSONField(default=list)
    instead = EncryptedTextField(blank=True)
    may_be_named = models.BooleanField(default=False)
    named_from = models.DateField(null=True, blank=True)
    named_until = models.DateField(null=True, blank=True)
    proof = EncryptedTextField(blank=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    added = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)
    told_expiry = models.DateField(null=True, blank=True)
    objects = Confidences.as_manager()

    class Meta:
        ordering = ["-changed"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Touch(models.Model):
    """That a text of this colleague touched this confidence on this day; kept for a few days, only
    to see whether somebody reads the list by trying."""

    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    confidence = models.ForeignKey(Confidence, models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint("colleague", "confidence", "day", name="touched_once_a_day")
        ]

    def __str__(self) -> str:
        return f"touch {self.pk}"


class Probings(models.QuerySet["Probing"]):
    def visible_to(self, colleague: Colleague) -> Probings:
        """For the keepers of the list alone."""
        return self if Role.KEEPER in colleague.roles else self.none()

    def unseen(self) -> Probings:
        return self.filter(seen_at=None)


class Probing(models.Model):
    """Somebody's texts touched so many different names that they may be trying out the list."""

    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    names = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = Probings.as_manager()

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint("colleague", "day", name="one_probing_a_day")]

    def __str__(self) -> str:
        return f"probing {self.pk}"
