"""A page as it is sent to everybody, and what it shows."""

from __future__ import annotations

from django.db import models

MOST_TRIES = 5


class MadePages(models.QuerySet["MadePage"]):
    def made(self) -> MadePages:
        return self.filter(is_made=True)

    def due(self) -> MadePages:
        """Not made, and not given up: a page that keeps failing waits for the next change."""
        return self.filter(is_made=False, tries__lt=MOST_TRIES).order_by("pk")


class MadePage(models.Model):
    """The answer to one path, ready to be sent. Without `is_made` it stands here to be made."""

    path = models.CharField(max_length=300, unique=True)
    is_made = models.BooleanField(default=False, db_index=True)
    headers = models.JSONField(default=list)
    """[[name, value], …], all that Django sent but what differs from one request to the next."""
    raw = models.BinaryField(null=True)
    gzip = models.BinaryField(null=True)
    brotli = models.BinaryField(null=True)
    """Only what is worth keeping: `raw` where nothing is gained by packing, else the other two."""
    length = models.PositiveIntegerField(default=0)
    tag = models.CharField(max_length=32, blank=True)
    """Names this content, headers included; the same content has the same tag again."""
    changed_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = MadePages.as_manager()

    def __str__(self) -> str:
        return self.path


class Shown(models.Model):
    """A made page shows something of this mark."""

    page = models.ForeignKey(MadePage, models.CASCADE, related_name="shown")
    mark = models.CharField(max_length=80)

    class Meta:
        verbose_name_plural = "shown"
        constraints = [models.UniqueConstraint("mark", "page", name="one_mark_a_page")]

    def __str__(self) -> str:
        return self.mark


class Change(models.Model):
    """Something public changed. Rows instead of one number, so that nobody waits for another's
    transaction; they are cleared away when they are old."""

    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"change {self.pk}"


class MadeOf(models.Model):
    """With which program, templates and settings the pages were made. One row."""

    fingerprint = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "made of"

    def __str__(self) -> str:
        return self.fingerprint
