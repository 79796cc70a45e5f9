"""What a colleague is telling: one draft, a version of it for each own account, its pictures and
what it is about."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merkwerk.lib.encrypted import EncryptedJSONField, EncryptedTextField
from merkwerk.networks.models import ConnectedAccount, Message, Post

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


def new_key() -> str:
    return uuid.uuid4().hex


class Drafts(models.QuerySet["Draft"]):
    def visible_to(self, colleague: Colleague) -> Drafts:
        """A draft is its writer's alone."""
        return self.filter(colleague_id=colleague.pk)

    def open(self) -> Drafts:
        """Those that are still being written."""
        return self.filter(told_at=None, put_away_at=None)

    def told(self) -> Drafts:
        """Those of which something stands outside, or is on its way there."""
        return self.exclude(told_at=None)

    def put_away(self, before: datetime) -> Drafts:
        """Those their writer put away before that time."""
        return self.filter(put_away_at__lt=before)


class Draft(models.Model):
    """Something a colleague wants to tell, in their own words. Nothing here goes out by itself.

    `text` is theirs alone: what it is about (`link`, `about`, references) stands beside it.
    `questions` holds their answers to the desk's questions by key. `desk`, `version` and
    `other_texts` keep two devices from overwriting each other."""

    class Way(models.TextChoices):
        DESK = "desk", _("here")
        LINK = "link", _("from a page you read")
        MAIL = "mail", _("by mail")
        MICROPUB = "micropub", _("with another program")
        REQUEST = "request", _("because a colleague asked")

    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=32, unique=True, default=new_key)
    """By this its messages are known in the outbox, and a page that makes a draft makes it once."""
    came_from = models.CharField(max_length=10, choices=Way.choices, default=Way.DESK)
    text = EncryptedTextField(blank=True)
    facts = EncryptedTextField(blank=True)
    questions = EncryptedJSONField(default=dict)
    link = EncryptedTextField(blank=True)
    about = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=35, blank=True)
    desk = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=0)
    other_texts = EncryptedTextField(blank=True)
    pause_until = models.DateTimeField(null=True, blank=True)
    put_away_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    figures_asked = models.BooleanField(default=False)
    """Whether the writer wanted to see the figures of the first day."""
    started = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    objects = Drafts.as_manager()

    class Meta:
        ordering = ["-changed"]
        indexes = [models.Index(fields=["colleague", "-changed"])]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class Version(models.Model):
    """A draft as it is told through one own account. An empty `text` means: the draft's own."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="versions")
    account = models.ForeignKey(
        ConnectedAccount, models.SET_NULL, related_name="+", null=True, blank=True
    )
    """None: for a tool of one's own."""
    key = models.CharField(max_length=32, unique=True, default=new_key)
    """The `piece` of its messages."""
    text = EncryptedTextField(blank=True)
    warning = EncryptedTextField(blank=True)
    quotes = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=35, blank=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="+")
    """The first message of what it became."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("draft", "account", name="one_version_an_account"),
        ]

    def __str__(self) -> str:
        return f"version {self.pk}"


class Picture(models.Model):
    """A picture of a draft: `file` names it in the private folder, with nothing in it but what is
    seen. It goes along only when its writer said that whoever can be recognised agreed."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="pictures")
    file = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    description = EncryptedTextField(blank=True)
    people_agreed = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return f"picture {self.pk}"


class References(models.QuerySet["Reference"]):
    def due(self, now: datetime) -> References:
        """Those that wait to be read and whose time has come."""
        return self.filter(state=Reference.State.WAITING, next_try__lte=now)


class Reference(models.Model):
    """A page that a draft is about or leans on; the worker reads it, so that the desk can show it
    and see whose words are whose. Its words never go into the draft."""

    class State(models.TextChoices):
        WAITING = "waiting", _("is being read")
        READ = "read", _("is read")
        UNREADABLE = "unreadable", _("could not be read")

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="references")
    address = EncryptedTextField()
    mark = models.CharField(max_length=64)
    """A keyed fingerprint of the canonical address, so that it stands there once."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    title = EncryptedTextField(blank=True)
    author = EncryptedTextField(blank=True)
    text = EncryptedTextField(blank=True)
    error = models.CharField(max_length=40, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True, blank=True)
    added = models.DateTimeField(auto_now_add=True)

    objects = References.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "next_try"], name="references_due")]
        constraints = [models.UniqueConstraint("draft", "mark", name="one_reference_an_address")]

    def __str__(self) -> str:
        return f"reference {self.pk}"


class Decision(models.Model):
    """That the writer saw a hint and decided. Which one is kept as a keyed fingerprint only, so
    that it is quiet from then on; nothing else of a hint is kept anywhere."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="decisions")
    mark = models.CharField(max_length=64)
    decided = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("draft", "mark", name="decided_once")]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class Wishes(models.Model):
    """How a colleague wants to write: minutes to think (0: none), their own three questions, how
    far the timeline guard looks back, whether figures wait a day, which hints stay away."""

    colleague = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="writing_wishes"
    )
    pause_minutes = models.PositiveSmallIntegerField(default=0)
    own_questions = EncryptedJSONField(default=list)
    guard_minutes = models.PositiveSmallIntegerField(default=60)
    figures_wait = models.BooleanField(default=True)
    quiet_hints = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"writing wishes of {self.colleague_id}"
