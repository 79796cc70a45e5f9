"""Who can be followed from here, and what they sign with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from merkwerk.lib.encrypted import EncryptedTextField
from merkwerk.stories.models import PersonPage

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Actors(models.QuerySet["Actor"]):
    def open(self) -> Actors:
        """Those that can be followed now."""
        return self.filter(closed_at=None)

    def of(self, colleague: Colleague) -> Actors:
        if not colleague.is_authenticated:
            return self.none()
        return self.filter(person__colleague_id=colleague.pk)


class Actor(models.Model):
    """Somebody who tells on the site, as the fediverse knows them; the one without a person page
    is the house itself. `handle` is in addresses that other servers keep for good, so it never
    changes; the actor stays as a closed door when the page goes."""

    class Kind(models.TextChoices):
        PERSON = "person"
        HOUSE = "house"

    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.PERSON)
    person = models.OneToOneField(
        PersonPage, models.SET_NULL, null=True, blank=True, related_name="actor"
    )
    handle = models.CharField(max_length=80, unique=True)
    moved_to = models.CharField(max_length=500, blank=True)
    """Where its followers find the person from now on, said by themselves."""
    also_known_as = models.JSONField(default=list)
    """Addresses of own actors elsewhere, so that those may move to this one."""
    asked_for = models.CharField(max_length=300, blank=True)
    """What the person typed (@me@server) as the place they move to ("to") or come from ("from"),
    while it is looked up, or with what came of it."""
    asked_way = models.CharField(max_length=4, blank=True)
    asked_trouble = models.CharField(max_length=40, blank=True)
    seen = models.CharField(max_length=64, blank=True)
    """The mark of what followers were last told about the person (name, words, picture)."""
    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = Actors.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("kind", condition=Q(kind="house"), name="one_house_actor")
        ]

    def __str__(self) -> str:
        return self.handle


class ActorKey(models.Model):
    """What an actor signs with. Peers keep the public half by its address, so a new key has a new
    number; the private half is encrypted with the installation's own keys."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="keys")
    number = models.PositiveIntegerField(default=1)
    public = models.TextField()
    private = EncryptedTextField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint("actor", "number", name="one_key_a_number")]

    def __str__(self) -> str:
        return f"key {self.number} of {self.actor_id}"
