"""A story as its author writes it, each version of it, and what an editor asks or proposes."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import Role
from merkwerk.colleagues.models import Subject
from merkwerk.lib.encrypted import EncryptedJSONField, EncryptedTextField
from merkwerk.photos.models import Photo

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


def new_key() -> str:
    return uuid.uuid4().hex


class Series(models.Model):
    """Several stories in an order, with when the next one comes."""

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    introduction = models.TextField(_("introduction"), max_length=1000, blank=True)
    next_says = models.CharField(_("the next one"), max_length=120, blank=True)
    """Said under the newest part, in the author's words: "Next week: the engine room"."""
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="nl")
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.title


class Stories(models.QuerySet["Story"]):
    def visible_to(self, colleague: Colleague) -> Stories:
        """One's own, those that stand on the site, and those one was asked to read."""
        if not colleague.is_authenticated:
            return self.none()
        own = models.Q(author_id=colleague.pk) | models.Q(public__isnull=False)
        if Role.EDITOR in colleague.roles:
            own |= models.Q(shown_to_editors=True)
        return self.filter(own)

    def of(self, colleague: Colleague) -> Stories:
        return self.filter(author_id=colleague.pk)

    def published(self) -> Stories:
        """What stands on the site now."""
        return self.filter(public__isnull=False)


class Story(models.Model):
    """Something a colleague tells on the own site. What is being written stands here and is the
    author's alone; what readers see is its `public` row, and none means: not on the site."""

    class Kind(models.TextChoices):
        STORY = "story", _("a story")
        KITCHEN = "kitchen", _("a look in the kitchen")
        STARTER = "starter", _("just started here")
        PROJECT = "project", _("a project")
        TALK = "talk", _("a talk, with slides")

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="stories"
    )
    key = models.CharField(max_length=32, unique=True, default=new_key)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.STORY)
    language = models.CharField(
        _("language"), max_length=8, choices=settings.LANGUAGES, default="nl"
    )
    title = EncryptedTextField(blank=True)
    opening = EncryptedTextField(blank=True)
    body = EncryptedTextField(blank=True)
    """Clean HTML; a picture in it is `<figure data-photo="17"></figure>`."""
    question = EncryptedTextField(blank=True)
    """What the author asks the reader at the end."""
    beside = EncryptedJSONField(default=dict)
    """Stands beside the text and is never put in it: prompts answered, sources, an interview."""
    cover = models.ForeignKey(Photo, models.SET_NULL, null=True, blank=True, related_name="+")
    series = models.ForeignKey(
        Series, models.SET_NULL, null=True, blank=True, related_name="stories"
    )
    place = models.PositiveSmallIntegerField(default=0)
    """Its place in the series."""
    subjects = models.ManyToManyField(Subject, blank=True, related_name="+")
    translates = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="translations"
    )
    slides = models.CharField(max_length=100, blank=True)
    slug = models.SlugField(max_length=80, unique=True, null=True, blank=True)
    """Its address on the site; chosen when it is published for the first time."""
    first_published_at = models.DateTimeField(null=True, blank=True)
    times_taken_down = models.PositiveSmallIntegerField(default=0)
    """What was taken down is gone for good on other servers; told again it has a new name there."""
    shown_to_editors = models.BooleanField(default=False)
    desk = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=0)
    other_texts = EncryptedJSONField(default=list)
    """What a second device wrote meanwhile; nothing is thrown away."""
    started = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    objects = Stories.as_manager()

    class Meta:
        ordering = ["-first_published_at", "-pk"]
        verbose_name_plural = "stories"
        indexes = [
            models.Index(fields=["author", "-changed"]),
            models.Index(fields=["-first_published_at"]),
        ]

    def __str__(self) -> str:
        return f"story {self.pk}"

    @property
    def name_elsewhere(self) -> str:
        """The last part of its address for other servers."""
        return f"{self.key}-{self.times_taken_down + 1}" if self.times_taken_down else self.key


class StoryVersion(models.Model):
    """A version the author kept or published. Not changed any more once it is made, and as private
    as the story until it is published."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = EncryptedTextField(blank=True)
    opening = EncryptedTextField(blank=True)
    body = EncryptedTextField(blank=True)
    question = EncryptedTextField(blank=True)
    cover = models.ForeignKey(Photo, models.SET_NULL, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    words = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint("story", "number", name="one_version_a_number")]

    def __str__(self) -> str:
        return f"version {self.number} of story {self.story_id}"


class PublicStories(models.QuerySet["PublicStory"]):
    def newest(self) -> PublicStories:
        return self.order_by("-published_at", "-pk")


class PublicStory(models.Model):
    """A story as everybody reads it: plain, since it is public, and gone when it is taken down."""

    story = models.OneToOneField(Story, models.CASCADE, related_name="public")
    person = models.ForeignKey(
        "PersonPage", models.SET_NULL, null=True, related_name="public_stories"
    )
    version = models.PositiveIntegerField()
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=Story.Kind.choices, default=Story.Kind.STORY)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    title = models.CharField(max_length=200)
    opening = models.CharField(max_length=600, blank=True)
    body = models.TextField()
    question = models.CharField(max_length=300, blank=True)
    words = models.PositiveIntegerField(default=0)
    folded = models.TextField(blank=True)
    """All of it that may be searched, folded."""
    cover = models.ForeignKey(Photo, models.SET_NULL, null=True, blank=True, related_name="+")
    series = models.ForeignKey(Series, models.SET_NULL, null=True, related_name="public_stories")
    place = models.PositiveSmallIntegerField(default=0)
    subjects = models.ManyToManyField(Subject, blank=True, related_name="+")
    translates = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="translations"
    )
    slides = models.CharField(max_length=100, blank=True)
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = PublicStories.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name_plural = "public stories"
        indexes = [
            models.Index(fields=["-published_at", "-id"]),
            models.Index(fields=["person", "-published_at"]),
            models.Index(fields=["series", "place"]),
        ]

    def __str__(self) -> str:
        return self.title


class StoryProposal(models.Model):
    """What an editor asks or proposes. It changes nothing by itself: only the author's yes does."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for the author")
        TAKEN = "taken", _("taken over")
        PARTLY = "partly", _("partly taken over")
        DECLINED = "declined", _("stays as it was")
        WITHDRAWN = "withdrawn", _("taken back")

    story = models.ForeignKey(Story, models.CASCADE, related_name="proposals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    remark = EncryptedTextField(blank=True)
    title = EncryptedTextField(blank=True)
    opening = EncryptedTextField(blank=True)
    body = EncryptedTextField(blank=True)
    question = EncryptedTextField(blank=True)
    over = models.JSONField(default=dict)
    """The revision of the story it was made over."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    made_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"proposal {self.pk} for story {self.story_id}"
