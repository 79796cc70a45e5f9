"""Servers on the loopback that really answer, and rows that tests begin with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.tests.loopback import LOOPBACK
from merkwerk.networks.models import ConnectedAccount, Identity, Post, Source
from merkwerk.networks.tests.bluesky_stand_in import DID, Bluesky, bluesky_server
from merkwerk.networks.tests.mastodon_stand_in import TOKEN, Mastodon, mastodon_server


@pytest.fixture(autouse=True)
def near(settings: Settings) -> None:
    """The loopback may be reached; nothing else can be in a test."""
    settings.ALLOWED_NETWORKS = LOOPBACK
    settings.PLC_DIRECTORY = settings.BLUESKY_PUBLIC = settings.BLUESKY_SERVER = (
        "http://127.0.0.1:9"
    )


@pytest.fixture
def mastodon() -> Iterator[Mastodon]:
    with mastodon_server() as server:
        yield server


@pytest.fixture
def bluesky(settings: Settings) -> Iterator[Bluesky]:
    with bluesky_server() as server:
        settings.PLC_DIRECTORY = settings.BLUESKY_PUBLIC = server.address
        yield server


@pytest.fixture
def now() -> datetime:
    return timezone.now()


Connect = Callable[..., ConnectedAccount]


@pytest.fixture
def connect(mastodon: Mastodon) -> Connect:
    """`connect(sanne)` is an account of hers on the stand-in, already connected."""

    def make(colleague: Colleague, name: str = "sanne", **more: Any) -> ConnectedAccount:
        uid = f"{mastodon.address}/users/{name}"
        identity, _ = Identity.objects.get_or_create(
            network="mastodon", uid=uid, defaults={"handle": f"{name}@{mastodon.host}"}
        )
        kept = {"token": json.dumps({"access": TOKEN}), "server": mastodon.address, "limit": 600}
        return ConnectedAccount.objects.create(
            colleague=colleague, network="mastodon", identity=identity, **(kept | more)
        )

    return make


@pytest.fixture
def on_bluesky(bluesky: Bluesky, sanne: Colleague) -> ConnectedAccount:
    session = {"did": DID, "handle": "sanne.test", "server": bluesky.address,
               "access": "access-1", "refresh": "refresh-1"}  # fmt: skip
    identity = Identity.objects.create(network="bluesky", uid=DID, handle="sanne.test")
    return ConnectedAccount.objects.create(
        colleague=sanne, network="bluesky", identity=identity, server=bluesky.address,
        token=json.dumps(session), limit=300,
    )  # fmt: skip


MakeSource = Callable[..., Source]


@pytest.fixture
def source_of(db: None) -> MakeSource:
    def make(address: str = "https://site.example/feed", kind: str = "feed", **more: Any) -> Source:
        network = kind.partition("-")[0] if kind != "feed" else "web"
        usual: dict[str, Any] = {
            "network": network, "host": "site.example", "title": "Een bron",
            "next_check": timezone.now() - timedelta(minutes=1),
        }  # fmt: skip
        return Source.objects.create(kind=kind, address=address, **(usual | more))

    return make


MakePost = Callable[..., Post]


@pytest.fixture
def post_by(db: None) -> MakePost:
    """`post_by("Joris", "Weet iemand dit?")` is a stored post."""

    def make(name: str = "Joris", text: str = "Weet iemand dit?", **more: Any) -> Post:
        network = more.pop("network", "mastodon")
        identity, _ = Identity.objects.get_or_create(
            network=network,
            uid=f"https://social.example/users/{name.lower()}",
            defaults={"handle": f"{name.lower()}@social.example", "name": name},
        )
        number = Post.objects.count() + 1
        usual: dict[str, Any] = {
            "uid": f"https://social.example/p/{number}",
            "url": f"https://social.example/@{name.lower()}/{number}",
            "written": timezone.now() - timedelta(minutes=60 - number % 60),
            "try_after": timezone.now(), "html": f"<p>{text}</p>",
        }  # fmt: skip
        return Post.objects.create(network=network, identity=identity, text=text, **(usual | more))

    return make
