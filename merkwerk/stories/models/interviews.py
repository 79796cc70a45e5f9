"""A story that begins with questions: what somebody who doesn't write tells, in their own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from merkwerk.lib.encrypted import EncryptedJSONField
from merkwerk.stories.models.stories import Story

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Interviews(models.QuerySet["Interview"]):
    def visible_to(self, colleague: Colleague) -> Interviews:
        """One's own, and those one may lead since the author said yes."""
        if not colleague.is_authenticated:
            return self.none()
        leads = models.Q(interviewer_id=colleague.pk, agreed_at__isnull=False)
        return self.filter(models.Q(story__author_id=colleague.pk) | leads)


class Interview(models.Model):
    """The questions of a story and what was told. Who leads it sees this and nothing else of the
    story, and only from the author's yes on."""

    story = models.OneToOneField(Story, models.CASCADE, related_name="interview")
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    answers = EncryptedJSONField(default=list)
    """Each `{"question", "words"}`, in the order in which they are asked."""
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = Interviews.as_manager()

    def __str__(self) -> str:
        return f"interview of story {self.story_id}"


class VoiceMemo(models.Model):
    """Somebody's voice, kept in the private folder and gone with the story."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="memos")
    place = models.PositiveSmallIntegerField(default=0)
    """To which question it belongs, counted from 0."""
    file = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    size = models.PositiveIntegerField(default=0)
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return f"memo {self.pk}"
