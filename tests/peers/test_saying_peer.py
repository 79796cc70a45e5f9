"""Something of one's own on real servers: a thread with a picture, a change, taking away, and
answers of the server that get lost. Read by the client libraries of other houses."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from atproto import Client
from django.utils import timezone
from mastodon import Mastodon as OtherHouse
from PIL import Image
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.bluesky.session import Auth
from merkwerk.connectors.http import Http
from merkwerk.connectors.tests.loopback import LOOPBACK
from merkwerk.lib.pictures import keep_picture
from merkwerk.networks import actions
from merkwerk.networks.actions import Attached, Part, way_out
from merkwerk.networks.models import ConnectedAccount, Identity, Message
from merkwerk.networks.tests.steps import run_jobs
from tests.peers.lossy import Lossy
from tests.peers.servers import PASSWORD, Atproto, Mastodon

pytestmark = [pytest.mark.peer, pytest.mark.django_db]
THREE = (
    "Vandaag op de werf. https://voorbeeld.example",
    "Dit viel me op: 👩‍👩‍👧 #bouw",
    "Wat denk jij?",
)


@pytest.fixture(autouse=True)
def near(settings: Settings, tmp_path: Path) -> None:
    settings.ALLOWED_NETWORKS = LOOPBACK
    settings.PRIVATE_DIR = tmp_path / "private"


@pytest.fixture
def on_mastodon(mastodon_mock: Mastodon, sanne: Colleague) -> ConnectedAccount:
    httpx.post(f"{mastodon_mock.server}/api/v1/_mock/reset").raise_for_status()
    host = urlsplit(mastodon_mock.server).netloc
    identity = Identity.objects.create(
        network="mastodon", uid=f"{mastodon_mock.server}/users/testuser", handle=f"testuser@{host}"
    )
    return ConnectedAccount.objects.create(
        colleague=sanne, network="mastodon", identity=identity, server=mastodon_mock.server,
        token=json.dumps({"access": mastodon_mock.token}),
    )  # fmt: skip


@pytest.fixture
def anna(http: Http, atproto: Atproto, settings: Settings) -> Auth:
    settings.PLC_DIRECTORY = atproto.plc
    settings.BLUESKY_PUBLIC = settings.BLUESKY_SERVER = atproto.pds
    return atproto.account(http, "anna")


@pytest.fixture
def on_bluesky(anna: Auth, sanne: Colleague) -> ConnectedAccount:
    session = anna.session
    identity = Identity.objects.create(network="bluesky", uid=session.did, handle=session.handle)
    return ConnectedAccount.objects.create(
        colleague=sanne, network="bluesky", identity=identity, server=session.server,
        token=session.dump(), limit=300,
    )  # fmt: skip


def picture(side: int = 1800) -> Attached:
    """A real photo's worth of points, with something in it that must not go along."""
    exif = Image.Exif()
    exif[0x9286] = "Keizersgracht 1"
    out = BytesIO()
    Image.effect_noise((side, side), 80).convert("RGB").save(out, "JPEG", quality=97, exif=exif)
    out.seek(0)
    kept = keep_picture(out)
    return Attached(
        file=kept.name, description="Een steiger in de zon", width=kept.width,
        height=kept.height, type=kept.type,
    )  # fmt: skip


def say(account: ConnectedAccount, **more: Any) -> list[Message]:
    parts = [Part(THREE[0], (picture(),)), *map(Part, THREE[1:])]
    asked: dict[str, Any] = {"parts": parts, "desk": "tafel", "piece": "stuk", "language": "nl"}
    actions.say(by=account.colleague, account=account, **(asked | more))
    return finish()


def finish() -> list[Message]:
    """Works until nothing waits any more, whatever it was told to wait for."""
    for _ in range(12):
        run_jobs()
        Message.objects.exclude(next_try=None).update(next_try=timezone.now())
        if not actions.send_due():
            break
    return list(Message.objects.of_piece("stuk"))


def reader(server: Mastodon) -> OtherHouse:
    return OtherHouse(access_token=server.token, api_base_url=server.server)


def own_there(server: Mastodon) -> list[Any]:
    us = reader(server)
    found: list[Any] = us.account_statuses(us.me().id)
    return sorted(found, key=lambda one: int(one.id))


