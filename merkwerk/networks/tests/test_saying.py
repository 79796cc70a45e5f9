"""Something of one's own: said once, by one press, through an own account, in its order."""

from __future__ import annotations

import inspect
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.tests.loopback import Asked, Reply
from merkwerk.networks import actions
from merkwerk.networks.actions import Part, Unsayable
from merkwerk.networks.models import ConnectedAccount, Message, Post
from merkwerk.networks.tests.conftest import Connect, MakePost
from merkwerk.networks.tests.mastodon_stand_in import Mastodon, reply
from merkwerk.networks.tests.steps import run_jobs
from merkwerk.networks.tests.test_sending import lost_after
from merkwerk.notifications.models import Notice

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
THREE = [Part("Eerst dit."), Part("Dan dat."), Part("En tot slot.")]


@pytest.fixture
def account(connect: Connect, sanne: Colleague) -> ConnectedAccount:
    return connect(sanne)


def say(by: Colleague, account: ConnectedAccount, *texts: str, **more: Any) -> actions.Spoken:
    parts = [Part(text) for text in texts] or THREE
    asked: dict[str, Any] = {"desk": "tafel-1", "piece": "stuk-1"}
    return actions.say(by=by, account=account, parts=parts, **(asked | more))


def states(piece: str = "stuk-1") -> list[str]:
    return [one.state for one in Message.objects.of_piece(piece)]


def contents(mastodon: Mastodon) -> list[str]:
    return [status["content"] for status in mastodon.by_us()]


