"""A colleague asks another one to tell about something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merkwerk.colleagues.models import Subject
from merkwerk.lib.encrypted import EncryptedTextField
from merkwerk.writing.models.drafts import Draft

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Requests(models.QuerySet["Request"]):
    def visible_to(self, colleague: Colleague) -> Requests:
        """Who asks and who is asked, nobody else."""
        mine = models.Q(asker_id=colleague.pk) | models.Q(asked_id=colleague.pk)
        return self.filter(mine)

    def waiting_for(self, colleague: Colleague) -> Requests:
        """What others ask of this colleague and that has no answer yet."""
        return self.filter(asked_id=colleague.pk, state=Request.State.ASKED)


class Request(models.Model):
    """ "Would you tell about this?" from one colleague to one other. `passed_on` is the same
    request at the colleague it was passed to: "I support it, others tell it"."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        TAKEN = "taken", _("is being told")
        PASSED = "passed", _("passed on")
        LEFT = "left", _("not this time")
        WITHDRAWN = "withdrawn", _("not needed any more")

    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="requests_made"
    )
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="requests_to_tell"
    )
    subject = models.ForeignKey(Subject, models.SET_NULL, null=True, blank=True, related_name="+")
    words = EncryptedTextField()
    link = EncryptedTextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    passed_on = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="passed_from"
    )
    draft = models.OneToOneField(
        Draft, models.SET_NULL, null=True, blank=True, related_name="request"
    )
    made = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = Requests.as_manager()

    class Meta:
        ordering = ["-made"]
        indexes = [models.Index(fields=["asked", "state"])]

    def __str__(self) -> str:
        return f"request {self.pk}"
