"""Departments, profiles, subjects, and how each colleague feels about a subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import works_here

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague

MOST_WORDS = 10


class Department(models.Model):
    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Subjects(models.QuerySet["Subject"]):
    def visible_to(self, colleague: Colleague) -> Subjects:
        """Subjects that somebody here likes to be found by, and one's own. A subject that is only
        on others' hidden maps is seen by nobody else."""
        shown = Stance.objects.shown().filter(profile__in=Profile.objects.visible_to(colleague))
        own = Stance.objects.visible_to(colleague)
        return self.filter(Q(pk__in=shown.values("subject")) | Q(pk__in=own.values("subject")))

    def shown_to(self, colleague: Colleague) -> Subjects:
        """Subjects by which somebody can be found."""
        shown = Stance.objects.shown().filter(profile__in=Profile.objects.visible_to(colleague))
        return self.filter(pk__in=shown.values("subject"))


class Subject(models.Model):
    """Something one can know about or talk about; one spelling for the whole organisation.
    `folded` is the name without case and accents, by which spellings are the same."""

    name = models.CharField(_("name"), max_length=80)
    folded = models.CharField(max_length=200, blank=True, editable=False)

    objects = Subjects.as_manager()

    class Meta:
        ordering = ["folded", "name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="one_spelling"),
            models.UniqueConstraint("folded", name="one_fold", condition=~Q(folded="")),
        ]

    def __str__(self) -> str:
        return self.name


class Profiles(models.QuerySet["Profile"]):
    def visible_to(self, colleague: Colleague) -> Profiles:
        """Everybody who works here, for everybody who works here."""
        if not colleague.is_authenticated:
            return self.none()
        return self.filter(works_here("colleague"))

    def about(self, folded: str) -> Profiles:
        """Whose `words` hold each of these already folded words. A word of one or two signs has to
        begin a word there ("3" is floor 3, not 2013); a longer one may stand inside ("koerier")."""
        found = self
        for word in folded.split()[:MOST_WORDS]:
            found = found.filter(words__contains=f" {word}" if len(word) < 3 else word)
        return found

    def found_by(self, subject: Subject) -> Profiles:
        """Who likes to be found by a subject."""
        return self.filter(pk__in=Stance.objects.shown().filter(subject=subject).values("profile"))


class Profile(models.Model):
    """What colleagues may know of a colleague. `words` is all of it that may be searched, folded,
    the name first, so that lists are ordered by it; `named` is the name it was made with."""

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
    words = models.TextField(blank=True, editable=False)
    named = models.CharField(max_length=120, blank=True, editable=False)

    objects = Profiles.as_manager()

    class Meta:
        ordering = ["words", "pk"]

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
        ordering = ["subject__folded", "subject__name"]
        constraints = [models.UniqueConstraint("profile", "subject", name="one_feeling_each")]

    def __str__(self) -> str:
        return f"{self.profile}: {self.subject}"
