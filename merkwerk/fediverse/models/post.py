"""What is on its way out, and what came in."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from merkwerk.fediverse.models.actors import Actor
from merkwerk.fediverse.models.others import Remote
from merkwerk.lib.encrypted import EncryptedTextField


class SentAnswer(models.Model):
    """What an author here answered to somebody elsewhere, and where it went; the words stand with
    the stories. `key` is that of the answer there and the last part of its address here, which
    stays when the answer goes."""

    key = models.CharField(max_length=64, unique=True)
    story_key = models.CharField(max_length=32, db_index=True)
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="answers")
    remote = models.ForeignKey(Remote, models.SET_NULL, null=True, related_name="+")
    answers = models.CharField(max_length=500)
    """The address of what is answered."""
    inbox = models.CharField(max_length=500)
    mark = models.CharField(max_length=64)
    """SHA-256 of the words that were told last."""
    gone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Activity(models.Model):
    """Something an actor here said. `address` names it for good, so that whoever gets it twice
    knows. What is said of a story or an answer is written down only when it is sent, from what
    stands on the site at that moment; `body` holds the rest."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="activities")
    kind = models.CharField(max_length=12)
    address = models.CharField(max_length=300, unique=True)
    story_key = models.CharField(max_length=32, blank=True, db_index=True)
    answer = models.ForeignKey(SentAnswer, models.CASCADE, null=True, related_name="activities")
    body = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.address


class Deliveries(models.QuerySet["Delivery"]):
    def due(self, now: datetime) -> Deliveries:
        """Those that may be sent now: waiting, or in the hands of a worker that was not heard of
        any more."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=now)
        return self.filter(free, state=Delivery.State.WAITING, next_try__lte=now)


class Delivery(models.Model):
    """One activity on its way to one inbox; a shared inbox stands for all of its server."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        DROPPED = "dropped"
        """What it told had been taken down before it went."""
        REFUSED = "refused"
        GAVE_UP = "gave-up"

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="deliveries")
    inbox = models.CharField(max_length=500)
    host = models.CharField(max_length=255)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    next_try = models.DateTimeField()
    claim = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Deliveries.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [models.UniqueConstraint("activity", "inbox", name="delivered_once")]
        indexes = [
            models.Index(
                fields=["next_try", "host"], condition=Q(state="waiting"), name="deliveries_waiting"
            ),
            models.Index(fields=["claim"], condition=~Q(claim=""), name="deliveries_claimed"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class Heard(models.Model):
    """The mark (SHA-256) of an activity or signature that came in, so that it is heard once."""

    mark = models.CharField(max_length=66, unique=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.mark


class Pointers(models.QuerySet["Pointer"]):
    def due(self, now: datetime) -> Pointers:
        free = Q(claimed_until=None) | Q(claimed_until__lte=now)
        return self.filter(free, next_try__lte=now)


class Pointer(models.Model):
    """Words of somebody elsewhere that were told by their address alone: the worker fetches them
    from their writer's own server."""

    remote = models.ForeignKey(Remote, models.CASCADE, related_name="pointers")
    kind = models.CharField(max_length=8)
    activity = models.CharField(max_length=500, blank=True)
    about = models.CharField(max_length=500)
    tries = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField(db_index=True)
    claimed_until = models.DateTimeField(null=True, blank=True)

    objects = Pointers.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("remote", "kind", "about", name="pointed_at_once")]

    def __str__(self) -> str:
        return self.about


class Incomings(models.QuerySet["Incoming"]):
    def due(self, now: datetime) -> Incomings:
        free = Q(claimed_until=None) | Q(claimed_until__lte=now)
        return self.filter(free, next_try__lte=now)


class Incoming(models.Model):
    """A message whose key is not known yet: kept as it came until the worker has looked."""

    body = EncryptedTextField()
    headers = models.JSONField(default=dict)
    method = models.CharField(max_length=8, default="POST")
    target = models.CharField(max_length=500)
    host = models.CharField(max_length=255, db_index=True)
    """Where its key says it comes from."""
    came_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField(db_index=True)
    claimed_until = models.DateTimeField(null=True, blank=True)

    objects = Incomings.as_manager()

    def __str__(self) -> str:
        return f"incoming {self.pk}"
