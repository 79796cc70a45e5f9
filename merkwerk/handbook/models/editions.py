"""The handbook that is worked on, the editions that were published, and how far somebody read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Handbook(models.Model):
    """What is worked on towards the next edition, and what holds at once: whether there is a
    public page, and how soon a question is answered."""

    class Promise(models.IntegerChoices):
        """In working hours: Monday to Friday, nine to five."""

        HALF_A_DAY = 4, _("within half a working day")
        A_DAY = 8, _("within a working day")
        TWO_DAYS = 16, _("within two working days")
        THREE_DAYS = 24, _("within three working days")

    guideline = models.CharField(_("guideline"), max_length=120, blank=True)
    clause = models.TextField(_("what the clause means"), max_length=1500, blank=True)
    clause_link = models.CharField(_("where the clause stands"), max_length=500, blank=True)
    is_public = models.BooleanField(default=False)
    promised_hours = models.PositiveSmallIntegerField(
        choices=Promise.choices, default=Promise.A_DAY
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_handbook")]

    def __str__(self) -> str:
        return self.guideline


class Editions(models.QuerySet["Edition"]):
    def visible_to(self, colleague: Colleague) -> Editions:
        """Every edition, for everybody with an account."""
        return self if colleague.is_authenticated else self.none()


class Edition(models.Model):
    """The handbook as it was published once; it doesn't change any more. `contents` holds the
    guideline, the clause and the situations with their examples, each by its number, so that who
    takes back a yes is heard in every edition."""

    number = models.PositiveIntegerField(unique=True)
    language = models.CharField(max_length=8)
    contents = models.JSONField(default=dict)
    news = models.CharField(_("what is new"), max_length=240)
    published = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = Editions.as_manager()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number}"


class ReadingMarks(models.QuerySet["ReadingMark"]):
    def visible_to(self, colleague: Colleague) -> ReadingMarks:
        return self.filter(colleague=colleague)


class ReadingMark(models.Model):
    """The last edition that a colleague says to have read. Only they see it; nobody counts it."""

    colleague = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="handbook_mark"
    )
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")

    objects = ReadingMarks.as_manager()

    def __str__(self) -> str:
        return f"{self.colleague_id}: {self.edition_id}"
