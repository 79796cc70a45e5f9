"""What a colleague typed, and what was found behind it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merkwerk.networks.models.posts import Post
from merkwerk.networks.models.sources import Source
from merkwerk.networks.sentences import Trouble, trouble_of

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Lookups(models.QuerySet["Lookup"]):
    def visible_to(self, colleague: Colleague) -> Lookups:
        """Only one's own: what somebody is looking for is nobody else's affair."""
        return self.filter(colleague_id=colleague.pk)


class Lookup(models.Model):
    """One address a colleague typed, looked up by the worker. `findings` are what it could be,
    each with up to three recent items; a link read by hand ends in a `post`."""

    LASTS = timedelta(days=1)

    class Aim(models.TextChoices):
        SOURCE = "source", _("something to listen to")
        LINK = "link", _("one page")
        OPML = "opml", _("a list of feeds")
        LISTS = "lists", _("lists of an account")

    class State(models.TextChoices):
        WAITING = "waiting", _("looking")
        FOUND = "found", _("found")
        FAILED = "failed", _("not found")

    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    aim = models.CharField(max_length=8, choices=Aim.choices, default=Aim.SOURCE)
    text = models.CharField(max_length=1000)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    findings = models.JSONField(default=list)
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, related_name="+")
    error = models.CharField(max_length=40, blank=True)
    error_detail = models.CharField(max_length=300, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    nudged = models.DateTimeField(auto_now_add=True)

    objects = Lookups.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "nudged"])]

    def __str__(self) -> str:
        return self.text

    @property
    def trouble(self) -> Trouble | None:
        """Why nothing was found, in words."""
        return trouble_of(self.error, self.error_detail, about="lookup")