def test_it_stands_there_and_answers_nothing(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    spoken = say(sanne, account, "Vandaag leerde ik iets.", language="nl")
    run_jobs()
    message = Message.objects.get(pk=spoken.message.pk)
    (there,) = mastodon.by_us()
    assert (message.state, message.uid) == ("sent", there["uri"])
    assert (there["content"], there["in_reply_to_id"], there["visibility"]) == (
        "<p>Vandaag leerde ik iets.</p>", None, "public",
    )  # fmt: skip
    post = Post.objects.get(uid=message.uid)
    assert (post.identity, post.reply_to, post.held) == (account.identity, "", True)


def test_a_thread_goes_part_after_part(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    say(sanne, account)
    run_jobs()
    first, second, third = mastodon.by_us()
    assert [first["in_reply_to_id"], second["in_reply_to_id"], third["in_reply_to_id"]] == [
        None, first["id"], second["id"],
    ]  # fmt: skip
    assert contents(mastodon) == [f"<p>{part.text}</p>" for part in THREE]
    posts = {post.uid: post for post in Post.objects.all()}
    assert posts[third["uri"]].reply_to == second["uri"]
    assert posts[third["uri"]].root == first["uri"]


def test_only_the_first_part_is_due(account: ConnectedAccount, sanne: Colleague) -> None:
    spoken = say(sanne, account)
    assert [one.pk for one in Message.objects.due(timezone.now())] == [spoken.message.pk]


def test_pressed_twice_it_is_one(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    assert say(sanne, account).fresh
    assert not say(sanne, account).fresh
    run_jobs()
    again = say(sanne, account)
    assert (again.fresh, len(again.parts)) == (False, 3)
    run_jobs()
    assert len(mastodon.by_us()) == 3


def test_pressed_on_two_devices_it_is_one(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    say(sanne, account, "Op de telefoon.", desk="telefoon")
    assert not say(sanne, account, "Op de laptop.", desk="laptop").fresh
    run_jobs()
    assert contents(mastodon) == ["<p>Op de telefoon.</p>"]


def test_nobody_speaks_for_somebody_else(
    account: ConnectedAccount, karim: Colleague, administrator: Colleague
) -> None:
    for other in (karim, administrator):
        with pytest.raises(PermissionError):
            say(other, account, "Uit naam van Sanne.")
    assert not Message.objects.exists()


def test_nobody_answers_for_somebody_else(
    account: ConnectedAccount, karim: Colleague, post_by: MakePost
) -> None:
    with pytest.raises(PermissionError):
        actions.answer(by=karim, post=post_by(), text="Ja.", account=account, desk="t")


def test_a_message_put_under_somebody_elses_account_is_not_sent(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague, karim: Colleague
) -> None:
    spoken = say(sanne, account, "Van Sanne.")
    Message.objects.filter(pk=spoken.message.pk).update(colleague=karim)
    run_jobs()
    assert not mastodon.by_us()
    assert Message.objects.get().error == "not-yours"


def test_there_is_no_way_to_name_a_time() -> None:
    told = set(inspect.signature(actions.say).parameters)
    assert told == {
        "by", "account", "parts", "desk", "piece", "language", "warning", "quotes", "now",
    }  # fmt: skip
    assert not {"at", "when", "due", "not_before"} & {f.name for f in Message._meta.fields}


def test_the_same_words_do_not_go_through_two_accounts(
    connect: Connect, account: ConnectedAccount, sanne: Colleague
) -> None:
    second = connect(sanne, name="sanne2")
    say(sanne, account, "Lees dit allemaal!")
    with pytest.raises(Unsayable, match="said-through-another"):
        say(sanne, second, "Lees  dit ALLEMAAL!", desk="tafel-2", piece="stuk-2")
    for nearly in ("Lees dit allemaal.", "lees... dit allemaal \N{PARTY POPPER}"):
        with pytest.raises(Unsayable, match="said-through-another"):
            say(sanne, second, "Even dit:", nearly, desk="tafel-2", piece="stuk-2")
    assert say(sanne, second, "Iets anders.", desk="tafel-3", piece="stuk-3").fresh


def test_asking_again_is_no_way_round_to_the_same_people(
    connect: Connect, account: ConnectedAccount, sanne: Colleague
) -> None:
    second = connect(sanne, name="sanne2")
    early = say(sanne, second, "Lees dit allemaal!", desk="tafel-2", piece="stuk-2").message
    assert actions.take_back(message=early, by=sanne)
    say(sanne, account, "Lees dit allemaal!")
    again = actions.ask_to_send(message=early, by=sanne)
    assert (again.state, again.error) == ("refused", "said-through-another")
    assert again.trouble is not None


def test_changing_is_no_way_round_to_the_same_people(
    mastodon: Mastodon, connect: Connect, account: ConnectedAccount, sanne: Colleague
) -> None:
    second = connect(sanne, name="sanne2")
    other = say(sanne, second, "Iets anders.", desk="tafel-2", piece="stuk-2").message
    run_jobs()
    say(sanne, account, "Lees dit allemaal!")
    other.refresh_from_db()
    with pytest.raises(Unsayable, match="said-through-another"):
        actions.change(message=other, by=sanne, text="Lees dit allemaal")


def test_an_answer_never_becomes_a_message_to_everybody_when_its_post_is_erased(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague, post_by: MakePost
) -> None:
    post = post_by(audience="limited")
    asked = actions.answer(by=sanne, post=post, text="Onder ons.", account=account, desk="t")
    Post.objects.filter(pk=post.pk).delete()
    run_jobs()
    assert not mastodon.by_us()
    asked.message.refresh_from_db()
    assert (asked.message.state, asked.message.error) == ("refused", "gone")


def test_a_private_answer_stays_private_when_its_post_is_erased(
    account: ConnectedAccount, sanne: Colleague, karim: Colleague, post_by: MakePost
) -> None:
    post = post_by(audience="limited")
    told = Message.objects.create(
        colleague=sanne, account=account, network="mastodon", answers=post, text="Onder ons.",
        state=Message.State.SENT,
    )  # fmt: skip
    Post.objects.filter(pk=post.pk).delete()
    told.refresh_from_db()
    assert told.answers is None
    assert not Message.objects.published().exists()
    assert not Message.objects.known_to(karim).exists()
    assert Message.objects.known_to(sanne).get() == told


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["x" * 601], "too-long"),
        (["goed", "x" * 601], "too-long"),
        (["goed", " \u200b\n"], "empty"),
        (["a"] * 26, "too-many-parts"),
    ],
)
def test_what_the_network_would_not_take_is_refused_before_anything_goes(
    account: ConnectedAccount, sanne: Colleague, texts: list[str], code: str
) -> None:
    with pytest.raises(Unsayable) as refused:
        say(sanne, account, *texts)
    assert refused.value.code == code
    assert refused.value.trouble
    assert not Message.objects.exists()


def test_the_warning_hides_the_words_on_mastodon_and_counts_along(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    say(sanne, account, warning="  Gaat over\n verlies ")
    run_jobs()
    assert {status["spoiler_text"] for status in mastodon.by_us()} == {"Gaat over verlies"}
    with pytest.raises(Unsayable):
        say(sanne, account, "x" * 600, desk="t2", piece="s2", warning="!")


def test_a_refused_part_stops_the_rest_and_keeps_the_words(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    refuse(mastodon, "Dan dat.")
    say(sanne, account)
    run_jobs()
    told = list(Message.objects.of_piece("stuk-1"))
    assert [(one.state, one.error) for one in told] == [
        ("sent", ""), ("refused", "rejected"), ("refused", "part-before"),
    ]  # fmt: skip
    assert [one.text for one in told] == [part.text for part in THREE]
    assert all(one.trouble for one in told[1:])
    assert Notice.objects.count() == 1
    assert len(mastodon.by_us()) == 1


def refuse(mastodon: Mastodon, text: str) -> None:
    def no(asked: Asked) -> Reply | None:
        if asked.method == "POST" and text.encode() in asked.body:
            return reply({"error": "Validation failed"}, 422)
        return None

    mastodon.trouble = no


def test_the_rest_is_asked_for_again_from_any_of_its_parts(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    refuse(mastodon, "Dan dat.")
    say(sanne, account)
    run_jobs()
    mastodon.trouble = lambda _: None
    last = Message.objects.of_piece("stuk-1").last()
    assert last is not None
    actions.ask_to_send(message=last, by=sanne)
    run_jobs()
    assert contents(mastodon) == [f"<p>{part.text}</p>" for part in THREE]


def test_the_rest_is_written_anew_and_what_stands_stays(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    refuse(mastodon, "Dan dat.")
    say(sanne, account)
    run_jobs()
    assert not say(sanne, account).fresh  # the same page once more
    assert say(sanne, account, "Iets anders dan wat er staat.", "Zo dan.", desk="tafel-2").fresh
    run_jobs()
    assert contents(mastodon) == ["<p>Eerst dit.</p>", "<p>Zo dan.</p>"]
    assert states() == ["sent", "sent"]


def test_a_lost_answer_of_the_server_makes_no_second_part(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    spoken = say(sanne, account)
    lost_after(mastodon)
    assert not actions.send(message_id=spoken.message.pk)
    Message.objects.filter(pk=spoken.message.pk).update(next_try=timezone.now())
    assert actions.send(message_id=spoken.message.pk)
    run_jobs()
    assert contents(mastodon) == [f"<p>{part.text}</p>" for part in THREE]
    assert states() == ["sent"] * 3


def test_a_message_found_back_though_our_clock_ran_ahead(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    ahead = timezone.now() + 3 * HOUR
    spoken = say(sanne, account, "Eenmaal.", now=ahead)
    lost_after(mastodon)
    actions.send(message_id=spoken.message.pk, now=ahead)
    mastodon.keys.clear()  # as if the server had forgotten the key
    actions.send(message_id=spoken.message.pk, now=timezone.now() + 8 * HOUR)
    assert contents(mastodon) == ["<p>Eenmaal.</p>"]
    assert states() == ["sent"]


def test_a_clock_that_jumps_back_a_year_keeps_nothing_waiting(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    say(sanne, account, now=timezone.now() + timedelta(days=365))
    actions.send_due()
    run_jobs()
    assert states() == ["sent"] * 3


def test_a_claim_from_the_future_holds_nobody_up(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague, now: datetime
) -> None:
    spoken = say(sanne, account, "Toch.")
    Message.objects.filter(pk=spoken.message.pk).update(
        state="sending", claim="weg", claimed_until=now + timedelta(days=300), unsure=True
    )
    assert actions.send_due() == 1
    run_jobs()
    assert contents(mastodon) == ["<p>Toch.</p>"]


def test_an_account_let_go_while_it_waits_keeps_the_words(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    say(sanne, account)
    actions.disconnect(account=account, by=sanne)
    run_jobs()
    told = list(Message.objects.of_piece("stuk-1"))
    assert [(one.state, one.error) for one in told] == [("refused", "disconnected")] * 3
    assert [one.text for one in told] == [part.text for part in THREE]
    assert not mastodon.by_us()


def test_a_token_refused_on_the_way_stops_the_thread(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    say(sanne, account)
    mastodon.trouble = lambda asked: reply({"error": "The access token was revoked"}, 401)
    run_jobs()
    assert [one.error for one in Message.objects.of_piece("stuk-1")] == [
        "token-refused", "part-before", "part-before",
    ]  # fmt: skip
    with pytest.raises(Unsayable, match="token-refused"):
        say(sanne, ConnectedAccount.objects.get(pk=account.pk), desk="tafel-2")


def test_what_has_not_gone_is_called_off(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague, karim: Colleague
) -> None:
    first = say(sanne, account).message
    assert not actions.take_back(message=first, by=karim)
    assert actions.take_back(message=first, by=sanne)
    run_jobs()
    assert not mastodon.by_us()
    assert {one.error for one in Message.objects.of_piece("stuk-1")} == {"called-off"}
    assert say(sanne, account, "Toch maar.", desk="tafel-2").fresh
    run_jobs()
    assert contents(mastodon) == ["<p>Toch maar.</p>"]


def test_it_can_be_called_off_between_two_parts(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    spoken = say(sanne, account)
    actions.send(message_id=spoken.message.pk)
    second = Message.objects.get(pk=spoken.parts[1].pk)
    assert actions.take_back(message=second, by=sanne)
    run_jobs()
    assert states() == ["sent", "refused", "refused"]


def test_told_again_after_it_was_all_taken_away(
    mastodon: Mastodon, account: ConnectedAccount, sanne: Colleague
) -> None:
    first = say(sanne, account, "Met een typvout.").message
    run_jobs()
    first.refresh_from_db()
    actions.take_away(message=first, by=sanne)
    run_jobs()
    assert not say(sanne, account, "Met een typvout.").fresh
    assert say(sanne, account, "Zonder typfout.", desk="tafel-2").fresh
    run_jobs()
    assert contents(mastodon) == ["<p>Zonder typfout.</p>"]
