"""Topics, matches, and posts passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merkwerk.networks.models import Post

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Topics(models.QuerySet["Topic"]):
    def visible_to(self, colleague: Colleague) -> Topics:
        """A topic is its owner's: what somebody listens for is nobody else's business."""
        return self.filter(colleague=colleague)

    def awake(self) -> Topics:
        """Topics that hear: not at rest, and of somebody who works here."""
        return self.filter(resting=False, colleague__is_active=True, colleague__left_at=None)


class Topic(models.Model):
    """A saved query of one colleague. `version` moves with every change, so that whoever holds
    compiled topics knows when to compile again."""

    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="topics")
    name = models.CharField(_("name"), max_length=80)
    query = models.TextField(_("what to listen for"), max_length=20_000)
    purpose = models.CharField(_("what for, for whom"), max_length=200, blank=True)
    resting = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    made = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    objects = Topics.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


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


class PassedPosts(models.QuerySet["PassedPost"]):
    def visible_to(self, colleague: Colleague) -> PassedPosts:
        return self.filter(models.Q(by=colleague) | models.Q(to=colleague))


class PassedPost(models.Model):
    """One colleague passed one post to one other, with a sentence why."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="passed")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="passed_by_me")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="passed_to_me")
    sentence = models.CharField(_("why them"), max_length=500)
    at = models.DateTimeField(auto_now_add=True)

    objects = PassedPosts.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint("post", "by", "to", name="passed_once")]

    def __str__(self) -> str:
        return f"{self.by_id} → {self.to_id}: {self.post_id}"
