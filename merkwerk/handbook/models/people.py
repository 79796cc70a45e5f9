"""Who tells how they do it themselves, and who answers questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import works_here

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Stands(models.QuerySet["Stand"]):
    def told(self) -> Stands:
        """Those that were written, by people who are here."""
        return self.exclude(words="").filter(works_here("colleague"))

    def visible_to(self, colleague: Colleague) -> Stands:
        """What somebody told is for everybody here; an invitation only for who was invited."""
        if not colleague.is_authenticated:
            return self.none()
        return self.told() | self.filter(colleague=colleague)


class Stand(models.Model):
    """How somebody does it themself, in their own words and by their own hand. Without words it
    is an invitation, which only who was invited sees."""

    colleague = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="handbook_stand"
    )
    words = models.TextField(_("how you do it yourself"), max_length=1200, blank=True)
    changed = models.DateTimeField()

    objects = Stands.as_manager()

    class Meta:
        ordering = ["changed"]

    def __str__(self) -> str:
        return f"stand of {self.colleague_id}"


class Answerers(models.QuerySet["Answerer"]):
    def willing(self) -> Answerers:
        """Who said yes to answering, and is here."""
        return self.exclude(willing=None).filter(works_here("colleague"))

    def visible_to(self, colleague: Colleague) -> Answerers:
        """Who answers is for everybody here; who was only asked to sees that alone."""
        if not colleague.is_authenticated:
            return self.none()
        return self.willing() | self.filter(colleague=colleague)


class Answerer(models.Model):
    """Somebody who was asked to answer questions of colleagues; `willing` since they said yes."""

    colleague = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="handbook_answerer"
    )
    willing = models.DateTimeField(null=True, blank=True)

    objects = Answerers.as_manager()

    class Meta:
        ordering = ["willing", "pk"]

    def __str__(self) -> str:
        return f"answerer {self.colleague_id}"
