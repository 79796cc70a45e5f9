"""What people do with what one told is there within seconds, with the words it is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.networks.models import Message
from merkwerk.networks.tests.people import account, identity, post, sent
from merkwerk.notifications.models import Push
from merkwerk.notifications.tests.browsers import Browser, device_of
from merkwerk.relationships import actions as relationships
from merkwerk.today.models import Occasion
from merkwerk.today.tests.people import knows, reaction, shown
from merkwerk.worker import actions as worker

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]
TOLD = "Waarom ik 's nachts jaarrekeningen lees, en wat dat een school opleverde."


def page(colleague: Colleague, as_colleague: SignIn) -> str:
    return as_colleague(colleague).get("/today/").content.decode()


def test_a_like_of_somebody_one_knows_stands_on_today_with_the_words(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    own = account(sanne)
    told = post(TOLD, own.identity)
    knows(sanne, "Mira Kaya")
    reaction(identity("Mira Kaya"), own, about=told.uid)
    worker.remember_reactions()
    text = page(sanne, as_colleague)
    assert "Mira Kaya likes what you told" in text
    assert "Waarom ik &#x27;s nachts jaarrekeningen lees" in text
    assert f"/networks/conversations/{told.pk}/" in text
    assert "Say thanks" in text


def test_a_message_sent_from_here_is_quoted_too(sanne: Colleague, as_colleague: SignIn) -> None:
    own, asked = account(sanne), post("Wie weet dit?")
    message = sent(sanne, asked, "Begin met de vraag wie de factuur schrijft.")
    Message.objects.filter(pk=message.pk).update(uid="https://social.example/own/1")
    knows(sanne, "Mira Kaya")
    reaction(identity("Mira Kaya"), own, kind="boost", about="https://social.example/own/1")
    worker.remember_reactions()
    text = page(sanne, as_colleague)
    assert "Mira Kaya passes on what you told" in text
    assert "Begin met de vraag wie de factuur schrijft." in text
    assert f"/networks/conversations/{asked.pk}/" in text


def test_a_follow_has_nothing_to_quote_and_leads_to_the_person(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    own, mira = account(sanne), knows(sanne, "Mira Kaya")
    reaction(identity("Mira Kaya"), own, kind="follow")
    worker.remember_reactions()
    text = page(sanne, as_colleague)
    assert "Mira Kaya follows you now" in text
    assert f"/relationships/{mira.pk}/" in text
    assert "You told:" not in text


def test_a_colleague_sees_nothing_of_it(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    own = account(sanne)
    knows(sanne, "Mira Kaya")
    reaction(identity("Mira Kaya"), own)
    worker.remember_reactions()
    assert "Mira Kaya" not in page(karim, as_colleague)


def test_hearing_it_twice_makes_one_moment(sanne: Colleague) -> None:
    own = account(sanne)
    one = reaction(identity("Mira Kaya"), own)
    worker.remember_reactions()
    worker.remember_reaction(reaction_id=one.pk)
    assert Occasion.objects.count() == 1


def test_what_happened_weeks_ago_is_no_news(sanne: Colleague) -> None:
    own = account(sanne)
    reaction(identity("Mira Kaya"), own, at=timezone.now() - timedelta(days=20))
    worker.remember_reactions()
    assert not Occasion.objects.exists()


def test_a_colleague_who_presses_makes_no_moment(sanne: Colleague, karim: Colleague) -> None:
    own, other = account(sanne), account(karim)
    reaction(other.identity, own)
    worker.remember_reactions()
    assert not Occasion.objects.exists()


def test_somebody_written_down_buzzes(sanne: Colleague) -> None:
    own = account(sanne)
    device_of(sanne, Browser())
    mira = identity("Mira Kaya")
    relationships.add_contact(by=sanne, name="Mira Kaya", handle=mira.handle)
    reaction(mira, own)
    worker.remember_reactions()
    assert "Mira Kaya reacts to what you told." in Push.objects.get().words


def test_a_stranger_who_likes_something_does_not_buzz(sanne: Colleague) -> None:
    own = account(sanne)
    device_of(sanne, Browser())
    reaction(identity("Onbekende"), own)
    worker.remember_reactions()
    assert not Push.objects.exists()


def test_a_like_of_yesterday_that_was_found_late_does_not_buzz(sanne: Colleague) -> None:
    own = account(sanne)
    device_of(sanne, Browser())
    mira = identity("Mira Kaya")
    relationships.add_contact(by=sanne, name="Mira Kaya", handle=mira.handle)
    reaction(mira, own, at=timezone.now() - timedelta(days=1))
    worker.remember_reactions()
    assert Occasion.objects.exists()
    assert not Push.objects.exists()


def test_whoever_asks_something_buzzes_at_once(sanne: Colleague) -> None:
    account(sanne)
    device_of(sanne, Browser())
    asked = post(
        "@sanne.vos weet jij hoe dit zit met btw?",
        identity("Mira Kaya"),
        mentions=["sanne.vos@social.example"],
    )
    worker.read_posts()
    assert "Mira Kaya asks you something." in Push.objects.get().words
    assert f"/networks/conversations/{asked.pk}/" in Push.objects.get().words


def test_the_words_of_the_question_are_not_pushed(sanne: Colleague) -> None:
    account(sanne)
    device_of(sanne, Browser())
    post("@sanne.vos geheim vraagje?", mentions=["sanne.vos@social.example"])
    worker.read_posts()
    assert "vraagje" not in Push.objects.get().words


def test_a_reply_quotes_what_it_answers(sanne: Colleague, as_colleague: SignIn) -> None:
    own = account(sanne)
    told = post(TOLD, own.identity)
    post("Wat mooi gezegd.", identity("Mira Kaya"), reply_to=told.uid, root=told.uid)
    worker.read_posts()
    text = page(sanne, as_colleague)
    assert "Mira Kaya is talking to you" in text
    assert "Waarom ik &#x27;s nachts jaarrekeningen lees" in text


def test_who_rests_stays_away_from_today_and_from_the_phone(sanne: Colleague) -> None:
    own, mira = account(sanne), identity("Mira Kaya")
    device_of(sanne, Browser())
    known = relationships.add_contact(by=sanne, name="Mira Kaya", handle=mira.handle)
    relationships.rest(relationship=known, by=sanne, until=None)
    reaction(mira, own)
    worker.remember_reactions()
    assert shown(sanne) == []
    assert not Push.objects.exists()


def test_who_only_ever_liked_something_is_not_called_an_acquaintance(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    reaction(identity("Onbekende"), account(sanne))
    worker.remember_reactions()
    text = page(sanne, as_colleague)
    assert "Onbekende likes what you told" in text
    assert "you know each other" not in text


def test_a_mention_in_somebody_elses_conversation_quotes_nothing(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    account(sanne)
    theirs = post("Iets van een ander.", identity("Ilse de Boer"))
    names = ["sanne.vos@social.example"]
    post("Vraag het Sanne.", identity("Mira Kaya"), reply_to=theirs.uid, mentions=names)
    worker.read_posts()
    text = page(sanne, as_colleague)
    assert "Mira Kaya is talking to you" in text
    assert "Iets van een ander." not in text


def test_an_answer_of_somebody_one_knows_buzzes_and_a_mention_does_not(sanne: Colleague) -> None:
    own = account(sanne)
    device_of(sanne, Browser())
    mira = identity("Mira Kaya")
    relationships.add_contact(by=sanne, name="Mira Kaya", handle=mira.handle)
    post("Vraag het Sanne.", mira, mentions=["sanne.vos@social.example"])
    worker.read_posts()
    assert not Push.objects.exists()
    told = post(TOLD, own.identity)
    post("Wat mooi gezegd.", mira, reply_to=told.uid, root=told.uid)
    worker.read_posts()
    assert "Mira Kaya reacts to what you told." in Push.objects.get().words
