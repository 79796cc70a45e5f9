"""Contacts (shared public facts), relationships (one colleague's own), moments (what happened)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from merkwerk.lib.encrypted import EncryptedTextField
from merkwerk.networks.models import Identity, Message, Post

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


MOST_WORDS = 10


class Contacts(models.QuerySet["Contact"]):
    def visible_to(self, colleague: Colleague) -> Contacts:
        """Those one knows oneself, and those a colleague shares: that a contact is on file at all
        would tell that somebody knows them."""
        own = Q(relationships__colleague=colleague)
        return self.filter(own | Q(relationships__is_shared=True)).distinct()


class Contact(models.Model):
    """A person outside, over all their identities. `words` is what it may be found by, folded."""

    name = models.CharField(_("name"), max_length=300)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    function = models.CharField(_("function"), max_length=200, blank=True)
    identities = models.ManyToManyField(Identity, through="Belonging", related_name="contacts")
    words = models.TextField(blank=True, editable=False)
    made = models.DateTimeField(auto_now_add=True)

    objects = Contacts.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Belonging(models.Model):
    """An identity belongs to one contact."""

    identity = models.OneToOneField(Identity, models.CASCADE, related_name="belonging")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="belongings")
    joined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    because = models.CharField(max_length=100, blank=True)
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.identity_id} is {self.contact_id}"


class Handle(models.Model):
    """A handle that somebody wrote down for a contact, before anybody with it was seen here. The
    identity joins the contact as soon as it turns up."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="handles")
    handle = models.CharField(_("handle"), max_length=300, unique=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["handle"]

    def __str__(self) -> str:
        return self.handle


class Relationships(models.QuerySet["Relationship"]):
    def visible_to(self, colleague: Colleague) -> Relationships:
        """Only one's own. That one exists is shown to others by `shared`, and nothing more."""
        return self.filter(colleague=colleague)

    def shared(self) -> Relationships:
        """That these exist may be told to colleagues; nothing else of them."""
        return self.filter(is_shared=True, colleague__is_active=True, colleague__left_at=None)

    def awake(self, now: datetime) -> Relationships:
        """Those that don't rest at `now`."""
        return self.filter(Q(rest_until=None) | Q(rest_until__lte=now), rests_for_good=False)

    def resting(self, now: datetime) -> Relationships:
        return self.filter(Q(rest_until__gt=now) | Q(rests_for_good=True))

    def quiet(self, now: datetime) -> Relationships:
        """Gone quiet against their own rhythm, and not at rest."""
        return self.awake(now).exclude(quiet_days=None)

    def about(self, folded: str) -> Relationships:
        """Whose contact's name, organisation, function or handle holds each already folded word."""
        found = self
        for word in folded.split()[:MOST_WORDS]:
            found = found.filter(
                Q(contact__words__contains=word) | Q(contact__name__icontains=word)
            )
        return found


class Relationship(models.Model):
    """One colleague and one contact. It belongs to the colleague: nobody else reads its notes,
    its moments or, unless shared, that it exists. Warmth is written down when a moment comes or
    a day passes, with its reasons, so that lists needn't compute it."""

    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="relationships"
    )
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="relationships")
    is_shared = models.BooleanField(_("colleagues may see that I know them"), default=False)
    how_met = EncryptedTextField(_("how we met"), blank=True)
    note = EncryptedTextField(_("note"), blank=True)
    rest_until = models.DateTimeField(null=True, blank=True)
    rests_for_good = models.BooleanField(default=False)
    warmth = models.PositiveSmallIntegerField(default=0)
    because = models.JSONField(default=list)
    quiet_days = models.PositiveIntegerField(null=True, blank=True)
    rhythm_days = models.PositiveIntegerField(null=True, blank=True)
    stage = models.CharField(max_length=12, blank=True)
    reckoned_at = models.DateTimeField(null=True, blank=True)
    last_moment = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField(auto_now_add=True)

    objects = Relationships.as_manager()

    class Meta:
        ordering = ["-warmth", "contact__name"]
        constraints = [models.UniqueConstraint("colleague", "contact", name="one_each")]
        indexes = [models.Index(fields=["colleague", "-last_moment"])]

    def __str__(self) -> str:
        return f"{self.colleague_id} – {self.contact_id}"

    def rests(self, now: datetime) -> bool:
        return self.rests_for_good or bool(self.rest_until and self.rest_until > now)


class Moments(models.QuerySet["Moment"]):
    def visible_to(self, colleague: Colleague) -> Moments:
        return self.filter(relationship__colleague=colleague)

    def by_hand(self) -> Moments:
        """Those that a colleague noted, and may change; the others happened on a network."""
        return self.filter(key__startswith=Moment.BY_HAND)


class Moment(models.Model):
    """One thing that happened between two people; `key` lets it be noted once."""

    BY_HAND = "hand:"

    class Kind(models.TextChoices):
        SAID = "said", _("said something")
        ASKED = "asked", _("asked")
        ANSWERED = "answered", _("answered")
        MENTIONED = "mentioned", _("mentioned")
        SHARED = "shared", _("shared")
        REACTED = "reacted", _("reacted")
        FOLLOWED = "followed", _("followed")
        MET = "met", _("met")
        CALLED = "called", _("called")
        WROTE = "wrote", _("wrote")
        NOTICED = "noticed", _("noticed")
        OTHER = "other", _("something else")

    class Direction(models.TextChoices):
        THEIRS = "theirs", _("from them")
        OURS = "ours", _("from you")
        BOTH = "both", _("together")

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="moments")
    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    direction = models.CharField(_("from whom"), max_length=6, choices=Direction.choices)
    at = models.DateTimeField(_("when"))
    channel = models.CharField(max_length=20)
    place = models.CharField(_("where"), max_length=120, blank=True)
    post = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, related_name="moments")
    message = models.ForeignKey(
        Message, models.SET_NULL, null=True, blank=True, related_name="moments"
    )
    note = EncryptedTextField(_("note"), blank=True)
    key = models.CharField(max_length=200)
    noted = models.DateTimeField(auto_now_add=True)

    objects = Moments.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint("relationship", "key", name="noted_once")]
        indexes = [models.Index(fields=["relationship", "-at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"

    @property
    def is_by_hand(self) -> bool:
        return self.key.startswith(self.BY_HAND)
