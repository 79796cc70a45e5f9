"""How people talk in a place: what was measured there, and what colleagues wrote about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from merkwerk.networks.models import Source
from merkwerk.networks.models.accounts import NETWORKS

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class ToneCards(models.QuerySet["ToneCard"]):
    def visible_to(self, colleague: Colleague) -> ToneCards:
        """Cards of networks, and of sources that the colleague may see."""
        return self.filter(Q(source=None) | Q(source__in=Source.objects.visible_to(colleague)))


class ToneCard(models.Model):
    """What was measured by `engine.tone` in one network (no source), or in one source."""

    network = models.CharField(max_length=10, choices=NETWORKS)
    source = models.OneToOneField(
        Source, models.CASCADE, null=True, blank=True, related_name="tone_card"
    )
    posts = models.PositiveIntegerField(default=0)
    """How many posts were heard there lately; below fifty there is no card."""
    figures = models.JSONField(default=dict, blank=True)
    measured = models.DateTimeField()

    objects = ToneCards.as_manager()

    class Meta:
        ordering = ["network", "source__title"]
        constraints = [
            models.UniqueConstraint(
                "network", name="one_card_a_network", condition=Q(source__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.network}: {self.source or 'all'}"


class ToneNotes(models.QuerySet["ToneNote"]):
    def visible_to(self, colleague: Colleague) -> ToneNotes:
        return self.filter(Q(source=None) | Q(source__in=Source.objects.visible_to(colleague)))


class ToneNote(models.Model):
    """What a colleague wrote about how people talk in a place."""

    class Kind(models.TextChoices):
        TABOO = "taboo", _("better not")
        HUMOUR = "humour", _("humour")
        EXAMPLE = "example", _("a good example")
        OTHER = "other", _("good to know")

    network = models.CharField(max_length=10, choices=NETWORKS)
    source = models.ForeignKey(Source, models.CASCADE, null=True, blank=True, related_name="+")
    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.OTHER)
    text = models.CharField(_("in your own words"), max_length=1000)
    at = models.DateTimeField(auto_now_add=True)

    objects = ToneNotes.as_manager()

    class Meta:
        ordering = ["kind", "at"]

    def __str__(self) -> str:
        return self.text[:60]