def test_a_thread_with_a_picture_stands_on_mastodon(
    mastodon_mock: Mastodon, on_mastodon: ConnectedAccount
) -> None:
    told = say(on_mastodon, warning="Bouwlawaai")
    assert [one.state for one in told] == ["sent"] * 3, [one.error_detail for one in told]
    first, second, third = own_there(mastodon_mock)
    assert (second.in_reply_to_id, third.in_reply_to_id) == (first.id, second.id)
    (shown,) = first.media_attachments
    assert (shown.description, first.spoiler_text, first.language) == (
        "Een steiger in de zon", "Bouwlawaai", "nl",
    )  # fmt: skip
    raw = httpx.get(shown.url).content
    assert b"Keizersgracht" not in raw


def test_it_is_changed_on_mastodon_and_keeps_its_picture(
    mastodon_mock: Mastodon, on_mastodon: ConnectedAccount, sanne: Colleague
) -> None:
    first = say(on_mastodon)[0]
    actions.change(message=first, by=sanne, text="Vandaag op de bouw.")
    finish()
    there = own_there(mastodon_mock)[0]
    assert "Vandaag op de bouw." in there.content
    assert there.edited_at
    assert len(there.media_attachments) == 1


def test_it_is_taken_away_from_mastodon(
    mastodon_mock: Mastodon, on_mastodon: ConnectedAccount, sanne: Colleague
) -> None:
    first = say(on_mastodon)[0]
    actions.take_away(message=first, by=sanne, whole=True)
    finish()
    assert own_there(mastodon_mock) == []


def test_every_answer_lost_once_on_mastodon_makes_nothing_twice(
    mastodon_mock: Mastodon, on_mastodon: ConnectedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    lossy = Lossy(lost=2)
    monkeypatch.setattr(way_out, "http", lambda: lossy)
    told = say(on_mastodon)
    assert [one.state for one in told] == ["sent"] * 3
    assert len(own_there(mastodon_mock)) == 3


def records(auth: Auth) -> list[Any]:
    other = Client(base_url=f"{auth.session.server}/xrpc")
    other.login(auth.session.handle, PASSWORD, fetch_bsky_profile=False)
    found = other.com.atproto.repo.list_records(
        {"repo": auth.session.did, "collection": "app.bsky.feed.post", "limit": 50, "reverse": True}
    ).records
    return list(found)


def test_a_thread_with_a_picture_stands_on_bluesky(
    anna: Auth, on_bluesky: ConnectedAccount
) -> None:
    told = say(on_bluesky, warning="Bouwlawaai")
    assert [one.state for one in told] == ["sent"] * 3, [one.error_detail for one in told]
    first, second, third = records(anna)
    assert first.value.text == f"Bouwlawaai\n\n{THREE[0]}"
    (shown,) = first.value.embed.images
    assert shown.alt == "Een steiger in de zon"
    assert shown.image.size <= 1_000_000
    assert (shown.aspect_ratio.width, shown.aspect_ratio.height) == (
        shown.aspect_ratio.height, shown.aspect_ratio.width,
    )  # fmt: skip
    assert second.value.reply.parent.uri == first.uri
    assert third.value.reply.parent.uri == second.uri
    assert third.value.reply.root.uri == first.uri
    assert third.value.reply.root.cid == first.cid


def test_a_quote_with_a_picture_stands_on_bluesky(
    anna: Auth, on_bluesky: ConnectedAccount, sanne: Colleague
) -> None:
    first = say(on_bluesky, parts=[Part("Een.")])[0]
    quoted = on_bluesky.identity.posts.get(uid=first.uid)
    parts = [Part("Zie wat ik toen zei.", (picture(300),))]
    actions.say(by=sanne, account=on_bluesky, parts=parts, desk="t2", piece="s2", quotes=quoted)
    finish()
    _, second = records(anna)
    assert second.value.embed.record.record.uri == first.uid
    assert len(second.value.embed.media.images) == 1


def test_every_answer_lost_once_on_bluesky_makes_nothing_twice(
    anna: Auth, on_bluesky: ConnectedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    lossy = Lossy(lost=2)
    monkeypatch.setattr(way_out, "http", lambda: lossy)
    told = say(on_bluesky)
    assert [one.state for one in told] == ["sent"] * 3
    assert len(records(anna)) == 3


def test_it_is_taken_away_from_bluesky(
    anna: Auth, on_bluesky: ConnectedAccount, sanne: Colleague
) -> None:
    told = say(on_bluesky)
    assert not actions.can_change(told[0])
    actions.take_away(message=told[1], by=sanne, whole=True)
    finish()
    assert records(anna) == []
