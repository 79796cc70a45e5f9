"""The conversation's page: the thread, who of us is in it, and the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from merkwerk.accounts.models import Colleague
from merkwerk.networks import actions
from merkwerk.networks.models import Message, Post
from merkwerk.networks.tests.conftest import Connect, MakePost, MakeSource
from merkwerk.networks.tests.mastodon_stand_in import Mastodon
from merkwerk.networks.tests.steps import answered_on, run_jobs

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]


def form_of(page: Any) -> dict[str, str]:
    form = page.context["form"]
    names = ("text", "account", "desk", "version")
    return {name: str(form[name].value() or "") for name in names}


@pytest.fixture
def page(post_by: MakePost) -> tuple[Post, str]:
    post = post_by("Joris", "Weet iemand dit?")
    return post, reverse("networks:conversation", args=[post.pk])


def test_the_whole_walk(
    mastodon: Mastodon, sanne: Colleague, karim: Colleague, connect: Connect, as_colleague: SignIn
) -> None:
    connect(sanne)
    post, client = answered_on(mastodon), as_colleague(sanne)
    where = reverse("networks:conversation", args=[post.pk])
    form = form_of(client.get(where)) | {"text": "Ja, sinds maart."}
    saved = client.post(
        reverse("networks:draft", args=[post.pk]), form, headers={"X-Requested-With": "fetch"}
    )
    assert saved.status_code == 204
    assert b"Ja, sinds maart." in client.get(where).content
    assert "sinds maart" not in as_colleague(karim).get(where).content.decode()
    client.post(reverse("networks:answer", args=[post.pk]), form)
    client.post(reverse("networks:answer", args=[post.pk]), form)
    assert "On its way." in client.get(where).content.decode()
    run_jobs()
    assert len(mastodon.by_us()) == 1
    shown = client.get(where).content.decode()
    assert "Stands on Mastodon" in shown
    assert mastodon.by_us()[0]["url"] in shown
    assert "Sanne Vos answered Joris" in as_colleague(karim).get(where).content.decode()


def test_too_long_is_told_and_nothing_is_lost(
    page: tuple[Post, str], sanne: Colleague, connect: Connect, as_colleague: SignIn
) -> None:
    connect(sanne)
    post, where = page
    client = as_colleague(sanne)
    form = form_of(client.get(where)) | {"text": "x" * 595}
    answer = client.post(reverse("networks:answer", args=[post.pk]), form)
    assert answer.status_code == 422
    assert "2 characters too long" in answer.content.decode()
    assert "x" * 595 in answer.content.decode()
    draft = actions.draft_of(by=sanne, post=post)
    assert draft is not None
    assert draft.text == "x" * 595


def test_nothing_is_not_sent(
    page: tuple[Post, str], sanne: Colleague, connect: Connect, as_colleague: SignIn
) -> None:
    connect(sanne)
    client = as_colleague(sanne)
    form = form_of(client.get(page[1])) | {"text": "   "}
    answer = client.post(reverse("networks:answer", args=[page[0].pk]), form)
    assert b"Write something first." in answer.content
    assert not Message.objects.exists()


def test_one_chooses_which_account_answers(
    page: tuple[Post, str], sanne: Colleague, connect: Connect, as_colleague: SignIn
) -> None:
    connect(sanne, "sanne")
    work = connect(sanne, "werk")
    client = as_colleague(sanne)
    shown = client.get(page[1])
    assert b"@werk@" in shown.content
    form = form_of(shown) | {"text": "Ja", "account": str(work.pk)}
    client.post(reverse("networks:answer", args=[page[0].pk]), form)
    assert Message.objects.get().account == work


def test_anothers_account_cannot_be_chosen(
    page: tuple[Post, str], sanne: Colleague, karim: Colleague, connect: Connect,
    as_colleague: SignIn,
) -> None:  # fmt: skip
    connect(sanne)
    his = connect(karim)
    client = as_colleague(sanne)
    form = form_of(client.get(page[1])) | {"text": "Ja", "account": str(his.pk)}
    answer = client.post(reverse("networks:answer", args=[page[0].pk]), form)
    assert answer.status_code == 422
    assert not Message.objects.exclude(state="draft").exists()


def test_without_an_account_any_tool_will_do(
    page: tuple[Post, str], sanne: Colleague, as_colleague: SignIn
) -> None:
    post, where = page
    client = as_colleague(sanne)
    shown = client.get(where).content.decode()
    assert post.url in shown
    assert "data-copy" in shown
    there = {"address": "https://social.example/@sanne/1"}
    client.post(reverse("networks:elsewhere", args=[post.pk]), there)
    assert "Answered with your own tool" in client.get(where).content.decode()


def test_a_wrong_address_elsewhere_is_told(
    page: tuple[Post, str], sanne: Colleague, as_colleague: SignIn
) -> None:
    answer = as_colleague(sanne).post(
        reverse("networks:elsewhere", args=[page[0].pk]), {"address": "ergens"}
    )
    assert answer.status_code == 422
    assert b"This is not an address of the web." in answer.content


def test_what_was_not_sent_says_why_and_can_be_changed(
    page: tuple[Post, str], sanne: Colleague, connect: Connect, as_colleague: SignIn
) -> None:
    post, where = page
    message = Message.objects.create(
        colleague=sanne, answers=post, network="mastodon", account=connect(sanne), text="Ja",
        state="refused", error="rejected", error_detail="te lang",
    )  # fmt: skip
    client = as_colleague(sanne)
    shown = client.get(where).content.decode()
    assert "The network does not accept it." in shown
    assert "te lang" in shown
    client.post(reverse("networks:back", args=[message.pk]))
    assert form_of(client.get(where))["text"] == "Ja"


def test_trying_again_is_a_press_of_ones_own(
    page: tuple[Post, str], sanne: Colleague, connect: Connect, as_colleague: SignIn
) -> None:
    message = Message.objects.create(
        colleague=sanne, answers=page[0], network="mastodon", account=connect(sanne), text="Ja",
        state="refused", error="gave-up",
    )  # fmt: skip
    as_colleague(sanne).post(reverse("networks:again", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == "waiting"


def test_a_message_is_not_for_others(
    page: tuple[Post, str], sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    message = Message.objects.create(colleague=sanne, answers=page[0], network="mastodon")
    client = as_colleague(karim)
    assert client.get(reverse("networks:message", args=[message.pk])).status_code == 404
    for name in ("again", "back"):
        assert client.post(reverse(f"networks:{name}", args=[message.pk])).status_code == 404


def test_a_limited_post_is_not_for_others(
    post_by: MakePost, karim: Colleague, as_colleague: SignIn
) -> None:
    post = post_by(audience="limited")
    client = as_colleague(karim)
    for name in ("conversation", "thread"):
        assert client.get(reverse(f"networks:{name}", args=[post.pk])).status_code == 404
    for name in ("draft", "answer", "elsewhere", "read"):
        assert client.post(reverse(f"networks:{name}", args=[post.pk])).status_code == 404


def test_hostile_words_stay_words(
    post_by: MakePost, sanne: Colleague, as_colleague: SignIn
) -> None:
    post = post_by("<script>1</script>", "x", html='<p onclick="x()">Hoi<script>2</script></p>')
    shown = as_colleague(sanne).get(reverse("networks:conversation", args=[post.pk])).content
    assert b"<script>1" not in shown
    assert b"<script>2" not in shown
    assert b"onclick" not in shown


def test_newer_answers_are_looked_for_and_shown(
    mastodon: Mastodon, sanne: Colleague, as_colleague: SignIn
) -> None:
    post, client = answered_on(mastodon), as_colleague(sanne)
    mastodon.says("Ik ook!", by="els", reply_to=post.native["id"])
    htmx = {"HX-Request": "true"}
    first = client.post(reverse("networks:read", args=[post.pk]), headers=htmx).content
    assert b"Looking for newer answers" in first
    run_jobs()
    second = client.get(reverse("networks:thread", args=[post.pk]), headers=htmx).content
    assert b"Ik ook!" in second
    assert b"hx-swap-oob" in second
    client.post(reverse("networks:read", args=[post.pk]), headers=htmx)
    assert not run_jobs()


def test_a_server_that_is_away_does_not_spoil_the_page(
    post_by: MakePost, sanne: Colleague, now: datetime
) -> None:
    post = post_by(native={"server": "http://127.0.0.1:9", "id": "1"})
    assert actions.ask_for_thread(post=post, by=sanne, now=now)
    run_jobs()
    post.refresh_from_db()
    assert post.thread_read is not None


def test_each_state_has_its_words(
    post_by: MakePost, sanne: Colleague, connect: Connect, as_colleague: SignIn, now: datetime
) -> None:
    account = connect(sanne)
    for state in Message.State.values:
        Message.objects.create(
            colleague=sanne, answers=post_by(), network="mastodon", account=account, text="Ja",
            state=state, sent_at=now, error="too-slow" if state == "waiting" else "",
        )  # fmt: skip
    shown = as_colleague(sanne).get(reverse("networks:conversations")).content.decode()
    for words in ("A draft.", "On its way.", "Stands on Mastodon", "Not sent.", "own tool"):
        assert words in shown


def test_an_empty_list_says_how_to_begin(sanne: Colleague, as_colleague: SignIn) -> None:
    client = as_colleague(sanne)
    assert b"No conversations yet" in client.get(reverse("networks:conversations")).content
    shown = client.get(reverse("networks:conversations"), {"show": "to-me"}).content
    assert b"Connect an account first" in shown


@pytest.mark.parametrize("show", ["", "to-me"])
def test_the_list_costs_the_same_however_long(
    show: str, post_by: MakePost, sanne: Colleague, karim: Colleague, connect: Connect,
    source_of: MakeSource, as_colleague: SignIn, now: datetime,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    account, client = connect(sanne), as_colleague(sanne)
    source = source_of("x", "mastodon-mentions", account=account)
    for size in (1, 19):
        for number in range(size):
            post = post_by(f"Naam {size} {number}")
            post.sightings.create(source=source)
            mine = Message.objects.create(
                colleague=sanne, answers=post, network="mastodon", account=account, text="Ja",
                state="sent", sent_at=now, uid=f"https://x.example/{post.pk}",
            )  # fmt: skip
            Message.objects.create(
                colleague=karim, answers=post, network="mastodon", text="x", state="sent",
                sent_at=now - timedelta(minutes=1),
            )  # fmt: skip
            post_by(f"Antwoord {size} {number}", reply_to=mine.uid)
        with django_assert_max_num_queries(10):
            page = client.get(reverse("networks:conversations"), {"show": show})
        assert f"Naam {size} 0" in page.content.decode()


def test_a_conversation_costs_the_same_however_long(
    post_by: MakePost, sanne: Colleague, connect: Connect, as_colleague: SignIn,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    connect(sanne)
    post, client = post_by(), as_colleague(sanne)
    for size in (1, 40):
        for number in range(size):
            post_by(f"Naam {size} {number}", reply_to=post.uid, root=post.uid)
        with django_assert_max_num_queries(13):
            page = client.get(reverse("networks:conversation", args=[post.pk]))
        assert f"Naam {size} 0" in page.content.decode()


def test_hundreds_of_endless_answers_are_shown_short(
    page: tuple[Post, str], post_by: MakePost, sanne: Colleague, as_colleague: SignIn
) -> None:
    post, where = page
    for number in range(20):
        post_by(f"Naam {number}", "lang " * 4_000, html="<b>x</b>" * 12_000, reply_to=post.uid)
    assert len(as_colleague(sanne).get(where).content) < 100_000


def test_an_answer_to_a_letter_is_told_to_nobody_else(
    page: tuple[Post, str], sanne: Colleague, karim: Colleague, connect: Connect,
    source_of: MakeSource, as_colleague: SignIn, now: datetime,
) -> None:  # fmt: skip
    post, where = page
    Post.objects.update(audience="limited")
    his = source_of("x", "mastodon-mentions", account=connect(karim, "karim"))
    post.sightings.create(source=his)
    Message.objects.create(
        colleague=sanne, answers=post, network="mastodon", text="Onder ons", state="sent",
        sent_at=now,
    )  # fmt: skip
    assert "Sanne" not in as_colleague(karim).get(where).content.decode()
