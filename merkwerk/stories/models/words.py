"""The words of what stands on the site, so that finding them costs the same however much does."""

from __future__ import annotations

from django.db import models


class StoryWord(models.Model):
    """One folded word of one public story. Bytes, since these are ordered alike in every
    database: words that begin alike stand together."""

    LONGEST = 40

    story = models.ForeignKey("stories.PublicStory", models.CASCADE, related_name="word_rows")
    word = models.BinaryField(max_length=LONGEST)
    in_title = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint("story", "word", name="one_row_a_word")]
        indexes = [models.Index(fields=["word", "in_title", "story"], name="stories_word_in_title")]

    def __str__(self) -> str:
        return bytes(self.word).decode("utf-8", "replace")
