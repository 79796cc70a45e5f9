"""Connecting an account: asking, saying yes at one's own server, coming back, and being connected.

No page waits for a network: each step is a row that the worker takes further."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.bluesky import client as bluesky
from merkwerk.connectors.bluesky import identity, oauth, writing
from merkwerk.connectors.bluesky import session as sessions
from merkwerk.connectors.errors import BadAddress, ConnectorError, NotFound, TokenRefused
from merkwerk.connectors.mastodon import access
from merkwerk.networks import tasks
from merkwerk.networks.actions import way_out
from merkwerk.networks.actions.connected import connected
from merkwerk.networks.actions.own_words import abilities
from merkwerk.networks.models import PendingConnection, ServerApp

NAME = "Merkwerk"
AGAIN = timedelta(seconds=60)
Stage = PendingConnection.Stage
Way = PendingConnection.Way


def begin(*, by: Colleague, way: str, server: str, app_password: str = "") -> PendingConnection:
    """Begins to connect an account and asks the worker for the first step.

    `server` is a Mastodon-like server's address, or a Bluesky handle. Raises BadAddress for what
    can't be a server. An app password is kept, encrypted, only until the worker has signed in.
    """
    if way == Way.MASTODON:
        server = access.server_address(server)
    secrets = {"app_password": app_password} if app_password else {}
    with transaction.atomic():
        pending = PendingConnection.objects.create(
            colleague=by, way=way, server=server.strip()[:255], secrets=json.dumps(secrets)
        )
        tasks.prepare_connection.enqueue(pending.pk)
    return pending


def redirect_address(way: str) -> str:
    """Where a server sends people back to. Bluesky's development client only knows 127.0.0.1."""
    site = settings.SITE_URL
    if way == Way.BLUESKY and site.startswith("http://localhost"):
        site = site.replace("http://localhost", "http://127.0.0.1", 1)
    return f"{site}{reverse('networks:came_back')}"


def bluesky_client_id() -> str:
    """The address of the document about this installation; on this machine the development
    client, which needs none."""
    if settings.SITE_URL.startswith("https://"):
        return str(settings.SITE_URL + reverse("networks:client_metadata"))
    return oauth.development_client_id(redirect=redirect_address(Way.BLUESKY))


def client_metadata() -> dict[str, object]:
    """The document that Bluesky's servers read about this installation."""
    return oauth.client_metadata(
        site=settings.SITE_URL,
        redirect=redirect_address(Way.BLUESKY),
        client_id=bluesky_client_id(),
        name=NAME,
    )


def prepare(*, pending_id: int, now: datetime | None = None) -> None:
    """The worker's first step: registers at the server if need be, and writes down where the
    colleague says yes; with an app password it connects at once. Safe to repeat."""
    now = now or timezone.now()
    pending = PendingConnection.objects.filter(pk=pending_id, stage=Stage.ASKED).first()
    if pending is None:
        return
    try:
        match pending.way:
            case Way.MASTODON:
                _ready(pending, *_mastodon_address(pending))
            case Way.BLUESKY:
                _ready(pending, *_bluesky_address(pending, now))
            case _:
                _with_app_password(pending, now)
    except ConnectorError as trouble:
        _failed(pending, trouble)


def _ready(pending: PendingConnection, go_to: str, secrets: dict[str, str]) -> None:
    asked = PendingConnection.objects.filter(pk=pending.pk, stage=Stage.ASKED)
    asked.update(stage=Stage.READY, go_to=go_to, secrets=json.dumps(secrets))


def _failed(pending: PendingConnection, trouble: ConnectorError) -> None:
    fail(pending, trouble.code, trouble.detail)


def fail(pending: PendingConnection, code: str, detail: str = "") -> None:
    """Ends the attempt with its reason and forgets its secrets."""
    going = PendingConnection.objects.filter(pk=pending.pk).exclude(stage=Stage.DONE)
    going.update(stage=Stage.FAILED, error=code, error_detail=detail[:300], secrets="", go_to="")


