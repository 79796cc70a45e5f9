"""Moments: what happened between two people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from merkwerk.lib.encrypted import EncryptedTextField
from merkwerk.networks.models import Message, Post
from merkwerk.relationships.models.relationships import Relationship

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Moments(models.QuerySet["Moment"]):
    def visible_to(self, colleague: Colleague) -> Moments:
        return self.filter(relationship__colleague=colleague)

    def by_hand(self) -> Moments:
        """Those that a colleague noted, and may change; the others happened on a network."""
        return self.filter(key__startswith=Moment.BY_HAND)


class Moment(models.Model):
    """One thing that happened between two people; `key` lets it be noted once. All that warmth is
    reckoned from stands in one index: somebody's moments lie scattered over the table."""

    BY_HAND = "hand:"

    class Kind(models.TextChoices):
        SAID = "said", _("said something")
        ASKED = "asked", _("asked")
        ANSWERED = "answered", _("answered")
        MENTIONED = "mentioned", _("mentioned")
        SHARED = "shared", _("shared")
        REACTED = "reacted", _("reacted")
        FOLLOWED = "followed", _("followed")
        MET = "met", _("met")
        CALLED = "called", _("called")
        WROTE = "wrote", _("wrote")
        NOTICED = "noticed", _("noticed")
        OTHER = "other", _("something else")

    class Direction(models.TextChoices):
        THEIRS = "theirs", _("from them")
        OURS = "ours", _("from you")
        BOTH = "both", _("together")

    relationship = models.ForeignKey(
        Relationship, models.CASCADE, related_name="moments", db_index=False
    )
    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    direction = models.CharField(_("from whom"), max_length=6, choices=Direction.choices)
    at = models.DateTimeField(_("when"))
    channel = models.CharField(max_length=20)
    place = models.CharField(_("where"), max_length=120, blank=True)
    post = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, related_name="moments")
    message = models.ForeignKey(
        Message, models.SET_NULL, null=True, blank=True, related_name="moments"
    )
    note = EncryptedTextField(_("note"), blank=True)
    given = EncryptedTextField(_("what you gave"), blank=True)
    asked = EncryptedTextField(_("what was asked"), blank=True)
    imported = models.ForeignKey(
        "relationships.Import",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="moments",
        db_index=False,
    )
    key = models.CharField(max_length=200)
    noted = models.DateTimeField(auto_now_add=True)

    objects = Moments.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint("relationship", "key", name="noted_once")]
        indexes = [
            models.Index(
                fields=["relationship", "-at", "kind", "direction"], name="moment_in_the_index"
            ),
            models.Index(
                fields=["imported"], name="moment_imported", condition=Q(imported__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"

    @property
    def is_by_hand(self) -> bool:
        return self.key.startswith(self.BY_HAND)
