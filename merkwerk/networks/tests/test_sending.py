"""The outbox: once on the server, whatever is lost on the way."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.tests.loopback import Asked, Reply
from merkwerk.networks import actions
from merkwerk.networks.models import ConnectedAccount, Message, Post, Source
from merkwerk.networks.tests.bluesky_stand_in import DID, Bluesky
from merkwerk.networks.tests.conftest import Connect, MakePost, MakeSource
from merkwerk.networks.tests.mastodon_stand_in import Mastodon, reply
from merkwerk.networks.tests.steps import answered_on, run_jobs
from merkwerk.notifications.models import Notice

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def waiting(mastodon: Mastodon, connect: Connect, sanne: Colleague) -> Message:
    asked = actions.answer(
        by=sanne, post=answered_on(mastodon), text="Ja, sinds maart.", account=connect(sanne),
        desk="tafel-1",
    )  # fmt: skip
    return asked.message


def lost_after(mastodon: Mastodon) -> None:
    """The server takes the message, but its answer never arrives."""

    def cut(asked: Asked) -> Reply | None:
        if asked.method == "POST" and asked.path == "/api/v1/statuses":
            mastodon.trouble = lambda _: None
            mastodon.answer(asked)
            return Reply(raw=iter(()))
        return None

    mastodon.trouble = cut


def test_it_stands_there_as_an_answer(mastodon: Mastodon, waiting: Message) -> None:
    run_jobs()
    waiting.refresh_from_db()
    (there,) = mastodon.by_us()
    assert (waiting.state, waiting.uid) == ("sent", there["uri"])
    assert there["in_reply_to_id"] == mastodon.statuses[0]["id"]
    assert there["content"] == f"<p>@joris@{mastodon.host} Ja, sinds maart.</p>"


def test_it_stands_in_the_thread_once_also_after_collecting_it(
    mastodon: Mastodon, waiting: Message, now: datetime
) -> None:
    run_jobs()
    post = waiting.answers
    assert post is not None
    actions.read_thread(post_id=post.pk, colleague_id=waiting.colleague_id)
    assert Post.objects.count() == 2
    assert Post.objects.get(uid=mastodon.by_us()[0]["uri"]).state == Post.State.READ


def test_a_lost_answer_of_the_server_is_found_back(mastodon: Mastodon, waiting: Message) -> None:
    lost_after(mastodon)
    assert not actions.send(message_id=waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.unsure) == ("waiting", True)
    assert actions.send(message_id=waiting.pk, now=waiting.next_try)
    assert len(mastodon.by_us()) == 1
    assert not [a for a in mastodon.server.asked if a.method == "POST"][1:]  # type: ignore[union-attr]


def test_a_worker_killed_while_sending_does_not_send_twice(
    mastodon: Mastodon, waiting: Message, now: datetime
) -> None:
    run_jobs()
    # As if the process had died right after the server said yes:
    Message.objects.filter(pk=waiting.pk).update(
        state=Message.State.SENDING, claim="weg", claimed_until=now - HOUR, next_try=now - HOUR,
        uid="", url="", unsure=True,
    )  # fmt: skip
    assert actions.send_due(now=now) == 1
    run_jobs()
    waiting.refresh_from_db()
    assert waiting.state == "sent"
    assert len(mastodon.by_us()) == 1


def test_a_message_in_another_workers_hands_is_left_alone(
    mastodon: Mastodon, waiting: Message, now: datetime
) -> None:
    Message.objects.filter(pk=waiting.pk).update(claim="x", claimed_until=now + HOUR)
    assert not actions.send(message_id=waiting.pk)
    assert not mastodon.by_us()


def test_the_same_words_sent_earlier_are_another_message(
    mastodon: Mastodon, waiting: Message, connect: Connect, sanne: Colleague
) -> None:
    run_jobs()
    post = waiting.answers
    account = waiting.account
    assert post is not None
    assert account is not None
    second = actions.answer(
        by=sanne, post=post, text="Ja, sinds maart.", account=account, desk="tafel-2"
    ).message
    lost_once(mastodon)
    actions.send(message_id=second.pk)
    second.refresh_from_db()
    actions.send(message_id=second.pk, now=second.next_try)
    assert len(mastodon.by_us()) == 2


def lost_once(mastodon: Mastodon) -> None:
    """The connection breaks before the server reads anything."""

    def cut(asked: Asked) -> Reply | None:
        if asked.method == "POST" and asked.path == "/api/v1/statuses":
            mastodon.trouble = lambda _: None
            return Reply(raw=iter(()))
        return None

    mastodon.trouble = cut


def test_what_the_network_refuses_says_its_reason_and_keeps_the_text(
    mastodon: Mastodon, waiting: Message
) -> None:
    Message.objects.filter(pk=waiting.pk).update(text="")
    waiting.refresh_from_db()
    waiting.text = "x" * 601
    waiting.save()
    run_jobs()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error, waiting.unsure) == ("refused", "rejected", False)
    assert "limit of 600" in waiting.error_detail
    assert waiting.text == "x" * 601
    assert Notice.objects.get().kind == "message_refused"


def test_an_unreachable_server_is_tried_again_for_a_day(
    mastodon: Mastodon, waiting: Message, now: datetime
) -> None:
    mastodon.trouble = lambda asked: reply({"error": "busy"}, 503)
    actions.send(message_id=waiting.pk, now=now)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == ("waiting", "server-trouble")
    later = now + timedelta(hours=25)
    actions.send(message_id=waiting.pk, now=later)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == ("refused", "gave-up")
    assert waiting.text == "Ja, sinds maart."


def test_the_servers_wish_to_wait_is_kept(
    mastodon: Mastodon, waiting: Message, now: datetime
) -> None:
    mastodon.trouble = lambda asked: reply({}, 429, Retry_After="300")
    actions.send(message_id=waiting.pk, now=now)
    waiting.refresh_from_db()
    assert waiting.next_try is not None
    assert waiting.next_try >= now + timedelta(seconds=300)
    assert not waiting.unsure


def test_a_refused_token_asks_to_connect_again(
    mastodon: Mastodon, waiting: Message, source_of: object
) -> None:
    mastodon.trouble = lambda asked: reply({"error": "revoked"}, 401)
    run_jobs()
    waiting.refresh_from_db()
    account = waiting.account
    assert account is not None
    assert (waiting.state, waiting.error) == ("refused", "token-refused")
    assert account.state == ConnectedAccount.State.REFUSED
    assert {notice.kind for notice in Notice.objects.all()} == {
        "account_refused",
        "message_refused",
    }


def test_a_post_seen_elsewhere_is_found_on_the_own_server(
    mastodon: Mastodon, connect: Connect, sanne: Colleague
) -> None:
    post = answered_on(mastodon)
    Post.objects.filter(pk=post.pk).update(native={"server": "https://ver.example", "id": "77"})
    post.refresh_from_db()
    actions.answer(by=sanne, post=post, text="Ja", account=connect(sanne), desk="t")
    run_jobs()
    assert mastodon.by_us()[0]["in_reply_to_id"] == mastodon.statuses[0]["id"]


def test_a_post_the_own_server_cannot_find_is_a_clear_no(
    mastodon: Mastodon, connect: Connect, sanne: Colleague, post_by: MakePost
) -> None:
    asked = actions.answer(by=sanne, post=post_by(), text="Ja", account=connect(sanne), desk="t")
    run_jobs()
    asked.message.refresh_from_db()
    assert (asked.message.state, asked.message.error) == ("refused", "not-found")
    assert not mastodon.by_us()


def test_an_answer_to_a_limited_post_is_not_public(
    mastodon: Mastodon, connect: Connect, sanne: Colleague
) -> None:
    post = answered_on(mastodon)
    Post.objects.filter(pk=post.pk).update(audience="limited")
    post.refresh_from_db()
    actions.answer(by=sanne, post=post, text="Ja", account=connect(sanne), desk="t")
    run_jobs()
    assert mastodon.by_us()[0]["visibility"] == "direct"


def test_an_answer_to_a_quiet_post_is_as_quiet(
    mastodon: Mastodon, waiting: Message, connect: Connect, sanne: Colleague
) -> None:
    post = waiting.answers
    assert post is not None
    Post.objects.update(native={**post.native, "visibility": "unlisted"})
    run_jobs()
    assert mastodon.by_us()[0]["visibility"] == "unlisted"


def test_its_writer_alone_sees_an_answer_to_a_letter(
    mastodon: Mastodon, waiting: Message, source_of: MakeSource, sanne: Colleague, karim: Colleague
) -> None:
    Post.objects.update(audience="limited")
    source_of("x", "mastodon-mentions", account=waiting.account)
    run_jobs()
    answer = Post.objects.filter(uid=mastodon.by_us()[0]["uri"])
    assert (answer & Post.objects.visible_to(sanne)).exists()
    assert not (answer & Post.objects.visible_to(karim)).exists()
    assert not actions.spoke_to(sanne).filter(pk__in=answer).exists()


def test_changed_words_after_an_unsure_try_do_not_stand_there_beside_the_first(
    mastodon: Mastodon, waiting: Message, sanne: Colleague, now: datetime
) -> None:
    lost_after(mastodon)
    actions.send(message_id=waiting.pk, now=now)
    Message.objects.filter(pk=waiting.pk).update(state=Message.State.REFUSED, error="gave-up")
    waiting.refresh_from_db()
    assert actions.take_back(message=waiting, by=sanne)
    post, account = waiting.answers, waiting.account
    assert post is not None
    assert account is not None
    again = actions.answer(by=sanne, post=post, text="Toch anders.", account=account, desk="t3",
                           version=waiting.version)  # fmt: skip
    actions.send(message_id=again.message.pk)
    assert len(mastodon.by_us()) == 1
    again.message.refresh_from_db()
    assert (again.message.state, again.message.text) == ("sent", "Ja, sinds maart.")
    draft = actions.draft_of(by=sanne, post=post)
    assert draft is not None
    assert draft.text == "Toch anders."


# --- AT Protocol -------------------------------------------------------------------------------


@pytest.fixture
def to_bluesky(on_bluesky: ConnectedAccount, post_by: MakePost, sanne: Colleague) -> Message:
    post = post_by(network="bluesky", uid=f"at://{'did:plc:' + 'b' * 24}/app.bsky.feed.post/3kabc")
    Post.objects.filter(pk=post.pk).update(native={"cid": "bafyjoris"})
    post.refresh_from_db()
    return actions.answer(
        by=sanne, post=post, text="Ja, wij.", account=on_bluesky, desk="b1"
    ).message


def test_the_record_key_is_chosen_when_it_is_asked_for(to_bluesky: Message) -> None:
    assert len(to_bluesky.record) == 13
    assert not to_bluesky.tries


def test_an_answer_on_bluesky_is_a_real_reply(bluesky: Bluesky, to_bluesky: Message) -> None:
    run_jobs()
    to_bluesky.refresh_from_db()
    ((uri, record),) = bluesky.records.items()
    assert uri == to_bluesky.uid == f"at://{DID}/app.bsky.feed.post/{to_bluesky.record}"
    assert record["reply"]["parent"]["cid"] == "bafyjoris"
    assert to_bluesky.state == "sent"


def test_a_lost_answer_on_bluesky_is_found_by_its_record_key(
    bluesky: Bluesky, to_bluesky: Message
) -> None:
    def cut(asked: Asked) -> Reply | None:
        if "putRecord" in asked.path:
            bluesky.trouble = lambda _: None
            bluesky.answer(asked)
            return Reply(raw=iter(()))
        return None

    bluesky.trouble = cut
    actions.send(message_id=to_bluesky.pk)
    to_bluesky.refresh_from_db()
    assert to_bluesky.state == "waiting"
    assert actions.send(message_id=to_bluesky.pk, now=to_bluesky.next_try)
    assert len(bluesky.records) == 1


def test_a_renewed_session_is_kept_at_once(
    bluesky: Bluesky, to_bluesky: Message, on_bluesky: ConnectedAccount
) -> None:
    bluesky.expired = True
    run_jobs()
    on_bluesky.refresh_from_db()
    assert '"refresh-2"' in on_bluesky.token
    assert (on_bluesky.claim, on_bluesky.claimed_until) == ("", None)
    to_bluesky.refresh_from_db()
    assert to_bluesky.state == "sent"


def test_a_disconnected_account_sends_nothing(
    bluesky: Bluesky, to_bluesky: Message, on_bluesky: ConnectedAccount, sanne: Colleague
) -> None:
    actions.disconnect(account=on_bluesky, by=sanne)
    run_jobs()
    to_bluesky.refresh_from_db()
    assert (to_bluesky.state, to_bluesky.error) == ("refused", "disconnected")
    assert not bluesky.records
    assert bluesky.deleted_sessions == 1
    assert not Source.objects.exists()