def _mastodon_address(pending: PendingConnection) -> tuple[str, dict[str, str]]:
    verifier = token_urlsafe(48)
    app = _app_at(pending.server)
    redirect = redirect_address(pending.way)
    address = access.authorise_address(
        app=app, redirect=redirect, state=pending.state, verifier=verifier
    )
    return address, {"verifier": verifier}


def _app_at(server: str) -> access.App:
    """This installation as `server` knows it; registers it the first time. Two workers at once
    may both register: the row of the one that comes last counts for both, since an earlier
    registration stays good for the colleague who is on the way with it."""
    redirect = redirect_address(Way.MASTODON)
    kept = ServerApp.objects.filter(server=server, redirect=redirect).first()
    if kept is not None and kept.scopes == access.SCOPES:
        return way_out.app_of(kept)
    app = access.register_app(
        way_out.http(), server=server, name=NAME, redirect=redirect, website=settings.SITE_URL
    )
    fresh = {
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "scopes": app.scopes,
        "pkce": app.pkce,
        "redirect": redirect,
    }
    with transaction.atomic():
        row, made = ServerApp.objects.get_or_create(server=server, defaults=fresh)
        if not made and (row.redirect, row.scopes) != (redirect, app.scopes):
            ServerApp.objects.filter(pk=row.pk).update(**fresh)
            row.refresh_from_db()
    return way_out.app_of(row)


def _bluesky_address(pending: PendingConnection, now: datetime) -> tuple[str, dict[str, str]]:
    begun = oauth.begin(
        way_out.http(),
        account=pending.server,
        client_id=bluesky_client_id(),
        redirect=redirect_address(pending.way),
        state=pending.state,
        now=now,
        plc=settings.PLC_DIRECTORY,
        resolver=settings.BLUESKY_PUBLIC,
    )
    return begun.address, {"pending": begun.pending}


def _with_app_password(pending: PendingConnection, now: datetime) -> None:
    http = way_out.http()
    password = json.loads(pending.secrets or "{}").get("app_password", "")
    did, server = _home(pending.server)
    session = sessions.login(http, server=server, handle=pending.server, app_password=password)
    if did and session.did != did:
        raise TokenRefused("the server speaks for somebody else than who was asked")
    auth = sessions.Auth(session, keep=lambda renewed: None)
    person = bluesky.whoami(http, auth=auth)
    connected(
        pending,
        person=person,
        server=session.server,
        token=auth.session.dump(),
        limit=writing.LIMIT,
        now=now,
    )


def _home(handle: str) -> tuple[str, str]:
    """Whose handle it is and the account's own data server; where nobody knows the handle, nobody,
    and the usual server decides."""
    http, word = way_out.http(), handle.strip().lstrip("@")
    try:
        did = word
        if not identity.is_did(word):
            did = identity.resolve_handle(http, handle=word, server=settings.BLUESKY_PUBLIC)
        return did, identity.home_of(http, did=did, plc=settings.PLC_DIRECTORY).server
    except (NotFound, BadAddress):
        return "", settings.BLUESKY_SERVER


def come_back(
    *, by: Colleague, state: str, answer: Mapping[str, str], now: datetime | None = None
) -> PendingConnection | None:
    """The colleague came back from the server with its answer; the worker does the rest.

    None when the answer belongs to no attempt of theirs. A no, a second answer or one after half
    an hour ends the attempt with its reason.
    """
    now = now or timezone.now()
    pending = PendingConnection.objects.visible_to(by).filter(state=state[:64]).first()
    if pending is None or not state:
        return None
    if pending.stage != Stage.READY:
        return pending
    if "error" in answer or not answer.get("code"):
        fail(pending, "declined", answer.get("error_description", "")[:300])
    elif pending.created < now - PendingConnection.LASTS:
        fail(pending, "too-late")
    else:
        kept = json.loads(pending.secrets or "{}")
        kept["answer"] = {str(k)[:100]: str(v)[:4000] for k, v in answer.items()}
        with transaction.atomic():
            ready = PendingConnection.objects.filter(pk=pending.pk, stage=Stage.READY)
            if ready.update(stage=Stage.BACK, secrets=json.dumps(kept), go_to="", nudged=now):
                tasks.finish_connection.enqueue(pending.pk)
    pending.refresh_from_db()
    return pending


