"""Occasions (one person and one reason to be in touch, for one colleague), and who rests."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from merkwerk.listening.models import PassedPost
from merkwerk.networks.models import Identity, Post
from merkwerk.relationships.models import Relationship

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Occasions(models.QuerySet["Occasion"]):
    def visible_to(self, colleague: Colleague) -> Occasions:
        return self.filter(colleague=colleague)

    def open(self, now: datetime) -> Occasions:
        """Neither done nor at rest."""
        return self.filter(Q(rest_until=None) | Q(rest_until__lte=now), state=Occasion.State.OPEN)


class Occasion(models.Model):
    """A chance for a moment: shown on Today as "a moment". `facts` fill the sentences that say
    why you and why now; `key` keeps the same occasion from coming twice."""

    class Kind(models.TextChoices):
        WAITING = "waiting", _("waits for your answer")
        COLLEAGUE = "colleague", _("a colleague asks")
        QUESTION = "question", _("asks something you know")
        REACTION = "reaction", _("reacted to what you told")
        SAID = "said", _("spoke about your subject")
        QUIET = "quiet", _("has gone quiet")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ANSWERED = "answered", _("answered")
        PASSED = "passed", _("passed on")
        DROPPED = "dropped", _("not now")

    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="occasions"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    identity = models.ForeignKey(Identity, models.CASCADE, null=True, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="occasions")
    relationship = models.ForeignKey(
        Relationship, models.CASCADE, null=True, related_name="occasions"
    )
    passed = models.ForeignKey(PassedPost, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    key = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    rest_until = models.DateTimeField(null=True, blank=True)
    chosen_on = models.DateField(null=True, blank=True)
    """The day on which it got one of the seven places; a place taken is kept that day."""
    done_at = models.DateTimeField(null=True, blank=True)
    made = models.DateTimeField(auto_now_add=True)

    objects = Occasions.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint("colleague", "key", name="occasion_once")]
        indexes = [models.Index(fields=["colleague", "state", "chosen_on"])]

    def __str__(self) -> str:
        return f"{self.kind} for {self.colleague_id}"


class RestingPeople(models.QuerySet["RestingPerson"]):
    def visible_to(self, colleague: Colleague) -> RestingPeople:
        return self.filter(colleague=colleague)


class RestingPerson(models.Model):
    """Somebody whom a colleague does not want to see on Today, until they say otherwise."""

    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="resting_people"
    )
    identity = models.ForeignKey(Identity, models.CASCADE, related_name="+")
    since = models.DateTimeField(auto_now_add=True)

    objects = RestingPeople.as_manager()

    class Meta:
        verbose_name_plural = "resting people"
        ordering = ["-since"]
        constraints = [models.UniqueConstraint("colleague", "identity", name="rests_once")]

    def __str__(self) -> str:
        return f"{self.identity_id} rests for {self.colleague_id}"
