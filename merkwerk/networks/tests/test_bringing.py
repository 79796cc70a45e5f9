"""Pictures go before the message, once, whatever is killed or slow on the way."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.tests.loopback import Asked, Reply
from merkwerk.lib.pictures import forget_picture, keep_picture
from merkwerk.networks import actions
from merkwerk.networks.actions import Attached, Part, Unsayable
from merkwerk.networks.models import ConnectedAccount, Message
from merkwerk.networks.tests.bluesky_stand_in import Bluesky
from merkwerk.networks.tests.conftest import Connect
from merkwerk.networks.tests.mastodon_stand_in import Mastodon, reply
from merkwerk.networks.tests.steps import run_jobs
from merkwerk.networks.tests.test_sending import lost_after

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.PRIVATE_DIR = tmp_path / "private"


@pytest.fixture
def account(connect: Connect, sanne: Colleague) -> ConnectedAccount:
    return connect(sanne)


def picture(description: str = "Een blauwe deur", noise: int = 0) -> Attached:
    out = BytesIO()
    made = Image.effect_noise((noise, noise), 90) if noise else Image.new("RGB", (40, 30), "blue")
    made.convert("RGB").save(out, "PNG" if not noise else "JPEG", quality=98)
    out.seek(0)
    kept = keep_picture(out)
    return Attached(
        file=kept.name, description=description, width=kept.width, height=kept.height,
        type=kept.type,
    )  # fmt: skip


def say(by: Colleague, account: ConnectedAccount, *pictures: Attached, **more: Any) -> Message:
    parts = [Part(more.pop("text", "Kijk!"), pictures)]
    asked: dict[str, Any] = {"desk": "tafel-1", "piece": "stuk-1"}
    return actions.say(by=by, account=account, parts=parts, **(asked | more)).message


def test_a_picture_goes_with_its_description(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    say(sanne, account, picture(), picture("Een rode deur"))
    run_jobs()
    (there,) = mastodon.by_us()
    assert [one["id"] for one in there["media_attachments"]] == list(mastodon.media)
    first, second = mastodon.media.values()
    assert b"Een blauwe deur" in first
    assert b"Een rode deur" in second
    assert b"\x89PNG" in first


def test_a_picture_may_stand_without_words(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    say(sanne, account, picture(), text="")
    run_jobs()
    assert Message.objects.get().state == "sent"


def test_a_slow_server_is_asked_again_without_bringing_it_twice(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    mastodon.preparing = 2
    message = say(sanne, account, picture())
    for _ in range(2):
        run_jobs()
        message.refresh_from_db()
        assert (message.state, message.error, message.unsure) == ("waiting", "rate-limited", False)
        Message.objects.update(next_try=timezone.now())
        actions.send_due()
    run_jobs()
    message.refresh_from_db()
    assert (message.state, len(mastodon.media), len(mastodon.by_us())) == ("sent", 1, 1)


def test_a_worker_killed_between_two_pictures_brings_the_second_only(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    say(sanne, account, picture(), picture("Twee"))

    def dies_at_the_second(asked: Asked) -> Reply | None:
        if asked.method == "POST" and b"Twee" in asked.body:
            mastodon.trouble = lambda _: None
            return Reply(raw=iter(()))
        return None

    mastodon.trouble = dies_at_the_second
    run_jobs()
    assert (len(mastodon.media), mastodon.by_us()) == (1, [])
    Message.objects.update(next_try=timezone.now())
    actions.send_due()
    run_jobs()
    assert (len(mastodon.media), len(mastodon.by_us())) == (2, 1)


def test_pictures_without_words_are_found_back_by_their_numbers(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    mastodon.says("", by="sanne", media_attachments=[{"id": "1"}])  # another one, earlier
    say(sanne, account, picture(), text="")
    lost_after(mastodon)
    run_jobs()
    mastodon.keys.clear()
    Message.objects.update(next_try=timezone.now())
    actions.send_due()
    run_jobs()
    assert (Message.objects.get().state, len(mastodon.by_us())) == ("sent", 2)


def test_pictures_a_server_may_have_forgotten_are_brought_again(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    message = say(sanne, account, picture())
    mastodon.preparing = 1
    run_jobs()
    message.refresh_from_db()
    message.pictures[0]["there_at"] = (timezone.now() - timedelta(hours=3)).isoformat()
    message.next_try = timezone.now()
    message.save()
    actions.send_due()
    run_jobs()
    assert len(mastodon.media) == 2
    assert mastodon.by_us()[0]["media_attachments"] == [{"id": "7001"}]


def test_a_connection_older_than_pictures_says_what_to_do(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    say(sanne, account, picture())
    mastodon.trouble = lambda asked: (
        reply({"error": "This action is outside the authorized scopes"}, 403)
        if asked.path == "/api/v2/media"
        else None
    )
    run_jobs()
    message = Message.objects.get()
    assert (message.state, message.error) == ("refused", "no-pictures")
    assert message.trouble
    assert "again" in message.trouble.do or "opnieuw" in message.trouble.do


def test_an_older_server_gets_it_through_the_older_door(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    say(sanne, account, picture())
    mastodon.trouble = lambda asked: reply({}, 404) if asked.path == "/api/v2/media" else None
    run_jobs()
    assert Message.objects.get().state == "sent"


def test_a_picture_that_went_before_it_was_brought_is_told(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    one = picture()
    say(sanne, account, one)
    forget_picture(one.file)
    run_jobs()
    assert (Message.objects.get().error, mastodon.by_us()) == ("picture-missing", [])


@pytest.mark.parametrize("count", [5])
def test_more_than_the_network_takes_are_refused(
    account: ConnectedAccount, sanne: Colleague, count: int
) -> None:
    with pytest.raises(Unsayable, match="too-many-pictures"):
        say(sanne, account, *[picture()] * count)


def test_a_picture_that_is_not_there_is_refused_at_the_press(
    account: ConnectedAccount, sanne: Colleague
) -> None:
    gone = Attached(file="picture-" + "0" * 32, width=1, height=1, type="image/png")
    with pytest.raises(Unsayable, match="picture-missing"):
        say(sanne, account, gone)


def test_a_description_longer_than_the_network_takes_is_refused(
    account: ConnectedAccount, sanne: Colleague
) -> None:
    with pytest.raises(Unsayable, match="description-too-long"):
        say(sanne, account, picture("x" * 1501))


def test_bluesky_gets_it_small_enough_with_its_proportions(
    bluesky: Bluesky, on_bluesky: ConnectedAccount, sanne: Colleague
) -> None:
    say(sanne, on_bluesky, picture(noise=1800))
    run_jobs()
    (brought,) = bluesky.blobs
    assert len(brought) <= 1_000_000
    (record,) = bluesky.records.values()
    (shown,) = record["embed"]["images"]
    assert shown["alt"] == "Een blauwe deur"
    assert shown["aspectRatio"]["width"] == shown["aspectRatio"]["height"] <= 1800
    assert shown["image"] == {"ref": {"$link": "bafkrei1"}}


def test_an_expired_session_is_renewed_while_a_picture_is_brought(
    bluesky: Bluesky, on_bluesky: ConnectedAccount, sanne: Colleague
) -> None:
    def expired_once(asked: Asked) -> Reply | None:
        if asked.path.endswith("uploadBlob"):
            bluesky.trouble = lambda _: None
            return reply({"error": "ExpiredToken"}, 400)
        return None

    bluesky.trouble = expired_once
    say(sanne, on_bluesky, picture())
    run_jobs()
    assert (bluesky.refreshed, Message.objects.get().state) == (1, "sent")


def test_what_waits_keeps_its_pictures(account: ConnectedAccount, sanne: Colleague) -> None:
    one = picture()
    say(sanne, account, one)
    assert actions.pictures_needed(sanne) == {one.file}
    run_jobs()
    assert actions.pictures_needed(sanne) == set()
