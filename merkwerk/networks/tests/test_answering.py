"""Drafts from two devices, one press, and everything the conversation's page does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from merkwerk.accounts.models import Colleague
from merkwerk.networks import actions
from merkwerk.networks.models import Message, Post
from merkwerk.networks.tests.conftest import Connect, MakePost, MakeSource
from merkwerk.networks.tests.steps import run_jobs

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]


def drafted(post: Post, by: Colleague, text: str, desk: str, version: int = 0) -> Message:
    return actions.save_draft(by=by, post=post, text=text, desk=desk, version=version)


def test_typing_on_keeps_one_draft(post_by: MakePost, sanne: Colleague) -> None:
    post = post_by()
    for text in ("J", "Ja", "Ja, wij"):
        draft = drafted(post, sanne, text, "laptop")
    assert (Message.objects.count(), draft.text) == (1, "Ja, wij")
    assert actions.others_of(draft) == []


def test_two_devices_lose_nothing(post_by: MakePost, sanne: Colleague) -> None:
    post = post_by()
    drafted(post, sanne, "Vanaf de laptop", "laptop")
    draft = drafted(post, sanne, "Vanaf de telefoon", "telefoon")
    assert draft.text == "Vanaf de telefoon"
    assert actions.others_of(draft) == ["Vanaf de laptop"]
    drafted(post, sanne, "Vanaf de telefoon, meer", "telefoon")
    draft = drafted(post, sanne, "Vanaf de laptop, meer", "laptop")
    assert actions.others_of(draft) == ["Vanaf de telefoon, meer"]


def test_going_on_from_what_one_saw_is_no_conflict(post_by: MakePost, sanne: Colleague) -> None:
    post = post_by()
    seen = drafted(post, sanne, "Begin", "laptop").version
    draft = drafted(post, sanne, "Heel anders", "telefoon", seen)
    assert actions.others_of(draft) == []


def test_the_other_devices_words_stay_as_a_draft_after_sending(
    post_by: MakePost, sanne: Colleague, connect: Connect
) -> None:
    post = post_by()
    drafted(post, sanne, "Vanaf de laptop", "laptop")
    actions.answer(by=sanne, post=post, text="Klaar", account=connect(sanne), desk="telefoon")
    draft = actions.draft_of(by=sanne, post=post)
    assert draft is not None
    assert draft.text == "Vanaf de laptop"


def test_pressed_twice_is_one_message_and_one_job(
    post_by: MakePost, sanne: Colleague, connect: Connect
) -> None:
    post, account = post_by(), connect(sanne)
    first, second = (
        actions.answer(by=sanne, post=post, text="Ja", account=account, desk="t") for _ in range(2)
    )
    assert first.message == second.message
    assert (first.fresh, second.fresh) == (True, False)
    assert (Message.objects.count(), DBTaskResult.objects.count()) == (1, 1)


def test_other_words_from_the_same_page_become_a_draft(
    post_by: MakePost, sanne: Colleague, connect: Connect
) -> None:
    post, account = post_by(), connect(sanne)
    actions.answer(by=sanne, post=post, text="Ja", account=account, desk="t")
    again = actions.answer(by=sanne, post=post, text="Nee", account=account, desk="t")
    assert (again.kept, again.message.state, again.message.text) == (True, "draft", "Nee")


def test_an_autosave_that_comes_in_late_makes_no_new_draft(
    post_by: MakePost, sanne: Colleague, connect: Connect
) -> None:
    post = post_by()
    actions.answer(by=sanne, post=post, text="Ja, wij", account=connect(sanne), desk="t")
    drafted(post, sanne, "Ja, wi", "t")
    assert Message.objects.count() == 1


def test_only_its_writer_sends_or_takes_back(
    post_by: MakePost, sanne: Colleague, karim: Colleague
) -> None:
    draft = drafted(post_by(), sanne, "Ja", "t")
    with pytest.raises(PermissionError):
        actions.ask_to_send(message=draft, by=karim)
    assert not actions.take_back(message=draft, by=karim)


def test_what_waits_can_be_taken_back_and_what_is_being_sent_not(
    post_by: MakePost, sanne: Colleague, connect: Connect
) -> None:
    asked = actions.answer(by=sanne, post=post_by(), text="Ja", account=connect(sanne), desk="t")
    Message.objects.update(claim="x")
    assert not actions.take_back(message=asked.message, by=sanne)
    Message.objects.update(claim="")
    assert actions.take_back(message=asked.message, by=sanne)
    run_jobs()
    asked.message.refresh_from_db()
    assert asked.message.state == "draft"


def test_answered_elsewhere_is_noted_once_and_ends_the_draft(
    post_by: MakePost, sanne: Colleague
) -> None:
    post = post_by()
    drafted(post, sanne, "Ja, daar", "t")
    for _ in range(2):
        told = actions.said_elsewhere(by=sanne, post=post, address="https://s.example/@sanne/9")
    assert told is not None
    assert (told.state, told.text, Message.objects.count()) == ("elsewhere", "Ja, daar", 1)


def test_no_address_is_not_noted(post_by: MakePost, sanne: Colleague) -> None:
    assert actions.said_elsewhere(by=sanne, post=post_by(), address="javascript:1") is None


def test_the_account_that_received_the_post_comes_first(
    post_by: MakePost, sanne: Colleague, connect: Connect, source_of: MakeSource
) -> None:
    post, _first, second = post_by(), connect(sanne, "sanne"), connect(sanne, "werk")
    source = source_of("x", "mastodon-mentions", account=second)
    post.sightings.create(source=source)
    assert actions.accounts_for(post=post, by=sanne)[0] == second


def test_the_name_in_front_takes_room(
    post_by: MakePost, sanne: Colleague, connect: Connect
) -> None:
    room = actions.room_for(account=connect(sanne), post=post_by("Joris"))
    assert room == 600 - len("@joris ")


def test_thousands_of_emoji_are_counted_as_a_reader_counts(
    post_by: MakePost, sanne: Colleague, connect: Connect
) -> None:
    post, account = post_by(), connect(sanne)
    assert actions.measured("👩‍👩‍👧" * 500, account=account, post=post).fits
    assert not actions.measured("👩‍👩‍👧" * 10_000, account=account, post=post).fits