def finish(*, pending_id: int, now: datetime | None = None) -> None:
    """The worker's last step: trades the answer for a token, asks who it is, and connects.

    The token is written down the moment it comes, so that a killed worker's step is finished by
    the next one: the server gives it only once.
    """
    now = now or timezone.now()
    pending = PendingConnection.objects.filter(pk=pending_id, stage=Stage.BACK).first()
    if pending is None:
        return
    try:
        if pending.way == Way.MASTODON:
            _finish_mastodon(pending, now)
        else:
            _finish_bluesky(pending, now)
    except ConnectorError as trouble:
        if trouble.lasting or pending.created < now - PendingConnection.LASTS:
            _failed(pending, trouble)
        else:
            PendingConnection.objects.filter(pk=pending.pk).update(error=trouble.code)


def _finish_mastodon(pending: PendingConnection, now: datetime) -> None:
    http, kept = way_out.http(), json.loads(pending.secrets)
    if "token" not in kept:
        try:
            got = access.exchange(
                http,
                app=way_out.app_of(ServerApp.objects.get(server=pending.server)),
                redirect=redirect_address(pending.way),
                code=kept["answer"]["code"],
                verifier=kept.get("verifier", ""),
            )
        except TokenRefused:
            # The server may have forgotten this installation: the next attempt registers anew.
            ServerApp.objects.filter(server=pending.server).delete()
            raise
        kept["token"] = json.dumps({"access": got.access, "scopes": got.scopes})
        _write_down(pending, kept)
    token = json.loads(kept["token"])["access"]
    person = access.whoami(http, server=pending.server, token=token)
    limits = access.limits(http, server=pending.server)
    connected(
        pending,
        person=person,
        server=pending.server,
        token=kept["token"],
        limit=limits.max_characters,
        link_length=limits.characters_reserved_per_url,
        abilities=abilities(limits),
        now=now,
    )


def _finish_bluesky(pending: PendingConnection, now: datetime) -> None:
    http, kept = way_out.http(), json.loads(pending.secrets)
    if "token" not in kept:
        got = oauth.finish(http, pending=kept["pending"], answer=kept["answer"], now=now)
        kept["token"] = got.dump()
        _write_down(pending, kept)

    def keep(renewed: sessions.Session) -> None:
        kept["token"] = renewed.dump()
        _write_down(pending, kept)

    auth = sessions.Auth(sessions.Session.load(kept["token"]), keep=keep)
    person = bluesky.whoami(http, auth=auth)
    connected(
        pending,
        person=person,
        server=auth.session.server,
        token=kept["token"],
        limit=writing.LIMIT,
        now=now,
    )


def _write_down(pending: PendingConnection, kept: dict[str, Any]) -> None:
    PendingConnection.objects.filter(pk=pending.pk).update(secrets=json.dumps(kept))


def go_on(*, now: datetime | None = None) -> int:
    """Asks once more for steps whose job was lost, ends attempts nobody came back for, and
    forgets those a day old."""
    now = now or timezone.now()
    PendingConnection.objects.filter(created__lt=now - timedelta(days=1)).delete()
    late = PendingConnection.objects.filter(
        stage=Stage.READY, created__lt=now - PendingConnection.LASTS
    )
    late.update(stage=Stage.FAILED, error="too-late", secrets="", go_to="")
    lost = PendingConnection.objects.filter(
        stage__in=[Stage.ASKED, Stage.BACK], nudged__lt=now - AGAIN
    )
    count = 0
    for pk, stage in list(lost.values_list("pk", "stage")[:100]):
        with transaction.atomic():
            if lost.filter(pk=pk).update(nudged=now):
                step = tasks.prepare_connection if stage == Stage.ASKED else tasks.finish_connection
                step.enqueue(pk)
                count += 1
    return count
