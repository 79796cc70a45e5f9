"""Topics, who reads along with a team's, who is left out, and how a topic is sharpened."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import works_here
from merkwerk.colleagues.models import Department
from merkwerk.networks.models import Identity, Post

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Topics(models.QuerySet["Topic"]):
    def visible_to(self, colleague: Colleague) -> Topics:
        """A topic is its owner's: what somebody listens for is nobody else's business. A team's
        topic is everybody's in that department."""
        if not colleague.is_authenticated:
            return self.none()
        team = Q(team__profiles__colleague=colleague.pk, team__isnull=False)
        return self.filter(Q(colleague=colleague.pk) | team).distinct()

    def awake(self) -> Topics:
        """Topics that hear: not at rest, not over, and of somebody who works here or of a team."""
        going_on = Q(until=None) | Q(until__gte=timezone.localdate())
        here = works_here("colleague") | Q(team__isnull=False)
        return self.filter(going_on, here, resting=False)


class Topic(models.Model):
    """A saved query of one colleague, or of a team that one of them made it for. `version` moves
    with every change, so that whoever holds compiled topics knows when to compile again."""

    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="topics")
    team = models.ForeignKey(
        Department,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="topics",
        verbose_name=_("read together with"),
    )
    name = models.CharField(_("name"), max_length=80)
    query = models.TextField(_("what to listen for"), max_length=20_000)
    purpose = models.CharField(_("what for, for whom"), max_length=200, blank=True)
    word_forms = models.BooleanField(_("also other forms of Dutch words"), default=False)
    added_forms = models.JSONField(default=list, blank=True)
    """What the switch added: `[{"word", "forms": [...], "why"}]`, as the page shows it."""
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    until = models.DateField(_("listen until"), null=True, blank=True)
    declined = models.JSONField(default=list, blank=True)
    """Proposed words that the colleague does not want proposed again."""
    resting = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    made = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    objects = Topics.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["changed"])]

    def __str__(self) -> str:
        return self.name

    def is_over(self, now: datetime) -> bool:
        return self.until is not None and timezone.localdate(now) > self.until

    def is_quiet(self, now: datetime) -> bool:
        """In its quiet hours it goes on hearing, and tells nobody."""
        if self.quiet_from is None or self.quiet_until is None:
            return False
        return _between(timezone.localtime(now).time(), self.quiet_from, self.quiet_until)


def _between(moment: time, start: time, end: time) -> bool:
    """Whether a time of day lies in hours that may go over midnight."""
    if start <= end:
        return start <= moment < end
    return moment >= start or moment < end


class Mute(models.Model):
    """Somebody whose posts a topic leaves out."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="mutes")
    identity = models.ForeignKey(Identity, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("topic", "identity", name="muted_once")]

    def __str__(self) -> str:
        return f"{self.topic_id} without {self.identity_id}"


class TopicReader(models.Model):
    """One of the team who reads a team's topic; the posts are divided among them."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="readers")
    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("topic", "colleague", name="reads_once")]

    def __str__(self) -> str:
        return f"{self.colleague_id} reads {self.topic_id}"


class Corrections(models.QuerySet["Correction"]):
    def visible_to(self, colleague: Colleague) -> Corrections:
        return self.filter(topic__in=Topic.objects.visible_to(colleague))


class Correction(models.Model):
    """Whether one post is what a topic is about, according to one of its owners."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="corrections")
    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    wanted = models.BooleanField()
    at = models.DateTimeField(auto_now=True)

    objects = Corrections.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint("topic", "post", name="corrected_once")]

    def __str__(self) -> str:
        return f"{self.topic_id} {'like' if self.wanted else 'unlike'} {self.post_id}"
