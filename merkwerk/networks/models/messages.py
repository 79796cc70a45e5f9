"""The outbox: what a colleague says on a network, from draft to standing there once."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from merkwerk.connectors.values import Audience
from merkwerk.lib.encrypted import EncryptedTextField
from merkwerk.networks.models.accounts import NETWORKS, ConnectedAccount
from merkwerk.networks.models.posts import Post
from merkwerk.networks.sentences import Trouble, trouble_of

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague


def new_key() -> str:
    return str(uuid.uuid4())


class Messages(models.QuerySet["Message"]):
    def visible_to(self, colleague: Colleague) -> Messages:
        """Only the own ones; a message that stands on the network is seen there by everybody."""
        return self.filter(colleague_id=colleague.pk)

    def told(self) -> Messages:
        """Those that stand on a network."""
        return self.filter(state__in=Message.STANDS)

    def unremembered(self) -> Messages:
        """Those that stand somewhere and that the rooms above haven't heard of, oldest first."""
        return self.told().filter(remembered_at=None).order_by("sent_at", "pk")

    def published(self) -> Messages:
        """Those that everybody here may know of: they stand on a network, and what they answer
        was said to everybody."""
        return self.told().exclude(answers__audience=Audience.LIMITED)

    def known_to(self, colleague: Colleague) -> Messages:
        """One's own, and those of others that everybody here may know of."""
        for_all = Q(state__in=Message.STANDS) & ~Q(answers__audience=Audience.LIMITED)
        return self.filter(Q(colleague_id=colleague.pk) | for_all)

    def drafts(self) -> Messages:
        return self.filter(state=Message.State.DRAFT)

    def due(self, now: datetime) -> Messages:
        """Messages to send now: asked for by their writer, and not in another worker's hands."""
        return self.filter(
            Q(claimed_until=None) | Q(claimed_until__lt=now),
            state__in=[Message.State.WAITING, Message.State.SENDING],
            next_try__lte=now,
        ).order_by("next_try")


class Message(models.Model):
    """What one colleague says in their own words, through one own account, or elsewhere.
    `key` makes a repeat harmless: Mastodon's idempotency key, or the record key on AT Protocol."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        WAITING = "waiting", _("on its way")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        REFUSED = "refused", _("not sent")
        ELSEWHERE = "elsewhere", _("said elsewhere")

    STANDS = (State.SENT, State.ELSEWHERE)

    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages")
    account = models.ForeignKey(
        ConnectedAccount, models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    network = models.CharField(max_length=10, choices=NETWORKS)
    answers = models.ForeignKey(
        Post, models.SET_NULL, null=True, blank=True, related_name="answers"
    )
    text = EncryptedTextField(blank=True)
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
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.pk}"

    @property
    def trouble(self) -> Trouble | None:
        """Why it was not sent (yet), in words for its writer."""
        return trouble_of(self.error, self.error_detail, about="message")

    @property
    def stands(self) -> bool:
        """Whether it stands on a network, sent from here or with a tool of one's own."""
        return self.state in self.STANDS

    @property
    def is_moving(self) -> bool:
        """On its way; the page looks again soon."""
        return self.state in {self.State.WAITING, self.State.SENDING}
