"""The links by which people answer, the words they read, and the proof of what they said."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import hash_of
from merkwerk.photos.models.people import Person


class ConsentLinks(models.QuerySet["ConsentLink"]):
    def of_token(self, token: str) -> ConsentLinks:
        return self.filter(token_hash=hash_of(token), stopped_at=None)


class ConsentLink(models.Model):
    """A link by which one person answers for one photo, for as long as the photo is kept. Only
    the SHA-256 of its secret is stored; a newer link leaves older ones working."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    mailed = models.BooleanField(default=False)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentLinks.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"link {self.pk} of {self.person_id}"


class ConsentText(models.Model):
    """The words that somebody read before they answered, whole, under their SHA-256."""

    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=8)
    words = models.TextField()
    first_shown = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.digest[:12]


class SignedForm(models.Model):
    """A signed form on paper, as PDF or picture, in the private folder."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="forms")
    file = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    """Its type as in MIME, by what is in it."""
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """Who added it; nobody when the person did, by their own link."""
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"form {self.pk} of {self.person_id}"


class ProofIsKept(TypeError):
    """Somebody tried to change or remove what proves that something was said."""


class ConsentEvents(models.QuerySet["ConsentEvent"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise ProofIsKept("Proof is added to, never changed.")

    def delete(self) -> NoReturn:
        raise ProofIsKept("Proof is added to, never removed.")


class ConsentEvent(models.Model):
    """One line of proof: what was asked or said, when and by which way, and which words were read.

    It outlives the person's row, the photo and the name: who it was is a keyed fingerprint. Each
    line carries the seal of the one before it of the same person, so that a line which is changed
    or taken out shows. Lines are only added."""

    class What(models.TextChoices):
        MARKED = "marked", _("marked in the photo")
        ASKED = "asked", _("asked")
        AGREED = "agreed", _("said yes")
        PARTLY = "partly", _("said yes to a part")
        REFUSED = "refused", _("said no")
        WITHDRAWN = "withdrawn", _("took the yes back")
        FORM_ADDED = "form-added", _("added a signed form")
        WARNED = "warned", _("told that the time is nearly over")
        RAN_OUT = "ran-out", _("the time of the yes was over")
        ASKED_AGAIN = "asked-again", _("asked again after leaving")
        NOT_NEEDED = "not-needed", _("needs not be asked")
        REMOVED = "removed", _("taken off the photo")
        ERASED = "erased", _("name and address erased")

    class Way(models.TextChoices):
        LINK = "link", _("by their own link")
        PAPER = "paper", _("on paper")
        COLLEAGUE = "colleague", _("by a colleague")
        CLOCK = "clock", _("by itself")

    photo_pk = models.PositiveBigIntegerField(db_index=True)
    person_pk = models.PositiveBigIntegerField(db_index=True)
    who = models.CharField(max_length=64)
    """HMAC-SHA-256 of the name and the photo, with a key that is not in the database."""
    what = models.CharField(max_length=12, choices=What.choices)
    way = models.CharField(max_length=10, choices=Way.choices)
    by_pk = models.PositiveBigIntegerField(null=True)
    """The colleague who did it, when one did."""
    places = models.JSONField(default=list)
    until = models.DateField(null=True)
    for_minor = models.BooleanField(default=False)
    text_digest = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=8, blank=True)
    beyond = models.JSONField(default=list)
    """What can't be taken back: place, title and address of each use outside our reach."""
    at = models.DateTimeField()
    before = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)

    objects = ConsentEvents.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.what} by {self.person_pk} for photo {self.photo_pk}"

    def save(self, *args: Any, **rest: Any) -> None:
        if self.pk is not None:
            raise ProofIsKept("Proof is added to, never changed.")
        super().save(*args, **rest)

    def delete(self, *args: Any, **rest: Any) -> NoReturn:
        raise ProofIsKept("Proof is added to, never removed.")
