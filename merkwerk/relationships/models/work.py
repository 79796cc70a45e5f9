"""Other work that somebody's own profile seems to tell of, until its colleague says whether so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merkwerk.networks.models import Identity

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class NewWorks(models.QuerySet["NewWork"]):
    def visible_to(self, colleague: Colleague) -> NewWorks:
        return self.filter(colleague=colleague)

    def asked(self) -> NewWorks:
        return self.filter(state=NewWork.State.ASKED)


class NewWork(models.Model):
    """One question to one colleague: does this person work there now? `words` are those of the
    profile, `key` what the place is the same by: said no to once, it isn't asked again."""

    class State(models.TextChoices):
        ASKED = "asked", _("is asked")
        YES = "yes", _("so it is")
        NO = "no", _("not so")

    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    identity = models.ForeignKey(Identity, models.CASCADE, related_name="+")
    organisation = models.CharField(max_length=200)
    function = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=200)
    key = models.CharField(max_length=300)
    state = models.CharField(max_length=6, choices=State.choices, default=State.ASKED)
    noticed = models.DateTimeField()
    decided = models.DateTimeField(null=True, blank=True)

    objects = NewWorks.as_manager()

    class Meta:
        ordering = ["-noticed", "-pk"]
        constraints = [
            models.UniqueConstraint("colleague", "identity", "key", name="work_asked_once")
        ]

    def __str__(self) -> str:
        return f"{self.identity_id} for {self.colleague_id}: {self.state}"
