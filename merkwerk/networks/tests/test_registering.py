"""I said something about this, here: only an address is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.errors import BadAddress
from merkwerk.connectors.tests.loopback import Reply, Server, serving
from merkwerk.networks import actions
from merkwerk.networks.models import LedAddress, Message, Post, Registration
from merkwerk.networks.tests.conftest import Connect
from merkwerk.networks.tests.mastodon_stand_in import Mastodon, reply
from merkwerk.networks.tests.steps import answered_on, run_jobs
from merkwerk.notifications.models import Notice

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SignIn = Callable[[Colleague], Client]
State = Registration.State


def told(by: Colleague, address: str, about: str = "") -> Message:
    """Registered, and read by the worker."""
    message = actions.register(by=by, address=address, about=about)
    run_jobs()
    return Message.objects.select_related("registration").get(pk=message.pk)


@pytest.fixture
def page() -> Iterator[Server]:
    body = (
        b"<html><head><title>Wat ik zag</title><meta name=author content='S. Vos'></head>"
        b"<article><p>Een dag op de boot, met <a href='https://krant.example/boot'>dit</a>."
    )
    with serving(lambda asked: Reply(body=body, headers={"Content-Type": "text/html"})) as server:
        yield server


def test_it_stands_at_once_by_its_address(sanne: Colleague) -> None:
    message = actions.register(by=sanne, address="social.example/@sanne/123456")
    assert (message.state, message.url) == ("elsewhere", "https://social.example/@sanne/123456")
    assert message.network == "mastodon"
    assert message.doubted


def test_ones_own_words_are_read_and_known(
    mastodon: Mastodon, connect: Connect, sanne: Colleague
) -> None:
    connect(sanne)
    status = mastodon.says("Zo doen wij dat.", by="sanne", language="nl")
    message = told(sanne, status["url"])
    assert message.text == "Zo doen wij dat."
    assert (message.uid, message.network, message.language) == (status["uri"], "mastodon", "nl")
    assert message.registration.state == State.READ
    assert not message.doubted
    assert message in Message.objects.unremembered()


def test_the_rooms_above_hear_of_it_when_it_is_read_and_not_before(
    mastodon: Mastodon, connect: Connect, sanne: Colleague
) -> None:
    connect(sanne)
    status = mastodon.says("Zo doen wij dat.", by="sanne")
    message = actions.register(by=sanne, address=status["url"])
    assert message not in Message.objects.told()
    run_jobs()
    assert message in Message.objects.told()


def test_the_words_of_somebody_else_are_asked_about(
    mastodon: Mastodon, connect: Connect, sanne: Colleague
) -> None:
    connect(sanne)
    status = mastodon.says("Niet van Sanne.", by="joris")
    message = told(sanne, status["url"])
    assert (message.registration.state, message.doubted) == (State.ASKS, True)
    assert message.registration.author == "Joris"
    assert message not in Message.objects.told()
    assert message not in Message.objects.published()
    notice = Notice.objects.get(colleague=sanne)
    assert (notice.kind, notice.link) == (
        "words_unsure", reverse("networks:registered", args=[message.pk]),
    )  # fmt: skip


def test_a_yes_keeps_it(mastodon: Mastodon, sanne: Colleague) -> None:
    message = told(sanne, mastodon.says("Mijn oude account.", by="sanne")["url"])
    assert message.registration.state == State.ASKS
    for _twice in range(2):
        actions.keep_registered(message=message, by=sanne)
    message.refresh_from_db()
    assert not message.doubted
    assert message in Message.objects.unremembered()


def test_a_no_removes_it(mastodon: Mastodon, sanne: Colleague) -> None:
    message = told(sanne, mastodon.says("Niet van mij.", by="joris")["url"])
    actions.drop_registered(message=message, by=sanne)
    assert not Message.objects.exists()


def test_what_a_leaver_never_said_to_be_theirs_is_forgotten(
    mastodon: Mastodon, sanne: Colleague, now: datetime
) -> None:
    told(sanne, mastodon.says("Van wie?", by="joris")["url"])
    told(sanne, "https://lnkd.in/abc")
    Colleague.objects.filter(pk=sanne.pk).update(left_at=now)
    actions.disconnect_leavers(now=now)
    assert [one.url for one in Message.objects.all()] == ["https://lnkd.in/abc"]


def test_nobody_keeps_the_words_of_a_colleague(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, karim: Colleague
) -> None:
    connect(karim, "karim")
    message = told(sanne, mastodon.says("Van Karim.", by="karim")["url"])
    assert message.registration.others
    with pytest.raises(PermissionError):
        actions.keep_registered(message=message, by=sanne)
    message.refresh_from_db()
    assert message.doubted


def test_nobody_decides_about_what_another_registered(
    mastodon: Mastodon, sanne: Colleague, karim: Colleague
) -> None:
    message = told(sanne, mastodon.says("Van mij.", by="sanne")["url"])
    for act in (actions.keep_registered, actions.drop_registered):
        with pytest.raises(PermissionError):
            act(message=message, by=karim)
    assert Message.objects.filter(pk=message.pk, doubted=True).exists()


def test_the_same_address_twice_is_one(sanne: Colleague) -> None:
    first = actions.register(by=sanne, address="https://krant.example/stuk")
    again = actions.register(by=sanne, address=" https://krant.example/stuk/ ")
    assert first.pk == again.pk


def test_two_colleagues_may_name_the_same_address(sanne: Colleague, karim: Colleague) -> None:
    one = actions.register(by=sanne, address="https://krant.example/stuk")
    other = actions.register(by=karim, address="https://krant.example/stuk")
    assert one.pk != other.pk


def test_what_went_out_from_here_is_not_told_twice(
    mastodon: Mastodon, connect: Connect, sanne: Colleague
) -> None:
    mine = connect(sanne)
    status = mastodon.says("Van hier.", by="sanne")
    sent = Message.objects.create(
        colleague=sanne, account=mine, network="mastodon", state="sent", uid=status["uri"],
        url=status["url"], text="Van hier.",
    )  # fmt: skip
    assert actions.register(by=sanne, address=status["url"]).pk == sent.pk
    actions.register(by=sanne, address=f"{status['url']}?x=1")
    status["url"] = f"{status['url']}?x=1"
    run_jobs()
    assert list(Message.objects.all()) == [sent]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "geen adres",
        "mailto:a@b.example",
        "javascript:alert(1)",
        "http://",
        "at://x",
        "x" * 2_000,
    ],
)
def test_what_is_no_address_is_refused(sanne: Colleague, address: str) -> None:
    with pytest.raises(BadAddress):
        actions.register(by=sanne, address=address)
    assert not Message.objects.exists()


def test_a_place_for_members_stays_known_by_its_address(sanne: Colleague) -> None:
    message = told(sanne, "https://www.linkedin.com/posts/sanne_123", "https://krant.example/a")
    assert (message.registration.state, message.doubted) == (State.UNREADABLE, False)
    assert message in Message.objects.told()
    assert (message.registration.about, message.registration.links) == (
        "https://krant.example/a",
        [],
    )


def test_a_shut_server_leaves_the_address(mastodon: Mastodon, sanne: Colleague) -> None:
    mastodon.trouble = lambda asked: reply({}, 403)
    message = told(sanne, f"{mastodon.address}/@sanne/123456")
    assert (message.registration.state, message.doubted) == (State.UNREADABLE, False)


def test_an_address_with_nothing_behind_it_is_asked_about(
    mastodon: Mastodon, sanne: Colleague
) -> None:
    message = told(sanne, f"{mastodon.address}/@sanne/999999")
    assert (message.registration.state, message.doubted) == (State.ASKS, True)


def test_a_server_that_is_away_is_asked_again(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime
) -> None:
    connect(sanne)
    status = mastodon.says("Later gelezen.", by="sanne")
    mastodon.trouble = lambda asked: Reply(503)
    message = told(sanne, status["url"])
    assert message.registration.state == State.READING
    mastodon.trouble = lambda asked: None
    assert actions.read_registered_due(now=now + HOUR) == 1
    actions.read_registered(message_id=message.pk, now=now + HOUR)
    message.refresh_from_db()
    assert message.text == "Later gelezen."


def test_a_server_that_stays_away_leaves_the_address(
    mastodon: Mastodon, sanne: Colleague, now: datetime
) -> None:
    mastodon.trouble = lambda asked: Reply(503)
    message = told(sanne, f"{mastodon.address}/@sanne/123456")
    for number in range(1, 12):
        actions.read_registered(message_id=message.pk, now=now + number * 24 * HOUR)
    message.refresh_from_db()
    assert Registration.objects.get().state == State.UNREADABLE
    assert not message.doubted


def test_a_page_by_somebody_is_asked_about_with_its_author(page: Server, sanne: Colleague) -> None:
    message = told(sanne, f"{page.address}/blog/boot", f"{page.address}/over")
    assert message.registration.state == State.ASKS
    assert message.registration.author == "S. Vos"
    assert "Een dag op de boot" in message.text
    assert message.registration.about == f"{page.address}/over"
    assert message.registration.links == ["https://krant.example/boot"]


def test_where_its_links_lead_is_asked(page: Server, sanne: Colleague) -> None:
    actions.register(by=sanne, address=f"{page.address}/a", about="https://kort.example/1")
    assert LedAddress.objects.count() == 1


def test_a_page_that_is_proven_to_be_theirs_is_theirs(
    page: Server, connect: Connect, sanne: Colleague
) -> None:
    mine = connect(sanne)
    mine.identity.links = ["https://127.0.0.1/"]
    mine.identity.save()
    assert told(sanne, f"{page.address}/blog/boot").registration.state == State.READ


def test_what_was_said_to_few_is_not_kept(
    mastodon: Mastodon, connect: Connect, sanne: Colleague
) -> None:
    connect(sanne)
    message = told(sanne, mastodon.says("Onder ons.", by="sanne", visibility="private")["url"])
    assert (message.text, message.registration.links) == ("", [])


def test_an_answer_is_known_as_one(mastodon: Mastodon, connect: Connect, sanne: Colleague) -> None:
    connect(sanne)
    post = answered_on(mastodon)
    status = mastodon.says("Zo.", by="sanne", reply_to=post.native["id"])
    assert told(sanne, status["url"]).answers == post


def test_what_its_author_changes_is_followed(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime
) -> None:
    connect(sanne)
    status = mastodon.says("Eerst.", by="sanne")
    message = told(sanne, status["url"])
    status["content"] = "<p>Toen.</p>"
    actions.read_registered(message_id=message.pk, now=now + 2 * HOUR)
    message.refresh_from_db()
    assert message.text == "Toen."
    assert message.edited_at is not None


def test_what_its_author_takes_away_is_taken_away_here(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime
) -> None:
    connect(sanne)
    message = told(sanne, mastodon.says("Weg ermee.", by="sanne")["url"])
    mastodon.statuses.clear()
    for number in (2, 9):
        actions.read_registered(message_id=message.pk, now=now + number * HOUR)
    message.refresh_from_db()
    assert message.state == Message.State.TAKEN_AWAY
    assert message not in Message.objects.told()


def test_after_a_month_nobody_looks_again(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, now: datetime
) -> None:
    connect(sanne)
    message = told(sanne, mastodon.says("Blijft.", by="sanne")["url"])
    actions.read_registered(message_id=message.pk, now=now + timedelta(days=31))
    assert Registration.objects.get().next_look is None


def test_it_is_no_post_to_listen_to(mastodon: Mastodon, connect: Connect, sanne: Colleague) -> None:
    connect(sanne)
    told(sanne, mastodon.says("Geen bron.", by="sanne")["url"])
    assert not Post.objects.exists()


def test_the_page_asks_for_an_address_and_nothing_else(
    as_colleague: SignIn, sanne: Colleague
) -> None:
    browser = as_colleague(sanne)
    wrong = browser.post(reverse("networks:register"), {"address": "geen adres"})
    assert wrong.status_code == 422
    assert "geen adres" in wrong.content.decode()
    answer = browser.post(reverse("networks:register"), {"address": "https://lnkd.in/abc"})
    assert answer.headers["Location"] == reverse(
        "networks:registered", args=[Message.objects.get().pk]
    )
    assert b"counts as told" in browser.get(answer.headers["Location"]).content


def test_its_colleague_says_yes_or_no_on_a_page(
    mastodon: Mastodon, as_colleague: SignIn, sanne: Colleague
) -> None:
    browser: Client = as_colleague(sanne)
    message = told(sanne, mastodon.says("Van mij?", by="joris")["url"])
    place = reverse("networks:registered", args=[message.pk])
    assert b"Are these your words" in browser.get(place).content
    browser.post(reverse("networks:keep_registered", args=[message.pk]))
    assert b"Told by you" in browser.get(place).content
    browser.post(reverse("networks:drop_registered", args=[message.pk]))
    assert browser.get(place).status_code == 404
