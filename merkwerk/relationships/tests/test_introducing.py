"""Introductions, from the question to their end; and that they carry nothing private along."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Role
from merkwerk.notifications.models import Notice
from merkwerk.relationships import actions
from merkwerk.relationships.models import Introduction, Moment, Relationship
from merkwerk.relationships.tests import people

pytestmark = pytest.mark.django_db
State = Introduction.State
SOON = date(2030, 12, 1)


@pytest.fixture
def sanne() -> Colleague:
    return people.colleague("Sanne Vos")


@pytest.fixture
def theirs() -> Relationship:
    """Karim's, shared with everybody, with something secret in every private corner."""
    karim = people.colleague("Karim Aydin")
    made = actions.add_contact(
        by=karim,
        name="Joris Bakker",
        organisation="Fietskoerier Oost",
        function="oprichter",
        how_met="geheim",
    )
    actions.keep_note(relationship=made, by=karim, how_met="geheim", note="geheim")
    people.met(made, days=40, place="geheim", note="geheim")
    actions.share(relationship=made, by=karim)
    return made


@pytest.fixture
def asked(sanne: Colleague, theirs: Relationship) -> Introduction:
    return actions.ask(relationship=theirs.pk, by=sanne, words="Zou je ons voorstellen?")


def told(colleague: Colleague) -> list[str]:
    return list(Notice.objects.filter(colleague=colleague).values_list("kind", flat=True))


def test_who_is_asked_hears_it(asked: Introduction) -> None:
    assert told(asked.knower) == ["introduction_asked"]
    assert not told(asked.asker)


def test_asking_twice_is_asking_once(asked: Introduction, sanne: Colleague) -> None:
    again = actions.ask(relationship=asked.relationship_id, by=sanne, words="Nog eens")
    assert again == asked
    assert Introduction.objects.get().words == "Zou je ons voorstellen?"
    assert told(asked.knower) == ["introduction_asked"]


def test_who_was_introduced_needs_not_ask_again(asked: Introduction, sanne: Colleague) -> None:
    actions.introduce(introduction=asked, by=asked.knower)
    again = actions.ask(relationship=asked.relationship_id, by=sanne, words="Nog eens")
    assert again == asked


def test_two_may_ask_for_the_same_person(asked: Introduction) -> None:
    other = people.colleague("Ander")
    assert actions.ask(relationship=asked.relationship_id, by=other, words="Ik ook") != asked


def test_what_is_not_shared_is_not_asked(sanne: Colleague, theirs: Relationship) -> None:
    actions.unshare(relationship=theirs, by=theirs.colleague)
    with pytest.raises(Relationship.DoesNotExist):
        actions.ask(relationship=theirs.pk, by=sanne, words="?")


def test_nobody_asks_themselves(theirs: Relationship) -> None:
    with pytest.raises(Relationship.DoesNotExist):
        actions.ask(relationship=theirs.pk, by=theirs.colleague, words="?")


def test_a_guest_asks_nothing(theirs: Relationship) -> None:
    with pytest.raises(Relationship.DoesNotExist):
        actions.ask(relationship=theirs.pk, by=people.colleague("G", Role.ADVISER), words="?")


def test_a_promise_has_a_day(asked: Introduction) -> None:
    actions.answer_later(introduction=asked, by=asked.knower, before=SOON, words="Komt goed")
    asked.refresh_from_db()
    assert (asked.state, asked.promised_for, asked.reply) == (State.PROMISED, SOON, "Komt goed")
    assert told(asked.asker) == ["introduction_promised"]


def test_a_promise_can_be_moved(asked: Introduction) -> None:
    for day in (SOON, SOON + timedelta(days=7)):
        actions.answer_later(introduction=asked, by=asked.knower, before=day)
    assert Introduction.objects.get().promised_for == SOON + timedelta(days=7)
    assert told(asked.asker) == ["introduction_promised"] * 2


def test_a_promise_comes_on_today_when_it_runs_out(asked: Introduction) -> None:
    actions.answer_later(introduction=asked, by=asked.knower, before=SOON)
    assert actions.promises(until=SOON - timedelta(days=1)) == []
    (promise,) = actions.promises(until=SOON)
    assert (promise.who, promise.asker, promise.knower, promise.promised_for) == (
        "Joris Bakker", asked.asker, asked.knower_id, SOON,
    )  # fmt: skip
    assert promise.address == reverse("relationships:introduction", args=[asked.pk])


def test_a_promise_to_who_left_is_none(asked: Introduction) -> None:
    actions.answer_later(introduction=asked, by=asked.knower, before=SOON)
    Colleague.objects.filter(pk=asked.asker_id).update(left_at=people.NOW)
    assert actions.promises(until=SOON) == []


def test_a_promise_that_was_kept_is_none(asked: Introduction) -> None:
    actions.answer_later(introduction=asked, by=asked.knower, before=SOON)
    actions.introduce(introduction=asked, by=asked.knower)
    assert actions.promises(until=SOON) == []


def test_not_now_needs_no_reason(asked: Introduction) -> None:
    actions.not_now(introduction=asked, by=asked.knower)
    assert Introduction.objects.get().state == State.DECLINED
    assert told(asked.asker) == ["introduction_declined"]


def test_not_now_is_not_asked_again_within_weeks(asked: Introduction, sanne: Colleague) -> None:
    actions.not_now(introduction=asked, by=asked.knower)
    with pytest.raises(actions.NotNow):
        actions.ask(relationship=asked.relationship_id, by=sanne, words="Toch?")


