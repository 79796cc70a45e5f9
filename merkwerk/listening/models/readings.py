"""What colleagues do with a post: read, give meaning, pass on, leave to one of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merkwerk.listening.models.topics import Topic
from merkwerk.networks.models import Post

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Readings(models.QuerySet["Reading"]):
    def visible_to(self, colleague: Colleague) -> Readings:
        """What somebody did with what they read is their own affair."""
        return self.filter(colleague=colleague, post__deleted_at=None)

    def scrapbook(self) -> Readings:
        return self.filter(kept=True)


class Reading(models.Model):
    """What one colleague did with one post. A post without a reading is still to be read. `kept`
    stands beside it: what is in the scrapbook may be answered too."""

    class State(models.TextChoices):
        KEPT = "kept", _("kept")
        ANSWERED = "answered", _("answered")
        PASSED = "passed", _("passed on")
        RESTED = "rested", _("rested")

    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="readings")
    post = models.ForeignKey(Post, models.CASCADE, related_name="readings")
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    kept = models.BooleanField(default=False)
    note = models.CharField(_("note"), max_length=500, blank=True)
    at = models.DateTimeField(auto_now=True)

    objects = Readings.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint("colleague", "post", name="read_once")]

    def __str__(self) -> str:
        return f"{self.colleague_id} {self.state} {self.post_id}"


class Interpretations(models.QuerySet["Interpretation"]):
    def visible_to(self, colleague: Colleague) -> Interpretations:
        """Whoever sees the post sees what colleagues say that it means."""
        return self.filter(post__in=Post.objects.visible_to(colleague))


class Interpretation(models.Model):
    """What a post means, in a colleague's own name. `of_edit` is the post's edit that was read,
    so that a later one shows."""

    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, related_name="interpretations")
    text = models.CharField(_("what it means"), max_length=2000)
    of_edit = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(auto_now=True)

    objects = Interpretations.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint("colleague", "post", name="interpreted_once")]

    def __str__(self) -> str:
        return f"{self.colleague_id} on {self.post_id}"

    @property
    def was_of_other_words(self) -> bool:
        """The post was edited after this was written. Needs `post` to be loaded."""
        return self.post.edited is not None and self.post.edited != self.of_edit


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


class Claims(models.QuerySet["Claim"]):
    def visible_to(self, colleague: Colleague) -> Claims:
        """Whoever sees the post sees to whom it was left."""
        return self.filter(post__in=Post.objects.visible_to(colleague))

    def holding(self, now: datetime) -> Claims:
        return self.filter(until__gt=now)


class Claim(models.Model):
    """ "Leave it to me": one colleague takes a public post up, so that the others need not. It
    ends by itself, so that nothing is left lying with somebody who forgot."""

    post = models.OneToOneField(Post, models.CASCADE, related_name="claim")
    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()

    objects = Claims.as_manager()

    def __str__(self) -> str:
        return f"{self.post_id} left to {self.colleague_id}"
