"""A wish to follow is carried out once, refused with words, and undone as easily."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.tests.loopback import Asked, Reply
from merkwerk.connectors.values import Network, Notice, NoticeKind, Page, Person
from merkwerk.networks import actions
from merkwerk.networks.models import ConnectedAccount, Follow, Identity
from merkwerk.networks.tests.conftest import Connect, MakePost
from merkwerk.networks.tests.mastodon_stand_in import Mastodon, reply
from merkwerk.networks.tests.steps import answered_on, run_jobs

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]


@pytest.fixture
def own(connect: Connect, sanne: Colleague) -> ConnectedAccount:
    return connect(sanne)


@pytest.fixture
def joris(mastodon: Mastodon) -> Identity:
    return answered_on(mastodon).identity


@pytest.fixture
def server(mastodon: Mastodon) -> list[str]:
    """A server that does as it is asked; gives what it was asked to do."""
    done: list[str] = []

    def answer(asked: Asked) -> Reply | None:
        if asked.method == "POST" and asked.path.endswith("follow"):
            done.append(asked.path.rpartition("/")[2])
            told = {"id": "joris", "following": done[-1] == "follow", "followed_by": False}
            return reply(told)
        return None

    mastodon.trouble = answer
    return done


def test_one_press_follows_once(
    own: ConnectedAccount, joris: Identity, sanne: Colleague, server: list[str]
) -> None:
    for _ in range(3):
        actions.follow(account=own, identity=joris, by=sanne)
    assert run_jobs() == ["follow"]
    assert server == ["follow"]
    one = Follow.objects.get()
    assert (one.state, one.record) == (Follow.State.FOLLOWING, "joris")
    assert one.followed_at


def test_it_is_undone_with_one_press(
    own: ConnectedAccount, joris: Identity, sanne: Colleague, server: list[str]
) -> None:
    actions.follow(account=own, identity=joris, by=sanne)
    run_jobs()
    actions.unfollow(account=own, identity=joris, by=sanne)
    run_jobs()
    assert server == ["follow", "unfollow"]
    assert Follow.objects.get().state == Follow.State.UNDONE


def test_after_a_kill_it_is_tried_again(
    own: ConnectedAccount, joris: Identity, sanne: Colleague, server: list[str], now: datetime
) -> None:
    one = actions.follow(account=own, identity=joris, by=sanne, now=now)
    Follow.objects.update(claim="dead", claimed_until=now + timedelta(minutes=3))
    run_jobs()
    assert server == []
    assert actions.follow_due(now=now + timedelta(minutes=4)) == 1
    assert actions.carry_out(follow_id=one.pk, now=now + timedelta(minutes=4))
    assert server == ["follow"]


def test_a_no_is_said_in_words(
    own: ConnectedAccount, joris: Identity, sanne: Colleague, mastodon: Mastodon
) -> None:
    mastodon.trouble = lambda asked: (
        reply({"error": "This action is outside the authorized scopes"}, 403)
        if asked.method == "POST"
        else None
    )
    one = actions.follow(account=own, identity=joris, by=sanne)
    run_jobs()
    one.refresh_from_db()
    assert one.state == Follow.State.REFUSED
    with override("en"):
        assert one.trouble is not None
        assert "Connect your account again" in one.trouble.do


def test_an_unreachable_server_is_tried_later_for_a_day(
    own: ConnectedAccount, joris: Identity, sanne: Colleague, mastodon: Mastodon, now: datetime
) -> None:
    mastodon.trouble = lambda asked: Reply(503)
    one = actions.follow(account=own, identity=joris, by=sanne, now=now)
    actions.carry_out(follow_id=one.pk, now=now)
    one.refresh_from_db()
    assert (one.state, one.error) == (Follow.State.WANTED, "server-trouble")
    assert one.next_try > now
    actions.carry_out(follow_id=one.pk, now=now + timedelta(hours=25))
    one.refresh_from_db()
    assert (one.state, one.error) == (Follow.State.REFUSED, "gave-up")


def test_who_lets_people_in_one_by_one_was_asked(
    own: ConnectedAccount, joris: Identity, sanne: Colleague, mastodon: Mastodon
) -> None:
    told = {"id": "joris", "following": False, "requested": True}
    mastodon.trouble = lambda asked: reply(told) if asked.method == "POST" else None
    actions.follow(account=own, identity=joris, by=sanne)
    run_jobs()
    assert Follow.objects.get().state == Follow.State.ASKED


def test_a_follow_back_is_noted(
    own: ConnectedAccount, joris: Identity, sanne: Colleague, server: list[str], now: datetime
) -> None:
    actions.follow(account=own, identity=joris, by=sanne)
    mentions = actions.listen(account=own, by=sanne, what="mastodon-mentions")
    person = Person(network=Network.MASTODON, uid=joris.uid, handle=joris.handle, name="Joris")
    notice = Notice(
        kind=NoticeKind.FOLLOW, network=Network.MASTODON, uid="9", person=person, written=now
    )
    actions.receive(source=mentions, page=Page(notices=(notice,)), now=now)
    assert Follow.objects.get().followed_back_at == now


def test_who_followed_first_is_known_at_once(
    own: ConnectedAccount, joris: Identity, sanne: Colleague, now: datetime
) -> None:
    mentions = actions.listen(account=own, by=sanne, what="mastodon-mentions")
    person = Person(network=Network.MASTODON, uid=joris.uid, handle=joris.handle)
    notice = Notice(
        kind=NoticeKind.FOLLOW, network=Network.MASTODON, uid="9", person=person, written=now
    )
    actions.receive(source=mentions, page=Page(notices=(notice,)), now=now)
    assert actions.follow(account=own, identity=joris, by=sanne).followed_back_at == now


def test_only_ones_own_account_follows(
    own: ConnectedAccount, joris: Identity, karim: Colleague
) -> None:
    with pytest.raises(PermissionError):
        actions.follow(account=own, identity=joris, by=karim)


def test_nobody_follows_themselves_or_across_networks(
    own: ConnectedAccount, sanne: Colleague, post_by: MakePost
) -> None:
    with pytest.raises(ValueError, match="nobody"):
        actions.follow(account=own, identity=own.identity, by=sanne)
    with pytest.raises(ValueError, match="nobody"):
        actions.follow(account=own, identity=post_by(network="bluesky").identity, by=sanne)


def test_a_page_follows_without_script(
    own: ConnectedAccount,
    joris: Identity,
    sanne: Colleague,
    as_colleague: SignIn,
    server: list[str],
) -> None:
    browser = as_colleague(sanne)
    path = f"/networks/people/{joris.pk}/follow/"
    assert "Follow" in browser.get(path).content.decode()
    page = browser.post(path, {"account": own.pk}, follow=True).content.decode()
    assert "On its way" in page
    run_jobs()
    assert f"You follow them as @{own.identity.handle}" in browser.get(path).content.decode()
    browser.post(path, {"account": own.pk, "undo": "1"})
    assert Follow.objects.get().state == Follow.State.UNWANTED


def test_a_fragment_comes_for_other_pages(
    own: ConnectedAccount, joris: Identity, sanne: Colleague, as_colleague: SignIn
) -> None:
    path = f"/networks/people/{joris.pk}/follow/"
    part = as_colleague(sanne).get(path, headers={"HX-Request": "true"}).content.decode()
    assert part.startswith(f'<div id="follow-{joris.pk}"')
    assert "<html" not in part


def test_without_an_account_it_says_how_to_get_one(
    joris: Identity, karim: Colleague, as_colleague: SignIn
) -> None:
    page = as_colleague(karim).get(f"/networks/people/{joris.pk}/follow/").content.decode()
    assert "connect your own Mastodon account" in page


def test_another_colleagues_account_follows_nobody(
    own: ConnectedAccount, joris: Identity, karim: Colleague, as_colleague: SignIn
) -> None:
    as_colleague(karim).post(f"/networks/people/{joris.pk}/follow/", {"account": own.pk})
    assert not Follow.objects.exists()
