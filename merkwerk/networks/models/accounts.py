"""Accounts on networks that colleagues connected, and what it takes to connect one."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from merkwerk.connectors.values import Network
from merkwerk.lib.encrypted import EncryptedTextField

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
    client_id = models.CharField(max_length=255)
    client_secret = EncryptedTextField()
    scopes = models.CharField(max_length=200)
    registered = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.server


def new_state() -> str:
    return secrets.token_urlsafe(32)


class PendingConnection(models.Model):
    """A colleague who left for a server to say yes there, until they come back."""

    LASTS = timedelta(minutes=30)

    state = models.CharField(max_length=64, unique=True, default=new_state)
    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    network = models.CharField(max_length=10, choices=NETWORKS)
    server = models.CharField(max_length=255)
    secrets = EncryptedTextField()
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.colleague_id} → {self.server}"


class ConnectedAccounts(models.QuerySet["ConnectedAccount"]):
    def visible_to(self, colleague: Colleague) -> ConnectedAccounts:
        """Only the own ones: which accounts somebody connected is their own affair."""
        return self.filter(colleague=colleague, removed_at=None)

    def working(self) -> ConnectedAccounts:
        return self.filter(state=ConnectedAccount.State.WORKING, removed_at=None)


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
    token = EncryptedTextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WORKING)
    error = models.CharField(max_length=40, blank=True)
    limit = models.PositiveIntegerField(default=500)
    link_length = models.PositiveSmallIntegerField(default=23)
    connected = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

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
