"""Situations, what colleagues did in them, and who agreed to be named."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague

LONGEST = 1200


def digest(what: str, why: str) -> str:
    """Which words exactly: SHA-256 of both texts."""
    return hashlib.sha256(f"{what}\n{why}".encode()).hexdigest()


class Situations(models.QuerySet["Situation"]):
    def standing(self) -> Situations:
        return self.filter(removed=None)


class Situation(models.Model):
    """When somebody looks into the handbook: a client visit, a photo, an opinion, a mistake."""

    name = models.CharField(_("situation"), max_length=80)
    lead = models.CharField(_("in one sentence"), max_length=240, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    removed = models.DateTimeField(null=True, blank=True)

    objects = Situations.as_manager()

    class Meta:
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return self.name


class Examples(models.QuerySet["Example"]):
    def standing(self) -> Examples:
        """Those that the next edition will hold."""
        return self.filter(removed=None, withdrawn=None, situation__removed=None)

    def naming(self, colleague: Colleague) -> Examples:
        """Those that name this colleague, or would like to."""
        named = models.Q(named=colleague) | models.Q(agreements__colleague=colleague)
        return self.filter(named, withdrawn=None).distinct()


class Example(models.Model):
    """What a colleague did, and why it was fine. `named` is whom it would like to name; the name
    is shown only with an agreement to these very words. `is_given`: it came of a question, in
    words that its asker agreed to, so nobody changes them. `withdrawn` takes it out of every
    edition, `removed` out of the next."""

    situation = models.ForeignKey(Situation, models.CASCADE, related_name="examples")
    what = models.TextField(_("what a colleague did"), max_length=LONGEST)
    why = models.TextField(_("why it was fine"), max_length=LONGEST)
    outside = models.BooleanField(_("may stand in the public version"), default=False)
    named = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_given = models.BooleanField(default=False)
    stays_inside = models.BooleanField(default=False)
    """Whoever gave it wants it inside the house."""
    removed = models.DateTimeField(null=True, blank=True)
    withdrawn = models.DateTimeField(null=True, blank=True)

    objects = Examples.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.what[:60]

    @property
    def words(self) -> str:
        """The digest of both texts as they are now."""
        return digest(self.what, self.why)


class Agreement(models.Model):
    """A colleague said yes to being named with exactly these words; `outside` too, or only in the
    house."""

    example = models.ForeignKey(Example, models.CASCADE, related_name="agreements")
    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    words = models.CharField(max_length=64)
    outside = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint("example", "words", name="agreed_once")]

    def __str__(self) -> str:
        return f"{self.colleague_id} in {self.example_id}"
