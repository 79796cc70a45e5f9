"""The outbox: what a colleague says on a network, from draft to standing there once."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from merkwerk.connectors.values import Audience
from merkwerk.lib.encrypted import EncryptedJSONField, EncryptedTextField
from merkwerk.networks.models.accounts import NETWORKS, ConnectedAccount
from merkwerk.networks.models.posts import Post
from merkwerk.networks.sentences import Trouble, trouble_of

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


def new_key() -> str:
    return str(uuid.uuid4())


def _answered_nobody() -> Q:
    """An answer of which the post was erased: nobody knows any more for whom it was."""
    return Q(answers=None, piece="", registration=None)


class Messages(models.QuerySet["Message"]):
    def visible_to(self, colleague: Colleague) -> Messages:
        """Only the own ones; a message that stands on the network is seen there by everybody."""
        return self.filter(colleague_id=colleague.pk)

    def told(self) -> Messages:
        """Those that stand on a network, and whose words these are is sure."""
        return self.filter(state__in=Message.STANDS, doubted=False)

    def unremembered(self) -> Messages:
        """Those that stand somewhere and that the rooms above haven't heard of, oldest first."""
        return self.told().filter(remembered_at=None).order_by("sent_at", "pk")

    def published(self) -> Messages:
        """Those that everybody here may know of: they stand on a network, and what they answer
        was said to everybody."""
        return self.told().exclude(answers__audience=Audience.LIMITED).exclude(_answered_nobody())

    def known_to(self, colleague: Colleague) -> Messages:
        """One's own, and those of others that everybody here may know of."""
        for_all = self.published().values("pk")
        return self.filter(Q(colleague_id=colleague.pk) | Q(pk__in=for_all))

    def drafts(self) -> Messages:
        return self.filter(state=Message.State.DRAFT)

    def due(self, now: datetime) -> Messages:
        """Messages to send now: asked for by their writer, and not in another worker's hands."""
        moving = [Message.State.WAITING, Message.State.SENDING]
        return self._due(now).filter(state__in=moving).order_by("next_try")

    def wished(self, now: datetime) -> Messages:
        """Messages that stand there and are to be changed or taken away now."""
        stands = self._due(now).filter(state=Message.State.SENT).exclude(wish="")
        return stands.order_by("next_try")

    def _due(self, now: datetime) -> Messages:
        """Whose time has come, and that nobody has in hand. A time further off than any wait was
        written by a clock that ran ahead, and counts as come."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=now)
        free |= Q(claimed_until__gt=now + Message.LONGEST_CLAIM)
        come = Q(next_try__lte=now) | Q(next_try__gt=now + Message.LONGEST_WAIT)
        return self.filter(free, come)

    def of_piece(self, piece: str) -> Messages:
        """The parts of one piece of the writing room, in their order; what was taken away before
        it was told anew is among them."""
        return self.filter(piece=piece).exclude(piece="").order_by("place", "pk")


class Message(models.Model):
    """What one colleague says in their own words, through one own account, or elsewhere: as an
    answer, or of their own accord (`answers` is empty), perhaps as a part of a thread. `key` makes
    a repeat harmless: Mastodon's idempotency key, or the record key on AT Protocol."""

    LONGEST_WAIT, LONGEST_CLAIM = timedelta(hours=25), timedelta(hours=2)

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        WAITING = "waiting", _("on its way")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        REFUSED = "refused", _("not sent")
        ELSEWHERE = "elsewhere", _("said elsewhere")
        TAKEN_AWAY = "taken-away", _("taken away")

    class Wish(models.TextChoices):
        CHANGE = "change", _("to be changed")
        TAKE_AWAY = "take-away", _("to be taken away")

    STANDS = (State.SENT, State.ELSEWHERE)

    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages")
    account = models.ForeignKey(
        ConnectedAccount, models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    network = models.CharField(max_length=10, choices=NETWORKS)
    answers = models.ForeignKey(
        Post, models.SET_NULL, null=True, blank=True, related_name="answers"
    )
    quotes = models.ForeignKey(
        Post, models.SET_NULL, null=True, blank=True, related_name="quoted_by"
    )
    quoted = models.CharField(max_length=1000, blank=True)
    """The address of what is quoted; it stays when the post itself is erased."""
    after = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="next_parts"
    )
    """The part of the thread before this one; this one waits until that one stands."""
    place = models.PositiveSmallIntegerField(default=1)
    piece = models.CharField(max_length=64, blank=True, db_index=True)
    """By this the writing room finds the messages of a version of a draft."""
    text = EncryptedTextField(blank=True)
    warning = EncryptedTextField(blank=True)
    pictures = EncryptedJSONField(default=list)
    """Each `{"file", "description", "width", "height", "type"}`, the file in the private folder;
    `there` and `there_at` once it was brought to the network."""
    language = models.CharField(max_length=35, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    key = models.CharField(max_length=64, unique=True, default=new_key)
    record = models.CharField(max_length=64, blank=True)
    started = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    desk = models.CharField(max_length=64, blank=True)
    """Which open page wrote the draft last, and `version` how often it was written, so that two
    devices can't silently overwrite each other; `other_texts` keeps what they had."""
    version = models.PositiveIntegerField(default=0)
    other_texts = EncryptedTextField(blank=True)
    first_try = models.DateTimeField(null=True, blank=True)
    next_try = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=64, blank=True)
    unsure = models.BooleanField(default=False)
    """A try ended without the network saying yes or no: look there before trying again."""
    tried_text = EncryptedTextField(blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=40, blank=True)
    error_detail = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    uid = models.CharField(max_length=1000, blank=True, db_index=True)
    url = models.CharField(max_length=1000, blank=True)
    native = models.JSONField(default=dict)
    edited_at = models.DateTimeField(null=True, blank=True)
    taken_away_at = models.DateTimeField(null=True, blank=True)
    wish = models.CharField(max_length=10, blank=True, choices=Wish.choices)
    """What its writer wants done with it now that it stands there. It is under way while
    `next_try` is set; otherwise it was refused, for the reason in `error`."""
    wished_at = models.DateTimeField(null=True, blank=True)
    wished_text = EncryptedTextField(blank=True)
    wished_warning = EncryptedTextField(blank=True)
    doubted = models.BooleanField(default=False)
    """Told by its address only, and it isn't read yet, or isn't sure to be its colleague's."""
    remembered_at = models.DateTimeField(null=True, blank=True)
    """When the pipeline told the rooms above about it."""

    objects = Messages.as_manager()

    class Meta:
        ordering = ["-changed"]
        indexes = [models.Index(fields=["state", "next_try"])]
        constraints = [
            models.UniqueConstraint(
                "colleague", "answers", name="one_draft_an_answer", condition=Q(state="draft")
            ),
            models.UniqueConstraint(
                "colleague",
                "account",
                "piece",
                "place",
                name="said_once",
                condition=~Q(piece="") & ~Q(state="taken-away"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.pk}"

    @property
    def trouble(self) -> Trouble | None:
        """Why it was not sent (yet), in words for its writer."""
        answer = self.answers_id or self.quoted or not self.piece
        about = "message" if answer else "own-message"
        return trouble_of(self.error, self.error_detail, about=self.wish or about)

    @property
    def speaker(self) -> str:
        """Whom readers take it from: the brand that it speaks for, else its colleague by first
        name."""
        brand = getattr(self.account, "brand", None)
        return str(brand.name if brand else self.colleague.first_name)

    @property
    def stands(self) -> bool:
        """Whether it stands on a network, sent from here or with a tool of one's own."""
        return self.state in self.STANDS

    @property
    def is_moving(self) -> bool:
        """On its way; the page looks again soon."""
        return self.state in {self.State.WAITING, self.State.SENDING} or self.is_being_changed

    @property
    def is_being_changed(self) -> bool:
        """It stands there, and the worker is about to change it or take it away."""
        return bool(self.wish) and self.next_try is not None
