"""People one may like to know: with a reason, and never against their wish."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from merkwerk.accounts.models import Colleague
from merkwerk.listening.actions import book, people
from merkwerk.listening.models import Mute, Topic
from merkwerk.networks.models import Follow, Identity, Post, Reaction, Source
from merkwerk.networks.tests.people import account, identity, post, sent
from merkwerk.relationships.models import Relationship
from merkwerk.relationships.tests.people import contact_of

pytestmark = pytest.mark.django_db


def topic(owner: Colleague, query: str = "btw") -> Topic:
    return Topic.objects.create(colleague=owner, name=query, query=query)


def heard(subject: Topic, text: str, by: Identity, **rest: Any) -> Post:
    made = post(text, by, **rest)
    book.write(topics=[subject.pk], posts=[made.pk])
    return made


def found(by: Colleague) -> list[people.Proposed]:
    return people.find(by=by, now=timezone.now())


def test_who_speaks_about_your_subject_is_found(sanne: Colleague) -> None:
    subject = topic(sanne)
    heard(subject, "Nieuws over btw.", identity("Ann"))
    [one] = found(sanne)
    assert one.identity.name == "Ann"
    assert one.topics == (subject,)
    assert one.times == 1


def test_each_person_comes_once(sanne: Colleague) -> None:
    subject = topic(sanne)
    for number in range(5):
        heard(subject, f"Btw, deel {number}.", identity("Ann"))
    [one] = found(sanne)
    assert one.times == 5
    assert len(one.said) == people.FEW


def test_who_asks_comes_first(sanne: Colleague) -> None:
    subject = topic(sanne)
    for number in range(4):
        heard(subject, f"Btw, deel {number}.", identity("Ann"))
    asked = heard(subject, "Wie weet hoe de btw werkt bij een boek?", identity("Bas"))
    first, _second = found(sanne)
    assert first.asks == asked


def test_an_answered_question_is_no_reason(sanne: Colleague, karim: Colleague) -> None:
    asked = heard(topic(sanne), "Wie weet hoe de btw werkt bij een boek?", identity("Bas"))
    sent(karim, answers=asked)
    [one] = found(sanne)
    assert one.asks is None


def test_who_talks_with_somebody_you_know_says_so(sanne: Colleague) -> None:
    joris = identity("Joris")
    own = Relationship.objects.create(colleague=sanne, contact=contact_of(joris))
    said = post("Ik zoek iets over btw.", joris)
    heard(topic(sanne), "De btw is negen procent.", identity("Ann"), reply_to=said.uid)
    [one] = found(sanne)
    assert one.talks_with == (own,)


def test_whom_a_colleague_knows_is_not_told(sanne: Colleague, karim: Colleague) -> None:
    joris = identity("Joris")
    Relationship.objects.create(colleague=karim, contact=contact_of(joris))
    said = post("Ik zoek iets over btw.", joris)
    heard(topic(sanne), "De btw is negen procent.", identity("Ann"), reply_to=said.uid)
    [one] = found(sanne)
    assert one.talks_with == ()


def test_whom_you_know_is_not_proposed(sanne: Colleague) -> None:
    ann = identity("Ann")
    heard(topic(sanne), "Nieuws over btw.", ann)
    Relationship.objects.create(colleague=sanne, contact=contact_of(ann))
    assert found(sanne) == []


@pytest.mark.parametrize("wish", [{"discoverable": False}, {"bot": True}])
def test_some_are_not_proposed(sanne: Colleague, wish: dict[str, Any]) -> None:
    heard(topic(sanne), "Nieuws over btw.", identity("Ann", **wish))
    assert found(sanne) == []


def test_muted_people_are_left_out(sanne: Colleague) -> None:
    subject, ann = topic(sanne), identity("Ann")
    heard(subject, "Nieuws over btw.", ann)
    Mute.objects.create(topic=subject, identity=ann)
    assert found(sanne) == []


def test_colleagues_are_not_proposed(sanne: Colleague, karim: Colleague) -> None:
    heard(topic(sanne), "Nieuws over btw.", account(karim).identity)
    assert found(sanne) == []


def test_what_was_said_long_ago_is_no_reason(sanne: Colleague) -> None:
    long_ago = timezone.now() - timedelta(days=40)
    heard(topic(sanne), "Nieuws over btw.", identity("Ann"), at=long_ago)
    assert found(sanne) == []


def test_another_colleagues_topics_propose_nobody(sanne: Colleague, karim: Colleague) -> None:
    heard(topic(karim), "Nieuws over btw.", identity("Ann"))
    assert found(sanne) == []


def test_what_became_of_following_is_shown(sanne: Colleague) -> None:
    ann, own, now = identity("Ann"), account(sanne), timezone.now()
    heard(topic(sanne), "Nieuws over btw.", ann)
    follow = Follow.objects.create(account=own, identity=ann, wanted_at=now, next_try=now)
    source = Source.objects.create(
        kind="mastodon-mentions", network="mastodon", address="x", title="x", account=own,
        next_check=now,
    )  # fmt: skip
    Reaction.objects.create(
        network="mastodon", uid="1", kind="follow", identity=ann, at=now, source=source
    )
    [one] = found(sanne)
    assert one.follow == follow
    assert one.follows_you


def test_queries_do_not_grow(
    sanne: Colleague, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    subject = topic(sanne)
    for number in range(20):
        heard(subject, f"Wie weet iets van btw {number}?", identity(f"Ann {number}"))
    book.bind(now=timezone.now())
    with django_assert_max_num_queries(14):
        assert len(found(sanne)) == people.MOST_PEOPLE


def test_who_spoke_about_something_else_by_now_is_not_found(sanne: Colleague) -> None:
    subject = topic(sanne)
    heard(subject, "Heel iets anders.", identity("Ann"))
    assert found(sanne) == []


def test_who_asked_later_not_to_be_searched_is_not_found_by_their_words(sanne: Colleague) -> None:
    subject = topic(sanne)
    ann = identity("Ann")
    heard(subject, "Nieuws over btw.", ann)
    Identity.objects.filter(pk=ann.pk).update(indexable=False)
    assert found(sanne) == []
