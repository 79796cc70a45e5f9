"""A draft that one colleague may read first: a small circle before the wide world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from merkwerk.lib.encrypted import EncryptedTextField
from merkwerk.writing.models.drafts import Draft

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Showings(models.QuerySet["Showing"]):
    def visible_to(self, colleague: Colleague) -> Showings:
        """Who wrote it and who may read it first, nobody else."""
        mine = models.Q(draft__colleague_id=colleague.pk) | models.Q(reader_id=colleague.pk)
        return self.filter(mine)


class Showing(models.Model):
    """The words of a draft as they were when its writer let one colleague read them, and what that
    colleague says of it. What is written afterwards is not shown along."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="showings")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts_shown"
    )
    text = EncryptedTextField()
    asks = EncryptedTextField(blank=True)
    remark = EncryptedTextField(blank=True)
    shown_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = Showings.as_manager()

    class Meta:
        ordering = ["-shown_at"]
        constraints = [models.UniqueConstraint("draft", "reader", name="shown_once")]

    def __str__(self) -> str:
        return f"showing {self.pk}"
