"""Departments, profiles, subjects, and how each colleague feels about a subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Department(models.Model):
    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Subject(models.Model):
    """Something one can know about or talk about; one spelling for the whole organisation."""

    name = models.CharField(_("name"), max_length=80)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="one_spelling")]

    def __str__(self) -> str:
        return self.name


class Profiles(models.QuerySet["Profile"]):
    def visible_to(self, colleague: Colleague) -> Profiles:
        """Everybody who works here, for everybody who works here."""
        if not colleague.is_authenticated:
            return self.none()
        return self.filter(colleague__is_active=True, colleague__left_at=None)

    def about(self, words: str) -> Profiles:
        """Whose name, function, department, place, floor or shown subject holds each word."""
        found = self
        for word in words.split()[:10]:
            found = found.filter(
                Q(colleague__name__icontains=word)
                | Q(function__icontains=word)
                | Q(department__name__icontains=word)
                | Q(place__icontains=word)
                | Q(floor__iexact=word)
                | Q(
                    pk__in=Stance.objects.shown()
                    .filter(subject__name__icontains=word)
                    .values("profile")
                )
            )
        return found


class Profile(models.Model):
    """What colleagues may know of a colleague."""

    colleague = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="profile"
    )
    department = models.ForeignKey(
        Department,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="profiles",
        verbose_name=_("department"),
    )
    function = models.CharField(_("function"), max_length=120, blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True)
    floor = models.CharField(_("floor"), max_length=20, blank=True)
    about = models.TextField(_("about me"), max_length=2000, blank=True)
    working_on = models.CharField(_("working on"), max_length=200, blank=True)

    objects = Profiles.as_manager()

    class Meta:
        ordering = ["colleague__name"]

    def __str__(self) -> str:
        return str(self.colleague)


class Stances(models.QuerySet["Stance"]):
    def visible_to(self, colleague: Colleague) -> Stances:
        """The topics map is the colleague's own: others see none of it as a map."""
        return self.filter(profile__colleague=colleague)

    def shown(self) -> Stances:
        """What may help others find somebody: only what they gladly talk about, and show."""
        return self.filter(feeling=Stance.Feeling.GLADLY, found=True)


class Stance(models.Model):
    """How one colleague feels about one subject. "Not me" leaves no trace anywhere else."""

    class Feeling(models.TextChoices):
        GLADLY = "gladly", _("gladly")
        SOMETIMES = "sometimes", _("sometimes")
        NOT_ME = "not-me", _("not me")

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="stances")
    subject = models.ForeignKey(Subject, models.CASCADE, related_name="stances")
    feeling = models.CharField(_("feeling"), max_length=10, choices=Feeling.choices)
    found = models.BooleanField(_("colleagues may find me by this"), default=True)

    objects = Stances.as_manager()

    class Meta:
        ordering = ["subject__name"]
        constraints = [models.UniqueConstraint("profile", "subject", name="one_feeling_each")]

    def __str__(self) -> str:
        return f"{self.profile}: {self.subject}"
