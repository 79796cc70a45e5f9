"""A photo as it was brought, in the sizes it is shown in, and where it is shown."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


def new_key() -> str:
    return uuid.uuid4().hex


class Photos(models.QuerySet["Photo"]):
    def visible_to(self, colleague: Colleague) -> Photos:
        """Pictures for telling are everybody's who works here."""
        return self if colleague.is_authenticated else self.none()


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
    original = models.CharField(max_length=100, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    focus_x = models.PositiveSmallIntegerField(default=50)
    focus_y = models.PositiveSmallIntegerField(default=50)
    """Per cent of the width and height: what stays in sight when the picture is cut."""
    description = models.CharField(_("what is to be seen"), max_length=1500, blank=True)
    decorative = models.BooleanField(_("only decoration"), default=False)
    photographer = models.CharField(_("photographer"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    placeholder = models.BinaryField(default=bytes, max_length=100)
    brought_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = Photos.as_manager()

    class Meta:
        ordering = ["-brought_at", "-pk"]

    def __str__(self) -> str:
        return f"photo {self.pk}"
