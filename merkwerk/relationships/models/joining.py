"""Two of a colleague's contacts that may be one person: proposed, joined, kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from merkwerk.lib.encrypted import EncryptedJSONField, EncryptedTextField
from merkwerk.relationships.models.contacts import Contact

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Joins(models.QuerySet["Join"]):
    def visible_to(self, colleague: Colleague) -> Joins:
        return self.filter(colleague=colleague)

    def asked(self) -> Joins:
        return self.filter(state=Join.State.ASKED)


class Join(models.Model):
    """One answer to "is this the same person?", for one colleague. `one` is the contact that is
    kept, `other` the one that goes into it; while joined, `absorbed` keeps what the other was (as
    JSON), so that it can be taken apart again. Apart stays apart: it is not proposed again."""

    class State(models.TextChoices):
        ASKED = "asked", _("is asked")
        JOINED = "joined", _("joined")
        APART = "apart", _("two people")

    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="joins")
    one = models.ForeignKey(Contact, models.CASCADE, related_name="joins")
    other = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    certainty = models.FloatField(default=0)
    because = EncryptedJSONField(blank=True, default=list)
    """With the addresses that both have, so as private as these."""
    by_itself = models.BooleanField(default=False)
    absorbed = EncryptedTextField(blank=True)
    made = models.DateTimeField(auto_now_add=True)
    decided = models.DateTimeField(null=True, blank=True)

    objects = Joins.as_manager()

    class Meta:
        ordering = ["-certainty", "pk"]
        constraints = [
            models.UniqueConstraint(
                "colleague", "one", "other", name="asked_once", condition=Q(other__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}: {self.state}"
