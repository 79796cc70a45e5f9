"""A photo as it was brought, in the sizes it is shown in, where it is shown, and what happened."""

from __future__ import annotations

import uuid
from base64 import b64encode
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import Role

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague

LEASE = timedelta(minutes=3)
"""For so long a photo is in the hands of who works on it; then somebody else may."""
MOST_TRIES = 3
COMPLETE = (
    (models.Q(decorative=True) | ~models.Q(description=""))
    & ~models.Q(photographer="")
    & ~models.Q(source="")
)
KINDS = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
"""In which formats a size lies there: the ending of its file, and its type as in MIME."""


def new_key() -> str:
    return uuid.uuid4().hex


class Photos(models.QuerySet["Photo"]):
    def visible_to(self, colleague: Colleague) -> Photos:
        """Pictures for telling are everybody's who works here; a guest sees those that everybody
        outside sees."""
        if not colleague.is_authenticated:
            return self.none()
        return self.exclude(outside_since=None) if colleague.is_guest else self

    def ready(self) -> Photos:
        return self.filter(state=Photo.State.READY)

    def complete(self) -> Photos:
        """Those of which everything is said that the site needs: what `actions.missing` finds
        nothing missing of."""
        return self.ready().filter(COMPLETE)

    def wordless(self) -> Photos:
        """Those that are ready, and of which something is still to be said."""
        return self.ready().exclude(COMPLETE)

    def due(self, now: datetime) -> Photos:
        """Those that wait and are in nobody's hands."""
        free = models.Q(begun_at=None) | models.Q(begun_at__lt=now - LEASE)
        return self.filter(free, state=Photo.State.WAITING)


class Photo(models.Model):
    """One picture. The original stays private; `key` is in the address of its shown sizes and
    changes when these have to become unreachable."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being worked on")
        READY = "ready", _("ready")
        FAILED = "failed", _("could not be read")

    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="photos"
    )
    key = models.CharField(max_length=32, unique=True, default=new_key)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    trouble = models.CharField(max_length=40, blank=True)
    """A word of `sentences.TROUBLES`, when it could not be read."""
    file_name = models.CharField(max_length=100, blank=True)
    """What the file was called, for as long as it waits; its bringer knows it by that."""
    original = models.CharField(max_length=100, blank=True)
    """Its folder among the private files: the file as it was brought, and its sizes."""
    fingerprint = models.CharField(max_length=64, unique=True, default=new_key)
    """Of the file as it was brought: the same file again is the same photo."""
    likeness = models.CharField(max_length=16, blank=True, db_index=True)
    """Of what is seen on it: the same for the same picture in another size or format."""
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    sizes = models.JSONField(default=list, blank=True)
    """[width, height] of each size that it is shown in, the smallest first."""
    focus_x = models.PositiveSmallIntegerField(default=50)
    focus_y = models.PositiveSmallIntegerField(default=50)
    """Per cent of the width and height: what stays in sight when the picture is cut."""
    description = models.CharField(_("what is to be seen"), max_length=1500, blank=True)
    decorative = models.BooleanField(_("only decoration"), default=False)
    photographer = models.CharField(_("photographer"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    folded = models.TextField(blank=True, editable=False)
    """What it can be found by, folded."""
    placeholder = models.BinaryField(default=bytes, max_length=100)
    """A tiny WebP, shown until the picture is there; empty when it has clear parts."""
    outside_since = models.DateTimeField(null=True, blank=True)
    """Set while its sizes lie where everybody can fetch them."""
    begun_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    brought_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = Photos.as_manager()

    class Meta:
        ordering = ["-brought_at", "-pk"]
        indexes = [models.Index(fields=["state", "-brought_at"])]

    def __str__(self) -> str:
        return f"photo {self.pk}"

    @property
    def is_ready(self) -> bool:
        return self.state == Photo.State.READY

    @property
    def is_waiting(self) -> bool:
        return self.state == Photo.State.WAITING

    @property
    def alt(self) -> str:
        """What stands in for it where it isn't seen; empty for decoration."""
        return "" if self.decorative else self.description

    @property
    def credit(self) -> str:
        """Who made it and where it comes from, each once."""
        return " / ".join(dict.fromkeys(part for part in (self.photographer, self.source) if part))

    @property
    def placeholder_address(self) -> str:
        """The placeholder as a data address, or nothing."""
        tiny = b64encode(bytes(self.placeholder)).decode()
        return f"data:image/webp;base64,{tiny}" if tiny else ""

    def is_cared_for_by(self, colleague: Colleague) -> bool:
        """Its bringer and editors change a photo; when the bringer left, everybody may."""
        mine = self.brought_by_id in {None, colleague.pk}
        return mine or Role.EDITOR in colleague.roles


class PhotoUse(models.Model):
    """Where a photo is shown outside: a title and an address, under the mark of what shows it."""

    mark = models.CharField(max_length=80, db_index=True)
    photo = models.ForeignKey(Photo, models.CASCADE, related_name="uses")
    title = models.CharField(max_length=200)
    address = models.CharField(max_length=300)
    place = models.CharField(max_length=12)
    """site, networks, magazine or campaign."""
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [models.UniqueConstraint("mark", "photo", name="one_use_a_mark")]

    def __str__(self) -> str:
        return f"{self.mark} shows photo {self.photo_id}"


class PhotoEvents(models.QuerySet["PhotoEvent"]):
    def unremembered(self) -> PhotoEvents:
        return self.filter(remembered_at=None)


class PhotoEvent(models.Model):
    """What happened to a photo that is or was shown: the note by which the rooms above hear of
    it. It outlives the photo."""

    class What(models.TextChoices):
        CHANGED = "changed"
        WITHDRAWN = "withdrawn"
        GONE = "gone"

    photo_pk = models.PositiveBigIntegerField(db_index=True)
    what = models.CharField(max_length=12, choices=What.choices)
    at = models.DateTimeField(auto_now_add=True)
    remembered_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = PhotoEvents.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"photo {self.photo_pk} {self.what}"