def test_it_may_be_asked_again_later(asked: Introduction, sanne: Colleague) -> None:
    actions.not_now(introduction=asked, by=asked.knower)
    later = timezone.now() + timedelta(days=31)
    assert (
        actions.ask(relationship=asked.relationship_id, by=sanne, words="Nu?", now=later) != asked
    )


def test_an_introduction_makes_a_relationship_of_ones_own(asked: Introduction) -> None:
    made = actions.introduce(introduction=asked, by=asked.knower)
    assert made.colleague == asked.asker
    card = made.contact
    assert (card.owner, card.name) == (asked.asker, "Joris Bakker")
    assert (card.organisation, card.function) == ("Fietskoerier Oost", "oprichter")
    assert made.how_met == "Through Karim Aydin."
    assert Introduction.objects.get().made == made


def test_nothing_private_comes_along(asked: Introduction) -> None:
    made = actions.introduce(introduction=asked, by=asked.knower)
    kept = [made.note, made.interests, made.could_give, made.birthday, made.how_met]
    kept += [made.contact.words, *made.moments.values_list("place", flat=True)]
    kept += [moment.note for moment in made.moments.all()]
    assert "geheim" not in " ".join(kept)
    assert made.moments.count() == 1
    assert not made.shares.exists()


def test_both_get_a_moment_on_their_own_timeline(asked: Introduction) -> None:
    made = actions.introduce(introduction=asked, by=asked.knower)
    moments = Moment.objects.filter(channel="introduction")
    assert set(moments.values_list("relationship", "direction")) == {
        (made.pk, "theirs"),
        (asked.relationship_id, "ours"),
    }


def test_who_knows_them_already_gets_it_there(asked: Introduction, sanne: Colleague) -> None:
    joris = people.identity()
    mine = actions.add_contact(by=sanne, name="Joris", handle=joris.handle)
    actions.join(relationship=asked.relationship, by=asked.knower, handle=joris.handle)
    asked.refresh_from_db()
    made = actions.introduce(introduction=asked, by=asked.knower)
    assert made == mine
    assert Relationship.objects.filter(colleague=sanne).count() == 1


def test_it_is_done_once(asked: Introduction) -> None:
    actions.introduce(introduction=asked, by=asked.knower)
    with pytest.raises(actions.Meanwhile):
        actions.introduce(introduction=asked, by=asked.knower)
    assert Moment.objects.filter(channel="introduction").count() == 2


def test_who_left_is_not_introduced(asked: Introduction) -> None:
    Colleague.objects.filter(pk=asked.asker_id).update(left_at=people.NOW)
    one = Introduction.objects.get()
    with pytest.raises(actions.Meanwhile):
        actions.introduce(introduction=one, by=one.knower)


def test_they_met_and_who_introduced_them_hears_it(asked: Introduction) -> None:
    actions.introduce(introduction=asked, by=asked.knower)
    actions.they_met(introduction=asked, by=asked.asker)
    assert Introduction.objects.get().state == State.MET
    assert told(asked.knower)[0] == "introduction_met"


def test_nothing_came_of_it_is_told_to_nobody(asked: Introduction) -> None:
    actions.introduce(introduction=asked, by=asked.knower)
    before = Notice.objects.count()
    actions.nothing_came(introduction=asked, by=asked.asker)
    assert Introduction.objects.get().state == State.ENDED
    assert Notice.objects.count() == before


def test_a_question_taken_back_takes_its_notice_along(asked: Introduction) -> None:
    actions.withdraw(introduction=asked, by=asked.asker)
    assert not told(asked.knower)
    with pytest.raises(actions.Meanwhile):
        actions.not_now(introduction=asked, by=asked.knower)


@pytest.mark.parametrize("act", [actions.not_now, actions.introduce, actions.answer_later])
def test_only_who_is_asked_answers(asked: Introduction, act: Callable[..., Any]) -> None:
    rest = {"before": SOON} if act is actions.answer_later else {}
    for other in (asked.asker, people.colleague("Ander")):
        with pytest.raises(Introduction.DoesNotExist):
            act(introduction=asked, by=other, **rest)


@pytest.mark.parametrize("act", [actions.they_met, actions.nothing_came, actions.withdraw])
def test_only_who_asked_ends_it(asked: Introduction, act: Callable[..., Any]) -> None:
    for other in (asked.knower, people.colleague("Ander")):
        with pytest.raises(Introduction.DoesNotExist):
            act(introduction=asked, by=other)


def test_a_name_is_known_only_while_shared_or_introduced(asked: Introduction) -> None:
    assert actions.name_for(asked, asked.asker) == "Joris Bakker"
    actions.unshare(relationship=asked.relationship, by=asked.knower)
    assert actions.name_for(asked, asked.asker) == ""
    actions.introduce(introduction=asked, by=asked.knower)
    assert actions.name_for(asked, asked.asker) == "Joris Bakker"


def test_a_new_name_on_the_knowers_card_stays_there(asked: Introduction) -> None:
    actions.introduce(introduction=asked, by=asked.knower)
    actions.describe(
        relationship=asked.relationship,
        by=asked.knower,
        name="Geheim",
        organisation="",
        function="",
    )
    one = Introduction.objects.get()
    assert actions.name_for(one, one.asker) == "Joris Bakker"
