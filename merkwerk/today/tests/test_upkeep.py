"""Who is due for a sign of life, who has news, and what colleagues ask of each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.networks.tests.people import identity, post
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.models import Introduction, Moment, Position, Relationship
from merkwerk.today import actions
from merkwerk.today.models import Occasion
from merkwerk.today.tests.people import knows, shown

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]
A_DAY = timedelta(days=1)


def due(colleague: Colleague, name: str = "Mira Kaya", **rest: object) -> Relationship:
    now = timezone.now()
    facts = {
        "due_on": (now - A_DAY).date(),
        "rhythm_days": 21,
        "last_contact": now - 77 * A_DAY,
        "last_moment": now - 77 * A_DAY,
    } | rest
    return knows(colleague, name, **facts)


def page(colleague: Colleague, as_colleague: SignIn) -> str:
    return as_colleague(colleague).get("/today/").content.decode()


def test_who_is_due_by_habit_is_told_as_a_silence(sanne: Colleague, as_colleague: SignIn) -> None:
    due(sanne)
    assert actions.notice_quiet(now=timezone.now()) == 1
    text = page(sanne, as_colleague)
    assert "It is quiet between you and Mira Kaya" in text
    assert "Usually you are in touch every 3 weeks; now it has been quiet for 3 months." in text


def test_a_wished_rhythm_is_told_as_a_wish(sanne: Colleague, as_colleague: SignIn) -> None:
    due(sanne, rhythm_wish=30)
    actions.notice_quiet(now=timezone.now())
    text = page(sanne, as_colleague)
    assert "You wanted to stay in touch with Mira Kaya" in text
    assert "You wanted to be in touch every 4 weeks; the last time was 3 months ago." in text


def test_the_rhythm_of_a_group_is_a_wish_too(sanne: Colleague) -> None:
    group = sanne.relationship_groups.create(name="Oude klanten", rhythm_days=30)
    group.members.add(due(sanne, rhythm_days=None))
    actions.notice_quiet(now=timezone.now())
    assert Occasion.objects.get().kind == Occasion.Kind.UPKEEP


def test_somebody_noted_and_never_spoken_to_is_told_as_it_is(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    due(sanne, rhythm_wish=30, last_contact=None, last_moment=None)
    actions.notice_quiet(now=timezone.now())
    assert "and nothing is noted yet." in page(sanne, as_colleague)


def test_who_is_not_due_is_left_alone(sanne: Colleague) -> None:
    due(sanne, due_on=(timezone.now() + 5 * A_DAY).date())
    assert actions.notice_quiet(now=timezone.now()) == 0


def test_who_rests_for_good_is_left_alone(sanne: Colleague) -> None:
    due(sanne, rests_for_good=True)
    assert actions.notice_quiet(now=timezone.now()) == 0


def test_letting_rest_afterwards_takes_it_away_at_once(sanne: Colleague) -> None:
    mira = due(sanne)
    actions.notice_quiet(now=timezone.now())
    relationships.rest(relationship=mira, by=sanne, until=None)
    assert shown(sanne) == []


def test_a_leaver_gets_nothing(sanne: Colleague) -> None:
    due(sanne)
    Colleague.objects.filter(pk=sanne.pk).update(left_at=timezone.now())
    assert actions.notice_quiet(now=timezone.now()) == 0


def test_real_contact_ends_it_at_once(sanne: Colleague) -> None:
    mira = due(sanne)
    actions.notice_quiet(now=timezone.now() - timedelta(hours=5))
    assert len(shown(sanne)) == 1
    relationships.note_moment(
        by=sanne, relationship=mira, kind=Moment.Kind.CALLED, at=timezone.now()
    )
    assert shown(sanne) == []


def test_contact_through_a_colleague_ends_it_too(sanne: Colleague) -> None:
    mira = due(sanne)
    actions.notice_quiet(now=timezone.now())
    Relationship.objects.filter(pk=mira.pk).update(due_on=(timezone.now() + 20 * A_DAY).date())
    assert shown(sanne) == []


def test_a_new_silence_makes_a_new_moment(sanne: Colleague) -> None:
    mira = due(sanne)
    actions.notice_quiet(now=timezone.now())
    Relationship.objects.filter(pk=mira.pk).update(last_contact=timezone.now() - 30 * A_DAY)
    assert actions.notice_quiet(now=timezone.now()) == 1


def test_existing_relations_go_before_new_ones(sanne: Colleague) -> None:
    due(sanne, "Nieuw Iemand", stage="followed", last_contact=timezone.now() - 300 * A_DAY)
    due(sanne, "Oude Klant", stage="met", last_contact=timezone.now() - 40 * A_DAY)
    actions.notice_quiet(now=timezone.now())
    assert [place.relationship.contact.name for place in shown(sanne) if place.relationship] == [
        "Oude Klant",
        "Nieuw Iemand",
    ]


def test_what_they_wrote_lately_is_the_way_to_begin(sanne: Colleague, as_colleague: SignIn) -> None:
    due(sanne)
    post("Oud.", identity("Mira Kaya"), timezone.now() - 3 * A_DAY)
    newest = post("Mijn nieuwe team in Zwolle.", identity("Mira Kaya"))
    actions.notice_quiet(now=timezone.now())
    text = page(sanne, as_colleague)
    assert "Read what they wrote" in text
    assert f"/networks/conversations/{newest.pk}/" in text


def test_without_lately_one_can_note_that_one_was_in_touch(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    mira = due(sanne)
    actions.notice_quiet(now=timezone.now())
    text = page(sanne, as_colleague)
    assert f'href="/relationships/{mira.pk}/#add"' in text
    assert "Not now" in text


def test_a_new_job_is_told_to_who_knows_them(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    mira = knows(sanne)
    Position.objects.create(
        contact=mira.contact,
        organisation="Waterbedrijf",
        function="inkoper",
        noticed=timezone.now(),
    )
    actions.choose_all(now=timezone.now())
    text = page(sanne, as_colleague)
    assert "Mira Kaya has another job" in text
    assert "Now: inkoper at Waterbedrijf." in text
    assert "Waterbedrijf" not in page(karim, as_colleague)


def test_a_job_told_long_ago_is_no_news(sanne: Colleague) -> None:
    mira = knows(sanne)
    Position.objects.create(contact=mira.contact, noticed=timezone.now() - 30 * A_DAY)
    assert actions.notice_news(now=timezone.now()) == 0


def test_a_job_that_nobody_noticed_is_no_news(sanne: Colleague) -> None:
    Position.objects.create(contact=knows(sanne).contact, organisation="Waterbedrijf")
    assert actions.notice_news(now=timezone.now()) == 0


@pytest.fixture
def asked(sanne: Colleague, karim: Colleague) -> Introduction:
    return Introduction.objects.create(
        asker=karim, knower=sanne, relationship=knows(sanne), words="Zou je ons willen voorstellen?"
    )


def test_an_introduction_asked_of_you_stands_there(
    sanne: Colleague, karim: Colleague, asked: Introduction, as_colleague: SignIn
) -> None:
    actions.choose_all(now=timezone.now())
    text = page(sanne, as_colleague)
    assert "Karim Aydin would like to meet Mira Kaya" in text
    assert "Karim Aydin asks you and you know each other." in text
    assert "Mira Kaya" not in page(karim, as_colleague)


def test_it_is_gone_once_it_is_answered(sanne: Colleague, asked: Introduction) -> None:
    actions.notice_introductions(now=timezone.now())
    assert len(shown(sanne)) == 1
    Introduction.objects.update(state=Introduction.State.DECLINED)
    assert shown(sanne) == []


def test_a_promise_that_runs_out_stands_there_when_it_is_near(
    sanne: Colleague, asked: Introduction, as_colleague: SignIn
) -> None:
    today = timezone.localdate()
    Introduction.objects.update(state="promised", promised_for=today + 2 * A_DAY)
    actions.choose_all(now=timezone.now())
    text = page(sanne, as_colleague)
    assert "You promised Karim Aydin to introduce Mira Kaya" in text
    assert "It is due in 2 days." in text


def test_a_promise_far_away_waits(sanne: Colleague, asked: Introduction) -> None:
    Introduction.objects.update(state="promised", promised_for=timezone.localdate() + 20 * A_DAY)
    assert actions.notice_introductions(now=timezone.now()) == 0


def test_a_promise_that_is_moved_moves(sanne: Colleague, asked: Introduction) -> None:
    today = timezone.localdate()
    Introduction.objects.update(state="promised", promised_for=today)
    actions.notice_introductions(now=timezone.now())
    Introduction.objects.update(promised_for=today + 20 * A_DAY)
    assert shown(sanne) == []
    Introduction.objects.update(promised_for=today + 1 * A_DAY)
    actions.notice_introductions(now=timezone.now())
    (place,) = shown(sanne)
    assert place.occasion.facts["due"] == (today + A_DAY).isoformat()


def test_a_silence_of_years_isnt_brought_up_by_itself(sanne: Colleague) -> None:
    long_ago = timezone.now() - 800 * A_DAY
    due(sanne, last_contact=long_ago, last_moment=long_ago)
    assert actions.notice_quiet(now=timezone.now()) == 0
    due(sanne, "Joris Bakker", last_contact=long_ago, last_moment=long_ago, rhythm_wish=30)
    assert actions.notice_quiet(now=timezone.now()) == 1
