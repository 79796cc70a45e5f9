"""Accounts that speak for the organisation, who may write there, and who looked along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from merkwerk.lib.encrypted import EncryptedJSONField, EncryptedTextField
from merkwerk.networks.models.accounts import ConnectedAccount

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Brands(models.QuerySet["Brand"]):
    def live(self) -> Brands:
        """Those that speak: not ended, and their account is connected."""
        return self.filter(ended_at=None, account__removed_at=None)

    def visible_to(self, colleague: Colleague) -> Brands:
        """To whoever writes there, or is asked to."""
        return self.filter(writers__colleague_id=colleague.pk).distinct()

    def written_by(self, colleague: Colleague) -> Brands:
        """Those that the colleague may write for now: asked, said yes, and works here."""
        return self.live().filter(
            writers__colleague_id=colleague.pk,
            writers__accepted_at__isnull=False,
            writers__colleague__left_at=None,
        )


class Brand(models.Model):
    """A connected account by which the organisation speaks. Each message there says who writes it,
    and another writer has looked along first. `pattern` is how a message is signed, with `{name}`
    and `{brand}` in it."""

    account = models.OneToOneField(ConnectedAccount, models.CASCADE, related_name="brand")
    name = models.CharField(max_length=100)
    pattern = models.CharField(max_length=60)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Brands.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def speaks(self) -> bool:
        """Whether anything can be said there now."""
        return self.ended_at is None and self.account.removed_at is None


class BrandWriters(models.QuerySet["BrandWriter"]):
    def writing(self) -> BrandWriters:
        """Those who said yes and work here."""
        return self.exclude(accepted_at=None).filter(colleague__left_at=None)


class BrandWriter(models.Model):
    """A colleague who may write for a brand, once they said yes themselves."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="writers")
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="brands_written"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = BrandWriters.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [models.UniqueConstraint("brand", "colleague", name="brand_writer_once")]

    def __str__(self) -> str:
        return f"{self.colleague_id} for {self.brand_id}"


class BrandReviews(models.QuerySet["BrandReview"]):
    def visible_to(self, colleague: Colleague) -> BrandReviews:
        """To whoever asked, and to the other writers of the brand while it waits or when they
        looked along."""
        writes = Q(
            brand__writers__colleague_id=colleague.pk, brand__writers__accepted_at__isnull=False
        )
        looked = Q(reviewed_by_id=colleague.pk) | Q(state=BrandReview.State.ASKED)
        return self.filter(Q(asked_by_id=colleague.pk) | (writes & looked)).distinct()

    def waiting_for(self, colleague: Colleague) -> BrandReviews:
        """Words of others that this colleague could look at now."""
        brands = Brand.objects.written_by(colleague).values("pk")
        waiting = self.filter(brand__in=brands, state=BrandReview.State.ASKED)
        return waiting.exclude(asked_by_id=colleague.pk)


class BrandReview(models.Model):
    """One asking to look along: exactly these words (`mark` is their keyed hash) by this writer.
    A changed word needs a new one. `wording` is there to be read; the mark decides."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for another writer")
        YES = "yes", _("looked at, and fine")
        REMARK = "remark", _("looked at, with a remark")
        REPLACED = "replaced", _("the words were changed since")

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="reviews")
    piece = models.CharField(max_length=64, db_index=True)
    mark = models.CharField(max_length=64)
    wording = EncryptedJSONField(default=dict)
    """`{"texts": [...], "warning": "", "extras": [...]}`, signed as they will stand there."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    remark = EncryptedTextField(blank=True)
    link = models.CharField(max_length=200, blank=True)
    """The page of its writer, to go on from."""

    objects = BrandReviews.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "brand",
                "piece",
                name="one_review_asked_a_piece",
                condition=Q(state="asked"),
            )
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"
