"""Relationships: one colleague and one contact; their groups, and with whom they are shared."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import works_here
from merkwerk.colleagues.models import Department
from merkwerk.lib.encrypted import EncryptedTextField
from merkwerk.relationships.models.contacts import Contact

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


MOST_WORDS = 10
PRIVATE = ("note", "how_met", "interests", "could_give", "birthday")
"""What only the colleague's own page of somebody reads."""


class Relationships(models.QuerySet["Relationship"]):
    def visible_to(self, colleague: Colleague) -> Relationships:
        """Only one's own. That one exists is shown to others by `shared`, and nothing more."""
        return self.filter(colleague=colleague)

    def shared_with(self, colleague: Colleague) -> Relationships:
        """Those of others that `colleague` may know to exist; nothing else of them, but for their
        moments where `Share.moments` says so. A guest is told of none."""
        if not colleague.is_authenticated or colleague.is_guest:
            return self.none()
        return self.filter(
            Exists(Share.objects.reaching(colleague).filter(relationship=OuterRef("pk"))),
            works_here("colleague"),
        ).exclude(colleague=colleague)

    def moments_shared_with(self, colleague: Colleague) -> Relationships:
        """Those of others whose moments `colleague` may see too: when, how, never the notes."""
        open_ones = Share.objects.reaching(colleague).filter(moments=True)
        told = Exists(open_ones.filter(relationship=OuterRef("pk")))
        return self.shared_with(colleague).filter(told)

    def light(self) -> Relationships:
        """With the contact at hand, and without reading what is private."""
        return self.select_related("contact").defer(*PRIVATE)

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
    a day passes, with its reasons, so that lists needn't compute it; so are `last_contact` (the
    last real contact), `through_at` (the last one by a colleague, when both share) and `due_on`
    (when the rhythm asks for a sign of life)."""

    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="relationships"
    )
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="relationships")
    how_met = EncryptedTextField(_("how we met"), blank=True)
    note = EncryptedTextField(_("note"), blank=True)
    interests = EncryptedTextField(_("interests"), blank=True)
    could_give = EncryptedTextField(_("what I could give"), blank=True)
    birthday = EncryptedTextField(_("birthday"), blank=True)
    met_through = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    imported = models.ForeignKey(
        "relationships.Import", models.SET_NULL, null=True, blank=True, related_name="arrived"
    )
    rest_until = models.DateTimeField(null=True, blank=True)
    rests_for_good = models.BooleanField(default=False)
    warmth = models.PositiveSmallIntegerField(default=0)
    because = models.JSONField(default=list)
    quiet_days = models.PositiveIntegerField(null=True, blank=True)
    rhythm_days = models.PositiveIntegerField(null=True, blank=True)
    rhythm_wish = models.PositiveSmallIntegerField(_("rhythm in days"), null=True, blank=True)
    last_contact = models.DateTimeField(null=True, blank=True)
    through_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    stage = models.CharField(max_length=12, blank=True)
    reckoned_at = models.DateTimeField(null=True, blank=True)
    last_moment = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField(auto_now_add=True)

    objects = Relationships.as_manager()

    class Meta:
        ordering = ["-warmth", "contact__name"]
        constraints = [models.UniqueConstraint("colleague", "contact", name="one_each")]
        indexes = [
            models.Index(fields=["colleague", "-last_moment"]),
            models.Index(fields=["colleague", "due_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.colleague_id} – {self.contact_id}"

    def rests(self, now: datetime) -> bool:
        return self.rests_for_good or bool(self.rest_until and self.rest_until > now)


class Shares(models.QuerySet["Share"]):
    def reaching(self, colleague: Colleague) -> Shares:
        """Those that let this colleague see something."""
        departments = Department.objects.filter(profiles__colleague=colleague)
        return self.filter(
            Q(everyone=True) | Q(with_colleague=colleague) | Q(department__in=departments)
        )


class Share(models.Model):
    """A relationship shown to everybody here, to a department or to one colleague: that it
    exists, and with `moments` also when and how they met; never a note."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="shares")
    everyone = models.BooleanField(default=False)
    department = models.ForeignKey(
        Department, models.CASCADE, null=True, blank=True, related_name="+"
    )
    with_colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    moments = models.BooleanField(_("also when and how we met"), default=False)
    since = models.DateTimeField(auto_now_add=True)

    objects = Shares.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "relationship",
                "everyone",
                "department",
                "with_colleague",
                name="shared_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="shared_with_somebody",
                condition=Q(everyone=True, department=None, with_colleague=None)
                | Q(everyone=False, department__isnull=False, with_colleague=None)
                | Q(everyone=False, department=None, with_colleague__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.relationship_id} is shared"


class Groups(models.QuerySet["Group"]):
    def visible_to(self, colleague: Colleague) -> Groups:
        return self.filter(colleague=colleague)


class Group(models.Model):
    """A colleague's own circle of people, with a rhythm for all of them if wished."""

    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="relationship_groups"
    )
    name = EncryptedTextField(_("name"))
    rhythm_days = models.PositiveSmallIntegerField(_("rhythm in days"), null=True, blank=True)
    members = models.ManyToManyField(Relationship, related_name="groups", blank=True)
    since = models.DateTimeField(auto_now_add=True)

    objects = Groups.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"group {self.pk} of {self.colleague_id}"
