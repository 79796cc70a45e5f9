"""Accounts on networks that colleagues connected, and what it takes to connect one."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merkwerk.connectors.values import Network
from merkwerk.lib.encrypted import EncryptedTextField
from merkwerk.networks.sentences import Trouble, trouble_of

if TYPE_CHECKING:
    from merkwerk.accounts.models import Colleague

NETWORKS = [
    (Network.MASTODON.value, "Mastodon"),
    (Network.BLUESKY.value, "Bluesky"),
    (Network.WEB.value, _("the web")),
]


class ServerApp(models.Model):
    """Merkwerk as a registered app on one Mastodon-like server."""

    server = models.CharField(max_length=255, unique=True)
    client_id = models.CharField(max_length=512)
    client_secret = EncryptedTextField()
    scopes = models.CharField(max_length=200)
    pkce = models.BooleanField(default=False)
    redirect = models.CharField(max_length=500)
    """The address the server lets people come back to; another one needs a new registration."""
    registered = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.server


def new_state() -> str:
    return secrets.token_urlsafe(32)


class PendingConnections(models.QuerySet["PendingConnection"]):
    def visible_to(self, colleague: Colleague) -> PendingConnections:
        """Only who began it may go on with it."""
        return self.filter(colleague_id=colleague.pk)


class PendingConnection(models.Model):
    """A colleague on the way to connecting an account: from asking, over saying yes at their own
    server, to an account or a reason why not. `secrets` is emptied at the end of the way."""

    LASTS = timedelta(minutes=30)

    class Way(models.TextChoices):
        MASTODON = "mastodon", "Mastodon"
        BLUESKY = "bluesky", "Bluesky"
        APP_PASSWORD = "app-password", _("app password")

    class Stage(models.TextChoices):
        ASKED = "asked", _("preparing")
        READY = "ready", _("waiting for your yes")
        BACK = "back", _("finishing")
        DONE = "done", _("connected")
        FAILED = "failed", _("not connected")

    state = models.CharField(max_length=64, unique=True, default=new_state)
    """The OAuth word by which the answer is known to belong to this one attempt."""
    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    way = models.CharField(max_length=12, choices=Way.choices)
    server = models.CharField(max_length=255)
    """A server's address for Mastodon, what the colleague typed for Bluesky."""
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.ASKED)
    secrets = EncryptedTextField(blank=True)
    go_to = EncryptedTextField(blank=True)
    account = models.ForeignKey(
        "networks.ConnectedAccount", models.CASCADE, null=True, blank=True, related_name="+"
    )
    error = models.CharField(max_length=40, blank=True)
    error_detail = models.CharField(max_length=300, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    nudged = models.DateTimeField(auto_now_add=True)

    objects = PendingConnections.as_manager()

    class Meta:
        indexes = [models.Index(fields=["stage", "nudged"])]

    def __str__(self) -> str:
        return f"{self.colleague_id} → {self.server}"

    @property
    def trouble(self) -> Trouble | None:
        """Why it did not work, in words."""
        return trouble_of(self.error, self.error_detail)

    @property
    def is_moving(self) -> bool:
        """The worker has something to do; the page looks again in a second."""
        return self.stage in {self.Stage.ASKED, self.Stage.BACK}


class ConnectedAccounts(models.QuerySet["ConnectedAccount"]):
    def visible_to(self, colleague: Colleague) -> ConnectedAccounts:
        """Only the own ones: which accounts somebody connected is their own affair."""
        return self.filter(colleague_id=colleague.pk, removed_at=None)

    def spoken_for_by(self, colleague: Colleague) -> ConnectedAccounts:
        """Accounts through which this colleague may say something: their own, and those of the
        brands they write for. Nobody speaks for somebody else. The outbox asks this when the
        button is pressed and once more before it sends."""
        written = ConnectedAccount.objects.filter(
            brand__ended_at=None,
            brand__writers__colleague_id=colleague.pk,
            brand__writers__accepted_at__isnull=False,
            brand__writers__colleague__left_at=None,
        )
        return self.filter(
            models.Q(colleague_id=colleague.pk) | models.Q(pk__in=written.values("pk")),
            removed_at=None,
        )

    def working(self) -> ConnectedAccounts:
        return self.filter(state=ConnectedAccount.State.WORKING, removed_at=None)

    def of_leavers(self) -> ConnectedAccounts:
        """Accounts whose colleague does not work here any more."""
        return self.filter(removed_at=None).exclude(colleague__left_at=None)


class ConnectedAccount(models.Model):
    """One account on one network, of one colleague, that Merkwerk may read and answer with.
    `token` is what the network gave (JSON, its form is the connector's), encrypted at rest."""

    class State(models.TextChoices):
        WORKING = "working", _("working")
        REFUSED = "refused", _("connect again")

    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="connected_accounts"
    )
    network = models.CharField(max_length=10, choices=NETWORKS)
    server = models.CharField(max_length=255)
    identity = models.ForeignKey(
        "networks.Identity", models.PROTECT, related_name="connected_accounts"
    )
    token = EncryptedTextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WORKING)
    error = models.CharField(max_length=40, blank=True)
    limit = models.PositiveIntegerField(default=500)
    link_length = models.PositiveSmallIntegerField(default=23)
    abilities = models.JSONField(default=dict, blank=True)
    """What else its server told of itself when it was connected: `pictures` (how many a message),
    `description` (signs), `picture_bytes`, `quotes`; empty where it did not tell."""
    connected = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=64, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    """One at a time speaks for a Bluesky account: its refresh token is good for one use."""

    objects = ConnectedAccounts.as_manager()

    class Meta:
        ordering = ["connected"]
        constraints = [
            models.UniqueConstraint(
                "colleague",
                "identity",
                name="connected_once",
                condition=models.Q(removed_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.network}: {self.server}"

    @property
    def host(self) -> str:
        """The server's name as people say it."""
        return urlsplit(self.server).netloc or self.server

    @property
    def trouble(self) -> Trouble | None:
        """What is wrong with it, in words."""
        return trouble_of(self.error)
