"""What stands there, changed or taken away by who said it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.tests.loopback import Reply
from merkwerk.networks import actions
from merkwerk.networks.actions import Part, Unsayable
from merkwerk.networks.models import ConnectedAccount, Message, Post
from merkwerk.networks.tests.bluesky_stand_in import Bluesky
from merkwerk.networks.tests.conftest import Connect
from merkwerk.networks.tests.mastodon_stand_in import Mastodon, reply
from merkwerk.networks.tests.steps import answered_on, run_jobs
from merkwerk.notifications.models import Notice

pytestmark = pytest.mark.django_db


def told(by: Colleague, account: ConnectedAccount, *texts: str) -> list[Message]:
    parts = [Part(text) for text in texts or ("Gisteren geleert.",)]
    actions.say(by=by, account=account, parts=parts, desk="tafel", piece="stuk")
    run_jobs()
    return list(Message.objects.of_piece("stuk"))


@pytest.fixture
def message(mastodon: Mastodon, connect: Connect, sanne: Colleague) -> Message:
    return told(sanne, connect(sanne))[0]


def test_the_words_that_stand_there_are_changed(
    mastodon: Mastodon, message: Message, sanne: Colleague
) -> None:
    assert actions.can_change(message)
    actions.change(message=message, by=sanne, text="Gisteren geleerd.", warning="Spelling")
    run_jobs()
    message.refresh_from_db()
    (there,) = mastodon.by_us()
    assert (there["content"], there["spoiler_text"]) == ("<p>Gisteren geleerd.</p>", "Spelling")
    assert (message.text, message.warning, message.state) == (
        "Gisteren geleerd.", "Spelling", "sent",
    )  # fmt: skip
    assert (bool(message.edited_at), message.wish, message.wished_text) == (True, "", "")
    post = Post.objects.get(uid=message.uid)
    assert (post.text, bool(post.edited)) == ("Gisteren geleerd.", True)


def test_its_pictures_stay(mastodon: Mastodon, message: Message, sanne: Colleague) -> None:
    Message.objects.update(native=message.native | {"media": "7000,7001"})
    actions.change(message=message, by=sanne, text="Gisteren geleerd.")
    run_jobs()
    assert mastodon.by_us()[0]["media_attachments"] == [{"id": "7000"}, {"id": "7001"}]


def test_an_answer_goes_on_to_name_whom_it_answers(
    mastodon: Mastodon, connect: Connect, sanne: Colleague
) -> None:
    answer = actions.answer(
        by=sanne, post=answered_on(mastodon), text="Jaa.", account=connect(sanne), desk="t"
    ).message
    run_jobs()
    answer.refresh_from_db()
    actions.change(message=answer, by=sanne, text="Ja.")
    run_jobs()
    assert mastodon.by_us()[0]["content"] == f"<p>@joris@{mastodon.host} Ja.</p>"


def test_nobody_else_changes_it_or_takes_it_away(
    mastodon: Mastodon, message: Message, karim: Colleague, administrator: Colleague
) -> None:
    for other in (karim, administrator):
        with pytest.raises(PermissionError):
            actions.change(message=message, by=other, text="Anders.")
        with pytest.raises(PermissionError):
            actions.take_away(message=message, by=other)


def test_words_that_do_not_fit_are_refused(message: Message, sanne: Colleague) -> None:
    for text, code in (("x" * 601, "too-long"), (" ", "empty")):
        with pytest.raises(Unsayable, match=code):
            actions.change(message=message, by=sanne, text=text)
    message.refresh_from_db()
    assert message.wish == ""


def test_the_newest_of_two_changes_counts(
    mastodon: Mastodon, message: Message, sanne: Colleague
) -> None:
    actions.change(message=message, by=sanne, text="Eerst zo.")
    actions.change(message=message, by=sanne, text="Nee, zo.")
    run_jobs()
    assert mastodon.by_us()[0]["content"] == "<p>Nee, zo.</p>"


def test_the_same_words_are_no_change(
    mastodon: Mastodon, message: Message, sanne: Colleague
) -> None:
    actions.change(message=message, by=sanne, text=f" {message.text}\n")
    assert run_jobs() == []


def test_on_bluesky_it_is_taken_away_instead(
    bluesky: Bluesky, on_bluesky: ConnectedAccount, sanne: Colleague
) -> None:
    (message,) = told(sanne, on_bluesky)
    assert not actions.can_change(message)
    with pytest.raises(ValueError, match="can't be changed"):
        actions.change(message=message, by=sanne, text="Anders.")
    actions.take_away(message=message, by=sanne)
    run_jobs()
    assert bluesky.records == {}
    assert Message.objects.get().state == "taken-away"


def test_what_was_said_elsewhere_is_taken_away_there(sanne: Colleague, mastodon: Mastodon) -> None:
    message = actions.said_elsewhere(
        by=sanne, post=answered_on(mastodon), address="https://social.example/@sanne/1"
    )
    assert message is not None
    assert not actions.can_take_away(message)
    with pytest.raises(ValueError, match="from here"):
        actions.take_away(message=message, by=sanne)


def test_what_is_taken_away_stands_nowhere_and_its_words_stay_with_the_writer(
    mastodon: Mastodon, message: Message, sanne: Colleague
) -> None:
    actions.take_away(message=message, by=sanne)
    run_jobs()
    message.refresh_from_db()
    assert mastodon.by_us() == []
    assert (message.state, message.stands, message.text) == (
        "taken-away", False, "Gisteren geleert.",
    )  # fmt: skip
    post = Post.objects.get(uid=message.uid)
    assert (post.text, bool(post.deleted_at)) == ("", True)
    assert message not in Message.objects.told()


def test_a_whole_thread_is_taken_away(
    mastodon: Mastodon, connect: Connect, sanne: Colleague
) -> None:
    _, second, _ = told(sanne, connect(sanne), "Een.", "Twee.", "Drie.")
    actions.take_away(message=second, by=sanne, whole=True)
    run_jobs()
    assert mastodon.by_us() == []
    assert {one.state for one in Message.objects.of_piece("stuk")} == {"taken-away"}


def test_taking_away_is_safe_to_repeat(
    mastodon: Mastodon, message: Message, sanne: Colleague
) -> None:
    mastodon.statuses.clear()  # somebody took it away with another tool
    actions.take_away(message=message, by=sanne)
    actions.take_away(message=message, by=sanne)
    run_jobs()
    message.refresh_from_db()
    assert message.state == "taken-away"
    with pytest.raises(ValueError, match="from here"):
        actions.take_away(message=message, by=sanne)


def test_nothing_is_changed_that_is_being_taken_away(
    mastodon: Mastodon, message: Message, sanne: Colleague
) -> None:
    actions.take_away(message=message, by=sanne)
    message.refresh_from_db()
    assert not actions.can_change(message)
    run_jobs()
    assert mastodon.by_us() == []


def test_taking_away_wins_over_a_change_that_waits(
    mastodon: Mastodon, message: Message, sanne: Colleague
) -> None:
    actions.change(message=message, by=sanne, text="Anders.")
    actions.take_away(message=message, by=sanne)
    run_jobs()
    assert mastodon.by_us() == []


def test_a_lost_answer_to_a_change_is_asked_again(
    mastodon: Mastodon, message: Message, sanne: Colleague
) -> None:
    actions.change(message=message, by=sanne, text="Anders.")
    mastodon.trouble = lambda asked: Reply(raw=iter(()))
    run_jobs()
    message.refresh_from_db()
    assert (message.state, message.error, message.is_being_changed) == ("sent", "unreachable", True)
    mastodon.trouble = lambda _: None
    Message.objects.update(next_try=timezone.now())
    assert actions.send_due() == 1
    run_jobs()
    message.refresh_from_db()
    assert (message.text, message.wish) == ("Anders.", "")


def test_a_killed_workers_wish_is_found_again(
    mastodon: Mastodon, message: Message, sanne: Colleague
) -> None:
    actions.take_away(message=message, by=sanne)
    past = timezone.now() - timedelta(hours=1)
    Message.objects.update(claim="weg", claimed_until=past)
    assert actions.send_due() == 1
    run_jobs()
    assert mastodon.by_us() == []


def test_a_refused_change_leaves_the_old_words_and_tells_why(
    mastodon: Mastodon, message: Message, sanne: Colleague
) -> None:
    actions.change(message=message, by=sanne, text="Anders.")
    mastodon.trouble = lambda asked: reply({"error": "Too many edits"}, 422)
    run_jobs()
    message.refresh_from_db()
    assert (message.state, message.text, message.is_being_changed) == (
        "sent", "Gisteren geleert.", False,
    )  # fmt: skip
    assert message.trouble
    assert "Too many edits" in message.trouble.detail
    assert Notice.objects.get().kind == "wish_refused"


def test_after_a_day_it_is_given_up_and_told(
    mastodon: Mastodon, message: Message, sanne: Colleague
) -> None:
    actions.take_away(message=message, by=sanne, now=timezone.now() - timedelta(days=2))
    mastodon.trouble = lambda asked: reply({}, 503)
    run_jobs()
    message.refresh_from_db()
    assert (message.state, message.error) == ("sent", "gave-up")
    assert message.trouble
    actions.take_away(message=message, by=sanne)
    mastodon.trouble = lambda _: None
    run_jobs()
    assert mastodon.by_us() == []


def test_an_account_let_go_meanwhile_says_where_to_do_it(
    mastodon: Mastodon, message: Message, sanne: Colleague
) -> None:
    actions.take_away(message=message, by=sanne)
    assert message.account
    actions.disconnect(account=message.account, by=sanne)
    run_jobs()
    message.refresh_from_db()
    assert (message.state, message.error) == ("sent", "disconnected")
