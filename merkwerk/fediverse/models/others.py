"""Actors elsewhere, their keys, their servers, and whom they follow here."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from merkwerk.fediverse.models.actors import Actor

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Servers(models.QuerySet["Server"]):
    def blocked(self) -> Servers:
        return self.exclude(blocked_at=None)

    def resting(self, now: datetime) -> Servers:
        """Those that are not called now: they had trouble, or asked for a pause."""
        return self.filter(paused_until__gt=now)


class Server(models.Model):
    """A server that was spoken with: whether it is let in, and how it goes with it. A dead one
    is paused, longer and longer; `failing_since` is empty while all is well."""

    host = models.CharField(max_length=255, unique=True)
    blocked_at = models.DateTimeField(null=True, blank=True)
    blocked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reason = models.CharField(max_length=200, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=40, blank=True)
    newer_signature = models.BooleanField(default=False)
    """It refused the older signature and took RFC 9421."""

    objects = Servers.as_manager()

    class Meta:
        ordering = ["host"]

    def __str__(self) -> str:
        return self.host


class Remote(models.Model):
    """An actor elsewhere, as its own server told us."""

    address = models.CharField(max_length=500, unique=True)
    host = models.CharField(max_length=255, db_index=True)
    handle = models.CharField(max_length=255, blank=True)
    name = models.CharField(max_length=200, blank=True)
    page = models.CharField(max_length=500, blank=True)
    inbox = models.CharField(max_length=500)
    shared_inbox = models.CharField(max_length=500, blank=True)
    moved_to = models.CharField(max_length=500, blank=True)
    fetched_at = models.DateTimeField()

    class Meta:
        ordering = ["address"]

    def __str__(self) -> str:
        return self.handle or self.address


class RemoteKey(models.Model):
    """A public key that its owner's own document names; the owner is kept beside it, so that a key
    found here is as bound to its actor as one that was just fetched."""

    address = models.CharField(max_length=500, unique=True)
    owner = models.ForeignKey(Remote, models.CASCADE, related_name="keys")
    public = models.TextField()
    fetched_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.address


class Followers(models.QuerySet["Follower"]):
    def visible_to(self, colleague: Colleague) -> Followers:
        """One's own followers; those of the house are for who looks after it."""
        if not colleague.is_authenticated:
            return self.none()
        own = models.Q(actor__person__colleague_id=colleague.pk)
        if colleague.roles & {"editor", "social-lead"}:
            own |= models.Q(actor__kind=Actor.Kind.HOUSE)
        return self.filter(own)


class Follower(models.Model):
    """Somebody elsewhere who follows somebody here."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="followers")
    remote = models.ForeignKey(Remote, models.CASCADE, related_name="follows")
    asked = models.CharField(max_length=500, blank=True)
    """The address of the Follow that began it."""
    since = models.DateTimeField(auto_now_add=True)

    objects = Followers.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [models.UniqueConstraint("actor", "remote", name="follows_once")]

    def __str__(self) -> str:
        return f"{self.remote_id} follows {self.actor_id}"


class Brought(models.Model):
    """What somebody elsewhere did with a story here, so that only they can change it or take it
    away: `key` is the one that the room of stories keeps it under."""

    remote = models.ForeignKey(Remote, models.CASCADE, related_name="brought")
    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=8)
    story_key = models.CharField(max_length=32, db_index=True)
    about = models.CharField(max_length=500, db_index=True)
    """The address of the words; of a like or share, that of the story."""
    activity = models.CharField(max_length=500, blank=True, db_index=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "brought"

    def __str__(self) -> str:
        return f"{self.kind} by {self.remote_id}"
