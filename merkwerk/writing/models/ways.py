"""Ways in and out: short links, keys for other programs, and a mail address of one's own."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from merkwerk.lib.encrypted import EncryptedTextField
from merkwerk.lib.postbox import PostBox
from merkwerk.writing.models.drafts import Draft

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class ShortLinks(models.QuerySet["ShortLink"]):
    def visible_to(self, colleague: Colleague) -> ShortLinks:
        return self.filter(colleague_id=colleague.pk)


class ShortLink(models.Model):
    """A short address on the own domain, one for each person, piece and target. `clicks` is a
    total and nothing else: who clicked is not known. It outlives its maker's account. `canonical`
    is the target without what tracks, `mark` its SHA-256, `piece` the key of the draft."""

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
    mark = models.CharField(max_length=64, db_index=True)
    piece = models.CharField(max_length=32, blank=True)
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, blank=True, related_name="links")
    clicks = models.PositiveIntegerField(default=0)
    figures_asked = models.BooleanField(default=False)
    made = models.DateTimeField(auto_now_add=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_because = models.CharField(max_length=300, blank=True)
    stopped_by_keeper = models.BooleanField(default=False)
    """Then its maker can't let it go on."""

    objects = ShortLinks.as_manager()

    class Meta:
        ordering = ["-made", "-pk"]
        indexes = [models.Index(fields=["colleague", "-made"])]
        constraints = [
            models.UniqueConstraint("colleague", "piece", "mark", name="one_link_a_piece"),
        ]

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
    may_draft = models.BooleanField(default=True)
    may_register = models.BooleanField(default=True)
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


class BroughtPictures(models.QuerySet["BroughtPicture"]):
    def visible_to(self, colleague: Colleague) -> BroughtPictures:
        return self.filter(colleague_id=colleague.pk)


class BroughtPicture(models.Model):
    """A picture that another program brought and no draft has yet: kept as a draft's own are, with
    nothing in it but what is seen, for two days."""

    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="brought_pictures"
    )
    file = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    brought_at = models.DateTimeField(auto_now_add=True)

    objects = BroughtPictures.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"brought picture {self.pk}"


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


class WritingBox(PostBox):
    """Where the last look into the mailbox behind all writing addresses ended; one row."""

    def __str__(self) -> str:
        return f"writing box, checked {self.checked}"
