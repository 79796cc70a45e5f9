"""Occasions (one person and one reason to be in touch, for one colleague), who rests, and how a
colleague hears of their day elsewhere: by mail, and in their own calendar."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from merkwerk.handbook.models import Question
from merkwerk.listening.models import PassedPost
from merkwerk.networks.models import Identity, Message, Post
from merkwerk.photos.models import Person
from merkwerk.relationships.models import Introduction, Relationship
from merkwerk.stories.models import Reaction
from merkwerk.writing.models import Request

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
        PROMISE = "promise", _("waits for what you promised")
        INTRODUCE = "introduce", _("is asked for by a colleague")
        REACTION = "reaction", _("reacted to what you told")
        NEWS = "news", _("has another job")
        UPKEEP = "upkeep", _("is due for a sign of life")
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
    told = models.ForeignKey(Post, models.SET_NULL, null=True, related_name="+")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    """What the colleague told that it is a reaction to: as a post, or as a message sent here."""
    introduction = models.ForeignKey(
        Introduction, models.CASCADE, null=True, related_name="occasions"
    )
    reaction = models.ForeignKey(Reaction, models.CASCADE, null=True, related_name="+")
    """What a reader said under a story of the colleague."""
    consent = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    """Somebody in a photo that the colleague brought, whose yes ends soon."""
    question = models.ForeignKey(Question, models.CASCADE, null=True, related_name="+")
    """What a colleague asks at the question desk, and waits for."""
    request = models.ForeignKey(Request, models.CASCADE, null=True, related_name="+")
    """What a colleague asks to be told."""
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

    @property
    def is_from_inside(self) -> bool:
        """Whether a story, a photo or a colleague brought it: nobody is there to let rest."""
        sources = (self.reaction_id, self.consent_id, self.question_id, self.request_id)
        return any(one is not None for one in sources)


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


class DigestWish(models.Model):
    """Today by mail, at a colleague's own rhythm. `sent_for` names the day it was last looked at,
    so that no day brings two letters."""

    class Rhythm(models.TextChoices):
        NEVER = "never", _("Never")
        WORKING = "working", _("Every working day")
        WEEKLY = "weekly", _("Once a week")

    class Day(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    colleague = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_wish"
    )
    rhythm = models.CharField(
        _("How often"), max_length=8, choices=Rhythm.choices, default=Rhythm.NEVER
    )
    weekday = models.PositiveSmallIntegerField(
        _("Once a week on"), choices=Day.choices, default=Day.MONDAY
    )
    hour = models.PositiveSmallIntegerField(_("At"), default=8)
    sent_for = models.DateField(null=True, blank=True, editable=False)

    def __str__(self) -> str:
        return f"{self.rhythm} for {self.colleague_id}"


class CalendarAddress(models.Model):
    """The secret address of a colleague's calendar of upkeep; only its SHA-256 is kept."""

    colleague = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_address"
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "calendar addresses"

    def __str__(self) -> str:
        return f"calendar of {self.colleague_id}"
