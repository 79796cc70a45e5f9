"""Who asked to be told by mail, of what, and which letters they got."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merkwerk.colleagues.models import Subject
from merkwerk.lib.encrypted import EncryptedTextField
from merkwerk.stories.models.site import PersonPage
from merkwerk.stories.models.stories import Series, new_key


class Rhythm(models.TextChoices):
    WEEKLY = "weekly", _("once a week")
    MONTHLY = "monthly", _("once a month")
    EACH = "each", _("with each story, at most once a day")


class Subscribers(models.QuerySet["Subscriber"]):
    def confirmed(self) -> Subscribers:
        """Who pressed the button in our letter for something."""
        return self.filter(wishes__confirmed_at__isnull=False).distinct()


class Subscriber(models.Model):
    """An address that letters go to: encrypted, known again by its keyed mark, and gone as soon as
    it wants nothing any more."""

    key = models.CharField(max_length=32, unique=True, default=new_key)
    email = EncryptedTextField()
    mark = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="nl")
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    since = models.DateTimeField()
    told_until = models.DateTimeField()
    """Stories published until then were told, or were there before the subscription."""

    objects = Subscribers.as_manager()

    def __str__(self) -> str:
        return f"subscriber {self.pk}"


class SubscriberWish(models.Model):
    """One thing a subscriber wants to hear of: a person, a subject, a series, or (none of these)
    everything. It counts once it was confirmed; the rhythm asked with it holds from then on."""

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="wishes")
    key = models.CharField(max_length=32, unique=True, default=new_key)
    what = models.CharField(max_length=40)
    """"all", "person:3", "subject:5" or "series:8"; one of each for a subscriber."""
    person = models.ForeignKey(PersonPage, models.CASCADE, null=True, related_name="+")
    subject = models.ForeignKey(Subject, models.CASCADE, null=True, related_name="+")
    series = models.ForeignKey(Series, models.CASCADE, null=True, related_name="+")
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="nl")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "subscriber wishes"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("subscriber", "what", name="wished_once")]

    def __str__(self) -> str:
        return f"{self.what} for {self.subscriber_id}"

    @property
    def thing(self) -> Any:
        """The person, subject or series; None for everything."""
        return self.person or self.subject or self.series


class SubscriberIssue(models.Model):
    """A letter to a subscriber, written in the transaction that makes this row: of each period one,
    whoever asks how often."""

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="issues")
    period = models.CharField(max_length=16)
    """"2026-W47", "2026-11" or "2026-11-22", by the rhythm."""
    stories = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("subscriber", "period", name="one_letter_a_period")]

    def __str__(self) -> str:
        return f"{self.period} for {self.subscriber_id}"
