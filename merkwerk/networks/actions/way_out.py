"""The guarded client of this process, and who speaks through it for a colleague's account."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from merkwerk.connectors.bluesky.session import Auth, Session
from merkwerk.connectors.errors import RateLimited, TokenRefused
from merkwerk.connectors.mail.imap import PLAIN_PORT
from merkwerk.connectors.mail.imap import Mailbox as Access
from merkwerk.connectors.mastodon.access import App
from merkwerk.lib.outgoing import http as http
from merkwerk.networks.models import ConnectedAccount, Mailbox, ServerApp, Source

LEASE = timedelta(minutes=2)
PATIENCE = 15.0
PAUSE = 0.2


class Busy(RateLimited):
    """Another worker speaks for this account just now; a few seconds later it will do."""


def app_of(row: ServerApp) -> App:
    """This installation's registration at a server, as the connector knows it."""
    return App(row.server, row.client_id, row.client_secret, row.pkce, row.scopes)


def mastodon_token(account: ConnectedAccount | None) -> str:
    """The access token of a Mastodon account; empty without an account.
    Raises TokenRefused when what is kept is no token."""
    if account is None:
        return ""
    try:
        access = json.loads(account.token)["access"]
    except (ValueError, KeyError, TypeError):
        raise TokenRefused("the kept connection cannot be read") from None
    return str(access)


def mailbox_of(source: Source) -> Access:
    """The mailbox of a source as the connector knows it. Raises TokenRefused when no way into it
    is kept."""
    kept = Mailbox.objects.filter(source=source).first()
    if kept is None:
        raise TokenRefused("no way into this mailbox is kept")
    return Access(
        address=kept.host, user=kept.user, password=kept.password, port=kept.port,
        tls=kept.port != PLAIN_PORT, folder=kept.folder,
    )  # fmt: skip


@contextmanager
def bluesky_auth(account: ConnectedAccount) -> Iterator[Auth]:
    """Speaks for a Bluesky account, alone: a refresh token is good for one use, so two workers
    may not renew at once. A renewed session is stored the moment it comes. Raises Busy when
    another worker does not let go, TokenRefused when what is kept is no session."""
    claim = _claim(account)
    try:
        kept = ConnectedAccount.objects.values_list("token", flat=True).get(pk=account.pk)
        yield Auth(Session.load(kept), keep=lambda renewed: _keep(account, renewed))
    finally:
        mine = ConnectedAccount.objects.filter(pk=account.pk, claim=claim)
        mine.update(claim="", claimed_until=None)


def _keep(account: ConnectedAccount, renewed: Session) -> None:
    ConnectedAccount.objects.filter(pk=account.pk).update(token=renewed.dump())


def _claim(account: ConnectedAccount) -> str:
    claim = secrets.token_hex(16)
    deadline = time.monotonic() + PATIENCE
    while True:
        now = timezone.now()
        free = ConnectedAccount.objects.filter(
            Q(claimed_until=None) | Q(claimed_until__lt=now), pk=account.pk
        )
        if free.update(claim=claim, claimed_until=now + LEASE):
            return claim
        if time.monotonic() > deadline:
            raise Busy("another worker speaks for this account", wait=10)
        time.sleep(PAUSE)
