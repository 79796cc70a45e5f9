"""What readers say under a story, what happens to a story elsewhere, and who was told of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import Role
from merkwerk.lib.encrypted import EncryptedTextField
from merkwerk.stories.models.stories import Story, new_key

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


class StoryReactions(models.QuerySet["Reaction"]):
    def visible_to(self, colleague: Colleague) -> StoryReactions:
        """Under one's own stories; an editor sees what was held back anywhere."""
        if not colleague.is_authenticated:
            return self.none()
        own = models.Q(story__author_id=colleague.pk)
        if Role.EDITOR in colleague.roles:
            own |= models.Q(state=Reaction.State.HELD)
        return self.filter(own)

    def of_readers(self) -> StoryReactions:
        """Without what the author answered."""
        return self.filter(is_answer=False)

    def shown(self) -> StoryReactions:
        return self.filter(state=Reaction.State.SHOWN)

    def arrived(self) -> StoryReactions:
        """What its writer confirmed, and didn't take away again."""
        return self.exclude(state__in=[Reaction.State.WAITING, Reaction.State.WITHDRAWN])

    def with_answered(self) -> StoryReactions:
        """Each with `is_answered`: whether the author said something back."""
        return self.annotate(is_answered=_answered())

    def unanswered(self) -> StoryReactions:
        """What waits for a word of the author: shown or for them to show, and not settled."""
        open_ones = [Reaction.State.SHOWN, Reaction.State.ASKED]
        return self.filter(~_answered(), state__in=open_ones, settled=False)


def _answered() -> Exists:
    back = Reaction.objects.filter(answers=OuterRef("pk"), state=Reaction.State.SHOWN)
    return Exists(back.filter(is_answer=True))


class Reaction(models.Model):
    """What somebody says under a story: a reader here, somebody on another site or server, or the
    author who answers (`by`). Who wrote it and the words are encrypted like all that people write;
    the address of a reader is read by the program alone, to send them a letter."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for its writer's yes")
        ASKED = "asked", _("waits for the author")
        HELD = "held", _("held back")
        SHOWN = "shown", _("shown")
        HIDDEN = "hidden", _("not shown")
        WITHDRAWN = "withdrawn", _("taken away by its writer")

    story = models.ForeignKey(Story, models.CASCADE, related_name="reactions")
    key = models.CharField(max_length=64, unique=True, default=new_key)
    """Of what came from elsewhere: the SHA-256 of the key it came with."""
    network = models.CharField(max_length=10, default="site")
    """"site", "web" or "fediverse"."""
    kind = models.CharField(max_length=8, default="reply")
    name = EncryptedTextField(blank=True)
    address = models.CharField(max_length=1000, blank=True)
    """Their own page, when it came from elsewhere."""
    source_url = models.CharField(max_length=1000, blank=True)
    words = EncryptedTextField(blank=True)
    html = EncryptedTextField(blank=True)
    """Clean markup of what came from elsewhere; empty for what was written here."""
    email = EncryptedTextField(blank=True)
    email_mark = models.CharField(max_length=64, blank=True, db_index=True)
    words_mark = models.CharField(max_length=64, blank=True, db_index=True)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="nl")
    wishes_answer = models.BooleanField(default=False)
    answers = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="answered_by"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_answer = models.BooleanField(default=False)
    """The author says it, by name; it stays when they leave, as their stories do."""
    asks_back = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    because = models.JSONField(default=list)
    """Why it was held back: [[code, facts], …] of `engine.spam`."""
    kind_note = EncryptedTextField(blank=True)
    settled = models.BooleanField(default=False)
    """The author looked at it and needn't answer."""
    at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    """When whom it answers was told of it; a letter goes once."""

    objects = StoryReactions.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["story", "state", "at"])]

    def __str__(self) -> str:
        return f"reaction {self.pk} under story {self.story_id}"


class Sign(models.Model):
    """A like, a share or a mention of a story elsewhere: a name in its footnote."""

    class Kind(models.TextChoices):
        LIKE = "like", _("liked by")
        SHARE = "share", _("passed on by")
        MENTION = "mention", _("mentioned by")

    story = models.ForeignKey(Story, models.CASCADE, related_name="signs")
    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    network = models.CharField(max_length=10, default="web")
    name = EncryptedTextField()
    address = models.CharField(max_length=1000, blank=True)
    is_hidden = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["story", "kind"])]

    def __str__(self) -> str:
        return f"{self.kind} of story {self.story_id}"


class MentionsIn(models.QuerySet["MentionIn"]):
    def due(self, now: datetime) -> MentionsIn:
        return self.filter(state=MentionIn.State.WAITING, next_try__lte=now)


class MentionIn(models.Model):
    """A webmention somebody sent us: a page of theirs says that it links to a story."""

    class State(models.TextChoices):
        WAITING = "waiting"
        TAKEN = "taken"
        REFUSED = "refused"

    key = models.CharField(max_length=64, unique=True)
    story = models.ForeignKey(Story, models.CASCADE, related_name="mentions_in")
    source = models.CharField(max_length=1000)
    target = models.CharField(max_length=1000)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=40, blank=True)
    received_at = models.DateTimeField()
    next_try = models.DateTimeField()

    objects = MentionsIn.as_manager()

    class Meta:
        verbose_name_plural = "mentions in"
        indexes = [models.Index(fields=["state", "next_try"])]

    def __str__(self) -> str:
        return self.source


class MentionsOut(models.QuerySet["MentionOut"]):
    def due(self, now: datetime) -> MentionsOut:
        return self.filter(state=MentionOut.State.WAITING, next_try__lte=now)


class MentionOut(models.Model):
    """A page that a story links to, and whether its site was told. `event` is the newest event of
    the story it was asked for; a link that left the story is told once more (`is_linked` no)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being told")
        TOLD = "told", _("told")
        NOTHING = "nothing", _("takes no messages")
        REFUSED = "refused", _("could not be told")

    story = models.ForeignKey(Story, models.CASCADE, related_name="mentions_out")
    source = models.CharField(max_length=1000)
    target = models.CharField(max_length=1000)
    mark = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    is_linked = models.BooleanField(default=True)
    event = models.PositiveBigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=40, blank=True)
    next_try = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    objects = MentionsOut.as_manager()

    class Meta:
        verbose_name_plural = "mentions out"
        constraints = [models.UniqueConstraint("story", "mark", name="told_page_once")]
        indexes = [models.Index(fields=["state", "next_try"])]

    def __str__(self) -> str:
        return self.target
