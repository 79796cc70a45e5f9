"""The site itself, the page of each person on it, and addresses that moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merkwerk.colleagues.models import Subject
from merkwerk.photos.models import Photo

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class Site(models.Model):
    """The organisation's own site: its name, look and choices. One row."""

    class Type(models.TextChoices):
        HOUSE = "house", _("as Merkwerk")
        PLAIN = "plain", _("the reader's own letters")
        SERIF = "serif", _("letters of a book")

    is_open = models.BooleanField(_("open to everybody"), default=False)
    name = models.CharField(_("name"), max_length=80)
    motto = models.CharField(_("sentence on top"), max_length=200, blank=True)
    introduction = models.TextField(_("a few words below it"), max_length=600, blank=True)
    about = models.TextField(_("how we take part"), max_length=6000, blank=True)
    language = models.CharField(
        _("language"), max_length=8, choices=settings.LANGUAGES, default="nl"
    )
    ink = models.CharField(_("what can be pressed"), max_length=7, default="#1c3f94")
    accent = models.CharField(_("human contact"), max_length=7, default="#f5a400")
    type = models.CharField(_("letters"), max_length=8, choices=Type.choices, default=Type.HOUSE)
    mark = models.ForeignKey(Photo, models.SET_NULL, null=True, blank=True, related_name="+")
    keeps_out_models = models.BooleanField(_("not for training machines"), default=True)
    keeps_out_search = models.BooleanField(_("not for search engines"), default=False)
    asks_before_showing = models.BooleanField(_("reactions wait for the author"), default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_site")]

    def __str__(self) -> str:
        return self.name


class PersonPages(models.QuerySet["PersonPage"]):
    def visible_to(self, colleague: Colleague) -> PersonPages:
        """One's own, and what stands outside anyway."""
        if not colleague.is_authenticated:
            return self.none()
        return self.filter(models.Q(colleague_id=colleague.pk) | models.Q(is_open=True))

    def open(self) -> PersonPages:
        return self.filter(is_open=True)

    def followable(self) -> PersonPages:
        """Those that can be followed from the fediverse."""
        return self.open().filter(is_followable=True)


class PersonPage(models.Model):
    """How a colleague stands on the site, by their own choice and in their own words. `name` is
    what they are called there; it stays on their stories when they leave, unless they say no."""

    colleague = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="person_page"
    )
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    work = models.CharField(_("what you do"), max_length=120, blank=True)
    introduction = models.TextField(_("about you"), max_length=1500, blank=True)
    interests = models.CharField(_("what you like"), max_length=300, blank=True)
    subjects = models.ManyToManyField(Subject, blank=True, related_name="+")
    """What they say on the site they tell about: chosen for the site, never the map of subjects."""
    portrait = models.ForeignKey(Photo, models.SET_NULL, null=True, blank=True, related_name="+")
    links = models.JSONField(default=list)
    """Own addresses elsewhere, chosen by themselves: [{"label": …, "address": …}]."""
    is_open = models.BooleanField(_("my page is on the site"), default=False)
    is_followable = models.BooleanField(_("can be followed from the fediverse"), default=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = PersonPages.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def can_be_followed(self) -> bool:
        """The same as `followable`, of one."""
        return self.is_open and self.is_followable


class OldAddress(models.Model):
    """Where something stood before; a visitor is sent on for good. `path` begins with a slash."""

    path = models.CharField(max_length=300, unique=True)
    to = models.CharField(max_length=300)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "old addresses"

    def __str__(self) -> str:
        return self.path


class StoryEvents(models.QuerySet["StoryEvent"]):
    def unremembered(self) -> StoryEvents:
        """Those of which the readers were not told yet, the oldest first."""
        return self.filter(remembered_at=None)


class StoryEvent(models.Model):
    """What happened to a story outside: the note by which the rooms above, and what leaves the
    house (mail, pings, the fediverse), hear of it."""

    class What(models.TextChoices):
        PUBLISHED = "published"
        CHANGED = "changed"
        TAKEN_DOWN = "taken-down"
        ANSWERED = "answered"
        """An answer of the author was given, changed or taken back; `name` is its key."""

    story_key = models.CharField(max_length=32, db_index=True)
    story = models.ForeignKey("stories.Story", models.SET_NULL, null=True, related_name="events")
    what = models.CharField(max_length=12, choices=What.choices)
    path = models.CharField(max_length=300)
    name = models.CharField(max_length=64, blank=True)
    """What it is about for other servers: the last part of the story's address there as it was
    when this happened, or the key of an answer."""
    at = models.DateTimeField(auto_now_add=True)
    remembered_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = StoryEvents.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["path"], name="story_event_path")]

    def __str__(self) -> str:
        return f"{self.what} {self.path}"
