"""Who follows our accounts: read by the worker, kept as marks, gone with the account."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague, Role
from merkwerk.connectors.tests.loopback import Asked, Reply
from merkwerk.engine.marks import pack
from merkwerk.networks import actions
from merkwerk.networks.actions import followers
from merkwerk.networks.actions.follower_marks import mark
from merkwerk.networks.models import ConnectedAccount, FollowerList, Host, Identity
from merkwerk.networks.tests.conftest import Connect
from merkwerk.networks.tests.mastodon_stand_in import Mastodon, reply
from merkwerk.networks.tests.steps import run_jobs

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(followers, "take_turn", lambda host: None)


def uid(number: int) -> str:
    return f"https://other.example/users/n{number}"


def account(number: int) -> dict[str, Any]:
    return {"id": str(number), "acct": f"n{number}@other.example", "uri": uid(number)}


def followed_by(mastodon: Mastodon, many: int, *, shown: int | None = None, ends: int = 0) -> None:
    """The stand-in tells so many followers; after `ends` pages it says: too many requests."""
    asked_before: list[Asked] = []

    def trouble(asked: Asked) -> Reply | None:
        place = urlsplit(asked.path)
        if place.path.endswith("/verify_credentials"):
            return reply(mastodon.account() | {"followers_count": many})
        if not place.path.endswith("/followers"):
            return None
        asked_before.append(asked)
        if ends and len(asked_before) > ends:
            return reply({"error": "Throttled"}, 429, Retry_After="60")
        there = many if shown is None else shown
        before = int(parse_qs(place.query).get("max_id", [str(there + 1)])[0])
        page = list(range(before - 1, max(before - 81, 0), -1))
        link = f'<x?max_id={page[-1]}>; rel="next"' if page and page[-1] > 1 else ""
        return reply([account(number) for number in page], Link=link)

    mastodon.trouble = trouble


def read(one: ConnectedAccount, now: datetime) -> FollowerList:
    followers.begin_followers(one, now=now)
    run_jobs()
    return FollowerList.objects.get(account=one)


def test_a_list_is_read_as_marks(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime
) -> None:
    followed_by(mastodon, 200)
    mine = connect(sanne)
    kept = read(mine, now)
    assert (kept.count, kept.partial, kept.hidden, kept.error) == (200, False, False, "")
    found = actions.followers_of([mine])[mine.pk]
    assert found.dtype == np.uint64
    assert set(map(int, found)) == {mark("mastodon", uid(number)) for number in range(1, 201)}


def test_who_is_known_is_found_among_them(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime
) -> None:
    followed_by(mastodon, 3)
    mine = connect(sanne)
    read(mine, now)
    joris = Identity.objects.create(network="mastodon", uid=uid(2), handle="n2@other.example")
    stranger = Identity.objects.create(network="bluesky", uid=uid(2), handle="n2.test")
    found = set(map(int, actions.followers_of([mine])[mine.pk]))
    assert actions.mark_of(joris) in found
    assert actions.mark_of(stranger) not in found


def test_nothing_readable_is_kept(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime
) -> None:
    followed_by(mastodon, 3)
    kept = read(connect(sanne), now)
    assert b"other.example" not in bytes(kept.marks)
    assert not Identity.objects.filter(uid=uid(2)).exists()


def test_the_newest_are_kept_and_the_rest_said(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(FollowerList, "MOST", 100)
    followed_by(mastodon, 300)
    mine = connect(sanne)
    kept = read(mine, now)
    assert (kept.count, kept.partial) == (100, True)
    found = set(map(int, actions.followers_of([mine])[mine.pk]))
    assert mark("mastodon", uid(300)) in found
    assert mark("mastodon", uid(200)) not in found


def test_a_server_that_hides_them_is_said(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime
) -> None:
    followed_by(mastodon, 12, shown=0)
    mine = connect(sanne)
    assert read(mine, now).hidden
    assert actions.followers_of([mine]) == {}


def test_nobody_following_is_an_empty_list(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime
) -> None:
    followed_by(mastodon, 0)
    mine = connect(sanne)
    assert not read(mine, now).hidden
    assert actions.followers_of([mine])[mine.pk].size == 0


def test_a_list_that_breaks_off_keeps_what_was_told(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime
) -> None:
    followed_by(mastodon, 300, ends=2)
    kept = read(connect(sanne), now)
    assert (kept.count, kept.partial, kept.error) == (160, True, "rate-limited")
    assert now < kept.next_look < now + DAY


def test_a_list_that_breaks_off_does_not_replace_a_longer_one(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime
) -> None:
    followed_by(mastodon, 300)
    mine = connect(sanne)
    read(mine, now)
    followed_by(mastodon, 300, ends=1)
    actions.read_followers(account_id=mine.pk, now=now + 2 * DAY)
    kept = FollowerList.objects.get(account=mine)
    assert (kept.count, kept.error) == (300, "rate-limited")


def test_it_is_read_once_a_day(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime
) -> None:
    followed_by(mastodon, 3)
    mine = connect(sanne)
    assert actions.followers_are_due(now)
    assert actions.read_followers_due(now=now) == 1
    run_jobs()
    assert not actions.followers_are_due(now + DAY / 2)
    assert actions.read_followers_due(now=now + DAY / 2) == 0
    assert actions.read_followers_due(now=now + DAY + timedelta(minutes=1)) == 1
    assert FollowerList.objects.get(account=mine).fetched_at is not None


def test_two_workers_read_it_once(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime
) -> None:
    mine = connect(sanne)
    FollowerList.objects.create(
        account=mine, next_look=now, claimed_until=now + timedelta(minutes=1)
    )
    assert actions.read_followers(account_id=mine.pk, now=now) == 0
    assert FollowerList.objects.get(account=mine).fetched_at is None


def test_a_refused_token_asks_to_connect_again(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime
) -> None:
    mine = connect(sanne, token=json.dumps({"access": "verlopen"}))
    assert read(mine, now).error == "token-refused"
    mine.refresh_from_db()
    assert mine.state == ConnectedAccount.State.REFUSED
    assert not actions.followers_are_due(now + 2 * DAY)


def test_it_goes_with_the_account(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime
) -> None:
    followed_by(mastodon, 3)
    mine = connect(sanne)
    read(mine, now)
    actions.disconnect(account=mine, by=sanne, now=now)
    assert not FollowerList.objects.exists()
    assert actions.followers_of([mine]) == {}


def test_it_goes_with_its_colleague(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime
) -> None:
    followed_by(mastodon, 3)
    read(connect(sanne), now)
    Colleague.objects.filter(pk=sanne.pk).update(left_at=now)
    actions.disconnect_leavers(now=now)
    assert not FollowerList.objects.exists()


def test_a_list_that_comes_in_after_disconnecting_is_not_kept(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime
) -> None:
    mine = connect(sanne)
    one = FollowerList.objects.create(account=mine, next_look=now)
    ConnectedAccount.objects.filter(pk=mine.pk).update(removed_at=now)
    followers._keep(one, {1, 2}, now, partial=False, hidden=False)
    assert FollowerList.objects.get(account=mine).count == 0


def test_who_is_erased_goes_from_every_list_and_stays_away(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime,
    colleague_named: MakeColleague,
) -> None:  # fmt: skip
    lead = colleague_named("Lies Lead", Role.SOCIAL_LEAD)
    followed_by(mastodon, 3)
    mine = connect(sanne)
    read(mine, now)
    joris = Identity.objects.create(network="mastodon", uid=uid(2), handle="n2@other.example")
    actions.erase(identity=joris, by=lead, now=now)
    assert FollowerList.objects.get(account=mine).count == 2
    actions.read_followers(account_id=mine.pk, now=now + 2 * DAY)
    assert FollowerList.objects.get(account=mine).count == 2


def test_of_another_nobody_sees_the_list(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, karim: Colleague, now: datetime
) -> None:
    mine = connect(sanne)
    FollowerList.objects.create(account=mine, next_look=now, marks=pack([1]), count=1)
    assert FollowerList.objects.visible_to(sanne).count() == 1
    assert not FollowerList.objects.visible_to(karim).exists()


def test_a_busy_server_is_left_alone(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime
) -> None:
    followed_by(mastodon, 300, ends=1)
    mine = connect(sanne)
    Host.objects.create(name=mastodon.host, free_at=now - DAY)
    read(mine, now)
    assert Host.objects.get(name=mastodon.host).free_at > now + timedelta(seconds=50)
