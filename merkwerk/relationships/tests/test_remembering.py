"""Posts, reactions and own messages become moments between two people, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from merkwerk.networks.models import ConnectedAccount, Message
from merkwerk.relationships.actions import (
    remember_message,
    remember_posts,
    remember_reactions,
)
from merkwerk.relationships.models import Belonging, Contact, Moment, Relationship
from merkwerk.relationships.tests import people
from merkwerk.relationships.tests.people import NOW

pytestmark = pytest.mark.django_db


def moment() -> Moment:
    return Moment.objects.select_related("relationship__contact").get()


def nothing() -> bool:
    return not (Moment.objects.exists() or Contact.objects.exists())


def test_a_mention_by_handle_makes_contact_relationship_and_moment() -> None:
    sanne = people.colleague()
    own = people.account(sanne)
    joris = people.identity("Joris")
    said = people.post(joris, mentions=["@" + own.identity.handle.upper()])
    assert remember_posts(posts=[said], now=NOW) == 1
    made = moment()
    assert (made.kind, made.direction, made.post) == ("mentioned", "theirs", said)
    assert (made.relationship.colleague, made.relationship.contact.name) == (sanne, "Joris")


def test_a_mention_by_did_counts_too() -> None:
    own = people.account(
        people.colleague(), identity=people.identity(network="bluesky", uid="did:plc:abc")
    )
    by = people.identity(network="bluesky", uid="did:plc:other")
    remember_posts(posts=[people.post(by, mentions=["did:plc:abc"])], now=NOW)
    assert moment().relationship.colleague == own.colleague


def test_a_handle_of_another_network_is_somebody_else() -> None:
    own = people.account(people.colleague())
    by = people.identity(network="bluesky")
    remember_posts(posts=[people.post(by, mentions=[own.identity.handle])], now=NOW)
    assert nothing()


def test_an_answer_to_a_sent_message_is_an_answer() -> None:
    sanne = people.colleague()
    people.account(sanne)
    said = people.post(people.identity(), reply_to=people.sent(sanne).uid)
    remember_posts(posts=[said], now=NOW)
    assert moment().kind == "answered"


def test_an_answer_to_a_post_of_a_connected_account_is_an_answer() -> None:
    own = people.account(people.colleague())
    ours = people.post(own.identity)
    remember_posts(posts=[people.post(people.identity(), reply_to=ours.uid)], now=NOW)
    assert moment().kind == "answered"


def test_a_question_is_a_question() -> None:
    own = people.account(people.colleague())
    said = people.post(people.identity(), "Hoe doen jullie dat?", mentions=[own.identity.handle])
    remember_posts(posts=[said], now=NOW)
    assert moment().kind == "asked"


def test_an_answer_that_also_mentions_is_one_moment() -> None:
    own = people.account(people.colleague())
    ours = people.post(own.identity)
    said = people.post(people.identity(), reply_to=ours.uid, mentions=[own.identity.handle])
    remember_posts(posts=[said], now=NOW)
    assert moment().kind == "answered"


def test_both_colleagues_who_are_mentioned_get_their_own_moment() -> None:
    own = [people.account(people.colleague()) for _ in range(2)]
    said = people.post(people.identity(), mentions=[one.identity.handle for one in own])
    assert remember_posts(posts=[said], now=NOW) == 2
    assert Contact.objects.count() == 1
    assert Relationship.objects.count() == 2


def test_a_post_to_the_world_is_no_moment() -> None:
    people.account(people.colleague())
    remember_posts(posts=[people.post(people.identity(), "Wie weet dit?")], now=NOW)
    assert nothing()


def test_a_post_to_the_world_by_a_contact_is_no_moment_either() -> None:
    sanne = people.colleague()
    people.account(sanne)
    joris = people.identity()
    Relationship.objects.create(colleague=sanne, contact=people.contact_of(joris))
    remember_posts(posts=[people.post(joris)], now=NOW)
    assert not Moment.objects.exists()


def test_two_colleagues_talking_is_no_outside_contact() -> None:
    one, two = people.account(people.colleague()), people.account(people.colleague())
    remember_posts(posts=[people.post(one.identity, mentions=[two.identity.handle])], now=NOW)
    assert nothing()


def test_an_own_post_that_names_oneself_makes_nothing() -> None:
    own = people.account(people.colleague())
    remember_posts(posts=[people.post(own.identity, mentions=[own.identity.handle])], now=NOW)
    assert nothing()


def test_an_account_that_was_disconnected_is_still_a_colleague() -> None:
    gone = people.account(people.colleague(), removed_at=NOW)
    own = people.account(people.colleague())
    remember_posts(posts=[people.post(gone.identity, mentions=[own.identity.handle])], now=NOW)
    assert nothing()


def test_a_mention_of_a_disconnected_account_makes_nothing() -> None:
    gone = people.account(people.colleague(), removed_at=NOW)
    remember_posts(posts=[people.post(people.identity(), mentions=[gone.identity.handle])], now=NOW)
    assert nothing()


def test_a_colleague_who_left_gets_nothing() -> None:
    own = people.account(people.colleague(left_at=NOW))
    people.account(people.colleague())
    answer = people.post(
        people.identity(),
        mentions=[own.identity.handle],
        reply_to=people.sent(own.colleague).uid,
    )
    remember_posts(posts=[answer], now=NOW)
    assert nothing()


def test_a_bot_is_no_contact() -> None:
    own = people.account(people.colleague())
    said = people.post(people.identity(bot=True), mentions=[own.identity.handle])
    remember_posts(posts=[said], now=NOW)
    assert nothing()


def test_a_deleted_post_makes_nothing() -> None:
    own = people.account(people.colleague())
    said = people.post(people.identity(), mentions=[own.identity.handle], deleted_at=NOW)
    remember_posts(posts=[said], now=NOW)
    assert nothing()


def test_reading_twice_notes_once() -> None:
    own = people.account(people.colleague())
    said = people.post(people.identity(), mentions=[own.identity.handle])
    assert [remember_posts(posts=[said], now=NOW) for _ in range(2)] == [1, 0]
    assert Moment.objects.count() == Contact.objects.count() == Belonging.objects.count() == 1


def test_a_time_that_is_still_to_come_becomes_now() -> None:
    own = people.account(people.colleague())
    said = people.post(
        people.identity(), mentions=[own.identity.handle], written=NOW + timedelta(days=900)
    )
    remember_posts(posts=[said], now=NOW)
    assert moment().at == NOW


def test_a_moment_is_reckoned_at_once() -> None:
    own = people.account(people.colleague())
    said = people.post(people.identity(), mentions=[own.identity.handle])
    remember_posts(posts=[said], now=NOW)
    relationship = moment().relationship
    assert relationship.warmth > 0
    assert relationship.stage == "answered"
    assert relationship.last_moment == said.written


def asked_for(posts: int, own: ConnectedAccount) -> int:
    batch = [people.post(people.identity(), mentions=[own.identity.handle]) for _ in range(posts)]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert remember_posts(posts=batch, now=NOW) == posts
    return len(asked)


def test_a_batch_asks_a_fixed_number_of_questions() -> None:
    own = people.account(people.colleague())
    assert asked_for(5, own) == asked_for(30, own)


def test_two_hundred_addressed_posts_ask_few_questions() -> None:
    own = people.account(people.colleague())
    assert asked_for(200, own) < 40


def test_posts_that_concern_nobody_cost_the_same_few_questions(
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    people.account(people.colleague())
    batch = [people.post(people.identity(), reply_to=f"x{n}") for n in range(200)]
    with django_assert_max_num_queries(4):
        remember_posts(posts=batch, now=NOW)


def test_a_sent_answer_makes_both_moments() -> None:
    sanne = people.colleague()
    question = people.post(people.identity("Joris"), "Wie weet hoe dit moet?")
    message = people.sent(sanne, answers=question)
    assert remember_message(message=message, now=NOW) == 2
    kinds = list(Moment.objects.order_by("at").values_list("kind", "direction"))
    assert kinds == [("asked", "theirs"), ("answered", "ours")]
    assert Relationship.objects.get().stage == "conversed"


def test_a_sent_answer_is_remembered_once() -> None:
    message = people.sent(people.colleague(), answers=people.post(people.identity()))
    assert [remember_message(message=message, now=NOW) for _ in range(2)] == [2, 0]


def test_the_question_already_remembered_is_not_doubled() -> None:
    own = people.account(people.colleague())
    said = people.post(people.identity(), "Hoe dan?", mentions=[own.identity.handle])
    remember_posts(posts=[said], now=NOW)
    remember_message(message=people.sent(own.colleague, answers=said), now=NOW)
    assert Moment.objects.filter(post=said).count() == 1
    assert Moment.objects.count() == 2


@pytest.mark.parametrize("state", ["draft", "waiting", "sending", "refused"])
def test_what_is_not_sent_is_not_remembered(state: str) -> None:
    message = people.sent(people.colleague(), answers=people.post(people.identity()), state=state)
    assert remember_message(message=message, now=NOW) == 0
    assert nothing()


def test_what_was_said_elsewhere_counts() -> None:
    message = people.sent(
        people.colleague(),
        answers=people.post(people.identity()),
        state=Message.State.ELSEWHERE,
        sent_at=None,
    )
    assert remember_message(message=message, now=NOW) == 2


def test_answering_a_colleague_makes_nothing() -> None:
    own = people.account(people.colleague())
    message = people.sent(people.colleague(), answers=people.post(own.identity))
    remember_message(message=message, now=NOW)
    assert nothing()


@pytest.mark.parametrize(
    ("what", "kind"), [("favourite", "reacted"), ("boost", "shared"), ("follow", "followed")]
)
def test_a_reaction_becomes_a_moment(what: str, kind: str) -> None:
    own = people.account(people.colleague())
    one = people.reaction(people.identity(), own, what)
    assert [remember_reactions(reactions=[one], now=NOW) for _ in range(2)] == [1, 0]
    assert (moment().kind, moment().direction) == (kind, "theirs")
    assert moment().relationship.colleague == own.colleague


def test_following_again_is_no_second_moment() -> None:
    own, by = people.account(people.colleague()), people.identity()
    both = [people.reaction(by, own, "follow") for _ in range(2)]
    assert remember_reactions(reactions=both, now=NOW) == 1


def test_a_reaction_of_a_colleague_or_a_bot_makes_nothing() -> None:
    own, other = people.account(people.colleague()), people.account(people.colleague())
    bot = people.identity(bot=True)
    both = [people.reaction(other.identity, own), people.reaction(bot, own)]
    assert remember_reactions(reactions=both, now=NOW) == 0
    assert nothing()
