"""What was heard: which posts meet which topics, and which say the same."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from merkwerk.networks.models import Post


class MatchPage(models.Model):
    """Matches of a run of posts, packed by `engine.matchbook`: a match is not a row. Pages are
    written once; several small ones are merged into a larger one later. A match may stand on
    several pages, and may hold no longer: who reads a page looks at the post again."""

    first_topic = models.BigIntegerField(default=0)
    last_topic = models.BigIntegerField(default=2**32)
    """Merged pages are cut by topic: who has a few topics reads a few of the parts."""
    first_post = models.BigIntegerField()
    last_post = models.BigIntegerField()
    """Of all the parts that were merged together."""
    matches = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(default=0)
    """How large it is; those of one level are merged together."""
    packed = models.BinaryField()
    written = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-last_post", "-pk"]
        indexes = [models.Index(fields=["-last_post"]), models.Index(fields=["level", "id"])]

    def __str__(self) -> str:
        return f"{self.matches} matches of posts {self.first_post}-{self.last_post}"


class Echo(models.Model):
    """A post that says what an earlier one (`of`) said: one item with its people."""

    class Kind(models.TextChoices):
        SAME_LINK = "same-link", _("shares the same link")
        NEARLY = "nearly", _("in nearly the same words")
        SIMILAR = "similar", _("in similar words")

    post = models.OneToOneField(Post, models.CASCADE, related_name="echo")
    of = models.ForeignKey(Post, models.CASCADE, related_name="echoes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    score = models.FloatField(default=1.0)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "echoes"

    def __str__(self) -> str:
        return f"{self.post_id} echoes {self.of_id}"
