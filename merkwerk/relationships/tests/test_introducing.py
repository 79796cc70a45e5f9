"""Introductions, from the question to their end; and that they carry nothing private along."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Role
from merkwerk.lib.style import HOSTILE
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
    answer = people.client_of(sanne).get(where("ask", asked.relationship_id))
    assert answer.headers["Location"] == where("introduction", asked.pk)


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


# The pages.


def where(name: str, number: int) -> str:
    return reverse(f"relationships:{name}", args=[number])


def read(reader: Colleague, asked: Introduction) -> str:
    return people.client_of(reader).get(where("introduction", asked.pk)).content.decode()


def test_the_question_begins_prepared_and_is_ones_own(
    sanne: Colleague, theirs: Relationship
) -> None:
    client = people.client_of(sanne)
    page = client.get(where("ask", theirs.pk)).content.decode()
    assert "Karim, you know Joris Bakker of Fietskoerier Oost. Would you introduce us?" in page
    client.post(where("ask", theirs.pk), {"words": "In mijn eigen woorden"})
    assert Introduction.objects.get().words == "In mijn eigen woorden"


def test_an_empty_question_comes_back(sanne: Colleague, theirs: Relationship) -> None:
    answer = people.client_of(sanne).post(where("ask", theirs.pk), {"words": " "})
    assert answer.status_code == 422
    assert not Introduction.objects.exists()


def test_what_was_taken_back_and_what_never_was_are_refused_the_same(
    sanne: Colleague, theirs: Relationship
) -> None:
    client = people.client_of(sanne)
    actions.unshare(relationship=theirs, by=theirs.colleague)
    answers = [client.post(where("ask", pk), {"words": "?"}) for pk in (theirs.pk, 999_999)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert b"That is fine: just talk with each other." in answers[0].content
    one, other = (
        [
            row
            for row in answer.content.decode().splitlines()
            if not any(word in row.lower() for word in ("csrf", "nonce", 'name="next"'))
        ]
        for answer in answers
    )
    assert one == other


def test_a_repeated_question_too_soon_is_refused_kindly(
    asked: Introduction, sanne: Colleague
) -> None:
    actions.not_now(introduction=asked, by=asked.knower)
    answer = people.client_of(sanne).post(
        where("ask", asked.relationship_id), {"words": "Toch?"}, follow=True
    )
    assert "Ask again in a few weeks" in answer.content.decode()


def test_the_knower_answers_on_the_page(asked: Introduction) -> None:
    client = people.client_of(asked.knower)
    soon = timezone.localdate() + timedelta(days=9)
    client.post(
        where("answer_introduction", asked.pk), {"answer": "promise", "before": soon.isoformat()}
    )
    assert Introduction.objects.get().promised_for == soon
    client.post(where("answer_introduction", asked.pk), {"answer": "done", "words": "Klaar"})
    assert Introduction.objects.get().state == State.INTRODUCED


@pytest.mark.parametrize("before", ["", "2020-01-01", "2999-01-01", "morgen", "9" * 400])
def test_a_promise_without_a_good_day_comes_back(asked: Introduction, before: str) -> None:
    answer = people.client_of(asked.knower).post(
        where("answer_introduction", asked.pk),
        {"answer": "promise", "before": before, "words": "Bewaar me"},
    )
    assert answer.status_code == 422
    assert "Bewaar me" in answer.content.decode()
    assert Introduction.objects.get().state == State.ASKED


@pytest.mark.parametrize("how", ["", "geheel anders"])
def test_an_unknown_answer_changes_nothing(asked: Introduction, how: str) -> None:
    people.client_of(asked.knower).post(where("answer_introduction", asked.pk), {"answer": how})
    people.client_of(asked.asker).post(where("end_introduction", asked.pk), {"how": how})
    assert Introduction.objects.get().state == State.ASKED


def test_an_answer_that_came_second_is_told(asked: Introduction) -> None:
    actions.withdraw(introduction=asked, by=asked.asker)
    answer = people.client_of(asked.knower).post(
        where("answer_introduction", asked.pk), {"answer": "done"}, follow=True
    )
    assert "This changed meanwhile" in answer.content.decode()


@pytest.mark.parametrize(("how", "state"), [("met", State.MET), ("nothing", State.ENDED)])
def test_the_asker_ends_it_on_the_page(asked: Introduction, how: str, state: str) -> None:
    actions.introduce(introduction=asked, by=asked.knower)
    people.client_of(asked.asker).post(where("end_introduction", asked.pk), {"how": how})
    assert Introduction.objects.get().state == state


def test_the_asker_takes_it_back_on_the_page(asked: Introduction) -> None:
    people.client_of(asked.asker).post(where("end_introduction", asked.pk), {"how": "withdraw"})
    assert Introduction.objects.get().state == State.WITHDRAWN


@pytest.mark.parametrize("role", ["", Role.ADMINISTRATOR, Role.BOARD_MEMBER, Role.ADVISER])
def test_nobody_else_sees_it(asked: Introduction, role: str) -> None:
    client = people.client_of(people.colleague("Ander", role))
    assert client.get(where("introduction", asked.pk)).status_code == 404
    for name in ("answer_introduction", "end_introduction"):
        assert (
            client.post(where(name, asked.pk), {"answer": "done", "how": "met"}).status_code == 404
        )
    listed = client.get(reverse("relationships:introductions")).content.decode()
    assert "Joris" not in listed


def test_both_read_the_same_history(asked: Introduction) -> None:
    actions.answer_later(introduction=asked, by=asked.knower, before=SOON)
    actions.introduce(introduction=asked, by=asked.knower)
    actions.they_met(introduction=asked, by=asked.asker)
    theirs, mine = read(asked.knower, asked), read(asked.asker, asked)
    assert "Sanne Vos asked you." in theirs
    assert "You asked Karim Aydin." in mine
    assert "1 December 2030" in theirs
    assert "1 December 2030" in mine
    assert "They met." in theirs
    assert "You met." in mine


def test_the_asker_reads_nothing_private_of_the_knower(asked: Introduction) -> None:
    actions.introduce(introduction=asked, by=asked.knower)
    assert "geheim" not in read(asked.asker, asked)


def test_what_was_unshared_meanwhile_is_named_no_more(asked: Introduction) -> None:
    actions.unshare(relationship=asked.relationship, by=asked.knower)
    client = people.client_of(asked.asker)
    for page in (where("introduction", asked.pk), reverse("relationships:introductions")):
        assert "Joris" not in client.get(page).content.decode()


def test_hostile_words_stand_as_text(sanne: Colleague, theirs: Relationship) -> None:
    asked = actions.ask(
        relationship=theirs.pk, by=sanne, words="<script>alert(1)</script>" + HOSTILE
    )
    assert "<script>alert" not in read(asked.knower, asked)


def test_the_list_asks_the_same_however_many(
    sanne: Colleague, django_assert_num_queries: Callable[[int], Any]
) -> None:
    client = people.client_of(sanne)

    def one_more(number: int) -> None:
        other = people.colleague(f"C{number}")
        made = actions.add_contact(by=other, name=f"Kok {number}")
        actions.share(relationship=made, by=other)
        asked = actions.ask(relationship=made.pk, by=sanne, words="?")
        if number % 2:
            actions.introduce(introduction=asked, by=other)

    one_more(1)
    one_more(2)
    client.get(reverse("relationships:introductions"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("relationships:introductions"))
    for number in range(3, 12):
        one_more(number)
    with django_assert_num_queries(len(few)):
        client.get(reverse("relationships:introductions"))


def test_an_empty_list_says_how_to_begin(sanne: Colleague) -> None:
    page = people.client_of(sanne).get(reverse("relationships:introductions")).content.decode()
    assert "No introductions yet" in page


def test_the_question_is_unreadable_in_the_database(asked: Introduction) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM relationships_introduction")
        assert "voorstellen" not in cursor.fetchone()[0]
