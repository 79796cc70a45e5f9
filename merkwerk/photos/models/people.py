"""The people in a photo, as somebody marked them by hand, and where each stands with their yes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import Role
from merkwerk.lib.encrypted import EncryptedTextField
from merkwerk.photos.models.photos import Photo

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Place(models.TextChoices):
    """Where a photo may be shown: each is a yes or a no of its own."""

    SITE = "site", _("our website")
    NETWORKS = "networks", _("social networks")
    MAGAZINE = "magazine", _("our magazine")
    CAMPAIGN = "campaign", _("campaigns")


class People(models.QuerySet["Person"]):
    def standing(self) -> People:
        """Those who were not taken off again."""
        return self.filter(removed_at=None)

    def visible_to(self, colleague: Colleague) -> People:
        """Consent is seen by who brought the photo, by editors, and by the person; by nobody else,
        administrators included."""
        if not colleague.is_authenticated or colleague.is_guest:
            return self.none()
        if Role.EDITOR in colleague.roles:
            return self
        return self.filter(Q(photo__brought_by=colleague) | Q(colleague=colleague))

    def kept_by(self, colleague: Colleague) -> People:
        """Those whom this colleague may mark, ask and record."""
        if not colleague.is_authenticated or colleague.is_guest:
            return self.none()
        if Role.EDITOR in colleague.roles:
            return self
        return self.filter(photo__brought_by=colleague)


class Person(models.Model):
    """Somebody in one photo, and what they agreed to for it. Name and ways to reach them are
    encrypted. Where in the picture: the middle of a circle, in per cents of width and height."""

    class State(models.TextChoices):
        NEW = "new", _("not asked yet")
        ASKED = "asked", _("asked, no answer yet")
        AGREED = "agreed", _("said yes")
        PARTLY = "partly", _("said yes to a part")
        REFUSED = "refused", _("said no")
        WITHDRAWN = "withdrawn", _("took the yes back")
        RAN_OUT = "ran-out", _("the time of the yes is over")
        NOT_NEEDED = "not-needed", _("needs not be asked")

    class Why(models.TextChoices):
        """Why somebody needs not be asked."""

        NONE = "", _("They are asked")
        CROWD = "crowd", _("one of many in a crowd")
        UNKNOWABLE = "unknowable", _("can't be recognised")
        OTHER = "other", _("another reason")

    photo = models.ForeignKey(Photo, models.CASCADE, related_name="people")
    name = EncryptedTextField(blank=True)
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="in_photos"
    )
    email = EncryptedTextField(blank=True)
    phone = EncryptedTextField(blank=True)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="nl")
    x = models.PositiveSmallIntegerField(null=True, blank=True)
    y = models.PositiveSmallIntegerField(null=True, blank=True)
    is_minor = models.BooleanField(default=False)
    grown_on = models.DateField(null=True, blank=True)
    """Of a child: the day on which they turn 16, when somebody told it. No birthday is kept."""
    guardian = EncryptedTextField(blank=True)
    """Who answered for a child: the name of the parent or guardian."""
    why_not_needed = models.CharField(max_length=12, choices=Why.choices, blank=True)
    reason = EncryptedTextField(blank=True)

    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)
    asks_for = models.JSONField(default=list)
    """The places that are asked for, words of `Place`."""
    agreed_to = models.JSONField(default=list)
    """The places that were agreed to: of those asked for, the ones with a yes."""
    until = models.DateField(null=True, blank=True)
    """The last day of the yes; without it the yes stands until it is taken back."""
    held_until = models.DateField(null=True, blank=True)
    """Of a colleague who left: the last day on which the earlier yes still counts."""
    remark = EncryptedTextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    warned_for = models.DateField(null=True, blank=True)
    """The end that was told of beforehand."""
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    marked_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = People.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "people"
        indexes = [
            models.Index(fields=["state", "until"]),
            models.Index(fields=["state", "held_until"]),
        ]

    def __str__(self) -> str:
        return f"person {self.pk} in photo {self.photo_id}"

    @property
    def said_yes(self) -> bool:
        """Whether they agreed to something, whatever day it is."""
        return self.state in {Person.State.AGREED, Person.State.PARTLY}

    def last_day(self) -> date | None:
        """The last day of the yes; None when it has none."""
        days = [day for day in (self.until, self.held_until) if day]
        return min(days) if days else None

    def lets(self, place: str, on: date) -> bool:
        """Whether this person lets the photo be shown in `place` on that day."""
        if self.state == Person.State.NOT_NEEDED:
            return True
        last = self.last_day()
        return self.said_yes and place in self.agreed_to and (last is None or on <= last)


class Looking(models.Model):
    """What a colleague said after looking who is in a photo. Without it a photo is not shown."""

    class Saw(models.TextChoices):
        NOBODY = "nobody", _("nobody who can be recognised")
        ALL_MARKED = "all-marked", _("everybody is marked")

    photo = models.OneToOneField(Photo, models.CASCADE, primary_key=True, related_name="looking")
    saw = models.CharField(max_length=12, choices=Saw.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"photo {self.photo_id}: {self.saw}"
