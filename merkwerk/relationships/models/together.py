"""What colleagues do with relationships together: introductions, and what contacts led to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import works_here
from merkwerk.lib.encrypted import EncryptedTextField
from merkwerk.relationships.models.moments import Moment
from merkwerk.relationships.models.relationships import Relationship

if TYPE_CHECKING:
    from datetime import date

    from merkwerk.accounts.models import Colleague


class Introductions(models.QuerySet["Introduction"]):
    def visible_to(self, colleague: Colleague) -> Introductions:
        """The one who asks and the one who is asked."""
        return self.filter(Q(asker=colleague) | Q(knower=colleague))

    def promised(self, until: date) -> Introductions:
        """Promises that run out on or before a day."""
        return self.filter(state=Introduction.State.PROMISED, promised_for__lte=until)


class Introduction(models.Model):
    """A colleague asks another to be introduced to somebody; followed to its end."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        PROMISED = "promised", _("promised")
        DECLINED = "declined", _("not now")
        INTRODUCED = "introduced", _("introduced")
        MET = "met", _("met")
        ENDED = "ended", _("nothing came of it")
        WITHDRAWN = "withdrawn", _("taken back")

    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="introductions_asked"
    )
    knower = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="introductions_given"
    )
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="introductions")
    """The knower's."""
    words = EncryptedTextField(_("your question"))
    reply = EncryptedTextField(_("your answer"), blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    promised_for = models.DateField(_("before"), null=True, blank=True)
    made = models.ForeignKey(
        Relationship, models.SET_NULL, null=True, blank=True, related_name="introduced_by"
    )
    """The asker's, once they are introduced."""
    asked_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = Introductions.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                "asker",
                "relationship",
                name="one_open_introduction",
                condition=Q(state__in=["asked", "promised"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.asker_id} asks {self.knower_id}"


class Outcomes(models.QuerySet["Outcome"]):
    def visible_to(self, colleague: Colleague) -> Outcomes:
        """One's own, and what others chose to tell everybody."""
        own = Q(relationship__colleague=colleague)
        if colleague.is_guest:
            return self.filter(own)
        return self.filter(own | (Q(is_shared=True) & works_here("relationship__colleague")))


class Outcome(models.Model):
    """What a contact led to, told by the colleague; the chain back to the first moment is read
    from the moments and introductions. With `names_them` a shared one tells with whom."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("a meeting")
        ASSIGNMENT = "assignment", _("an assignment")
        APPLICATION = "application", _("an application for a job")
        FRIENDSHIP = "friendship", _("a friendship")
        IDEA = "idea", _("an idea")
        OTHER = "other", _("something else")

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="outcomes")
    kind = models.CharField(_("what came of it"), max_length=12, choices=Kind.choices)
    title = EncryptedTextField(_("in one line"))
    told = EncryptedTextField(_("how it went"), blank=True)
    on = models.DateField(_("when"))
    first = models.ForeignKey(Moment, models.SET_NULL, null=True, blank=True, related_name="+")
    is_shared = models.BooleanField(_("colleagues may read this"), default=False)
    names_them = models.BooleanField(_("with their name"), default=False)
    made = models.DateTimeField(auto_now_add=True)

    objects = Outcomes.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.relationship_id}"
