"""Matches as rows, as they were kept before `MatchPage`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from merkwerk.listening.models.topics import Topic
from merkwerk.networks.models import Post

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Matches(models.QuerySet["Match"]):
    def visible_to(self, colleague: Colleague) -> Matches:
        return self.filter(topic__colleague=colleague, post__deleted_at=None)

    def open(self) -> Matches:
        return self.filter(state=Match.State.OPEN)


class Match(models.Model):
    """A post that meets a topic. Which words met is worked out again when somebody asks."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        KEPT = "kept", _("kept")
        ANSWERED = "answered", _("answered")
        PASSED = "passed", _("passed on")
        RESTED = "rested", _("rested")

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="matches")
    post = models.ForeignKey(Post, models.CASCADE, related_name="matches")
    asks = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    interpretation = models.TextField(_("what it means"), max_length=2000, blank=True)
    found = models.DateTimeField(auto_now_add=True)

    objects = Matches.as_manager()

    class Meta:
        verbose_name_plural = "matches"
        ordering = ["-post__written", "-pk"]
        constraints = [models.UniqueConstraint("topic", "post", name="met_once")]
        indexes = [models.Index(fields=["topic", "state"])]

    def __str__(self) -> str:
        return f"{self.topic_id} ~ {self.post_id}"
