"""Who knows somebody at …: only what is shared answers, and what isn't leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from merkwerk.accounts.models import Colleague, Role
from merkwerk.lib.style import HOSTILE
from merkwerk.relationships import actions
from merkwerk.relationships.models import Relationship, SharedWord
from merkwerk.relationships.tests import people

pytestmark = pytest.mark.django_db
PLACE = reverse("relationships:knows")
Count = Callable[[int], Any]


def known(
    by: Colleague, name: str, organisation: str = "", function: str = "", *, shared: bool = True
) -> Relationship:
    made = actions.add_contact(by=by, name=name, organisation=organisation, function=function)
    if shared:
        actions.share(relationship=made, by=by)
    return made


@pytest.fixture
def karim() -> Colleague:
    return people.colleague("Karim Aydin")


@pytest.fixture
def sanne() -> Colleague:
    return people.colleague("Sanne Vos")


def names(by: Colleague, text: str) -> list[str]:
    return [one.name for one in actions.as_shown(actions.who_knows(by=by, text=text))]


@pytest.mark.parametrize(
    "text",
    [
        "Bakkerij Şahin", "bakkerij sahin", "SAHIN", "Bakkerij Şahin B.V.", "bakk", "oktay",
        "bakker sahin", "Şahin & zoon",
    ],
)  # fmt: skip
def test_it_finds_by_any_spelling(karim: Colleague, sanne: Colleague, text: str) -> None:
    known(karim, "Oktay Şahin", "Bakkerij Şahin en zoon", "bakker")
    assert names(sanne, text) == ["Oktay Şahin"]


def test_it_finds_by_function_and_by_place_in_the_name(karim: Colleague, sanne: Colleague) -> None:
    known(karim, "Ineke Bolt", "Gemeente Vierdorpen", "wethouder")
    assert names(sanne, "wethouder vierdorpen") == ["Ineke Bolt"]


def test_every_word_has_to_fit(karim: Colleague, sanne: Colleague) -> None:
    known(karim, "Ineke Bolt", "Gemeente Vierdorpen")
    assert names(sanne, "ineke gemeente rotterdam") == []


def test_two_letters_have_to_be_the_whole_word(karim: Colleague, sanne: Colleague) -> None:
    known(karim, "Mo Achahbar")
    known(karim, "Mona Lis")
    assert names(sanne, "mo") == ["Mo Achahbar"]


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "'; --", "\u202e", "&&", "🙂"])
def test_nothing_to_go_by_finds_nobody(karim: Colleague, sanne: Colleague, text: str) -> None:
    known(karim, "Oktay Şahin")
    assert names(sanne, text) == []


def test_a_handle_a_note_and_a_place_are_not_searched(karim: Colleague, sanne: Colleague) -> None:
    one = known(karim, "Joris")
    actions.join(relationship=one, by=karim, handle="@verborgen@social.example")
    actions.keep_note(relationship=one, by=karim, how_met="verborgen", note="verborgen")
    people.met(one, place="verborgen", note="verborgen")
    assert names(sanne, "verborgen") == []


def test_who_was_in_touch_lately_comes_first_where_that_is_shared(
    karim: Colleague, sanne: Colleague
) -> None:
    for name, days in (("Zeno Kok", 3), ("Bo Kok", 9)):
        one = known(karim, name, shared=False)
        people.met(one, days)
        actions.share(relationship=one, by=karim, moments=True)
    one = known(karim, "Aap Kok")
    people.met(one, 1)
    assert names(sanne, "kok") == ["Zeno Kok", "Bo Kok", "Aap Kok"]


def test_warmth_has_no_say_in_the_order(karim: Colleague, sanne: Colleague) -> None:
    for name, warmth in (("Bea Kok", 99), ("Aad Kok", 1)):
        Relationship.objects.filter(pk=known(karim, name).pk).update(warmth=warmth)
    assert names(sanne, "kok") == ["Aad Kok", "Bea Kok"]


def page(reader: Colleague, text: str) -> str:
    return people.client_of(reader).get(PLACE, {"at": text}).content.decode()


def without_token(html: str) -> str:
    told = [line for line in html.splitlines() if "csrf" not in line.lower()]
    return "\n".join(line for line in told if "nonce" not in line)


@pytest.mark.parametrize("at", ["joris", "fietskoerier"])
def test_a_hidden_relationship_changes_nothing(karim: Colleague, sanne: Colleague, at: str) -> None:
    client = people.client_of(sanne)
    client.get(PLACE)
    asked = []
    for _turn in range(2):
        with CaptureQueriesContext(
            connection,
        ) as told:
            asked.append(without_token(client.get(PLACE, {"at": at}).content.decode()))
        asked.append(str(len(told)))
        known(karim, "Joris Bakker", "Fietskoerier Oost", shared=False)
    assert asked[:2] == asked[2:]


def test_a_hidden_relationship_is_not_even_among_the_words(
    karim: Colleague, sanne: Colleague
) -> None:
    known(karim, "Joris Bakker", shared=False)
    assert not SharedWord.objects.exists()
    with CaptureQueriesContext(connection) as told:
        list(actions.who_knows(by=sanne, text="joris"))
    (asked,) = [one["sql"] for one in told if "relationships_contact" in one["sql"]]
    assert "relationships_sharedword" in asked
    assert '"words"' not in asked


def test_nobody_shared_one_is_said_as_it_is(sanne: Colleague) -> None:
    assert "That doesn’t mean nobody knows anybody." in page(sanne, "joris")


@pytest.mark.parametrize("role", ["", Role.ADMINISTRATOR, Role.BOARD_MEMBER, Role.ADVISER])
def test_whoever_asks_is_not_told_what_is_for_another(
    karim: Colleague, sanne: Colleague, role: str
) -> None:
    one = known(karim, "Joris Bakker", shared=False)
    actions.share(relationship=one, by=karim, colleague=sanne)
    assert "Joris Bakker" in page(sanne, "joris")
    assert "Joris Bakker" not in page(people.colleague("Ander", role), "joris")


def test_a_guest_finds_only_their_own(karim: Colleague) -> None:
    guest = people.colleague("Gast", Role.ADVISER)
    known(karim, "Joris Bakker")
    known(guest, "Joris Kok", shared=False)
    assert "Joris Bakker" not in page(guest, "joris")
    assert "Joris Kok" in page(guest, "joris")


def test_who_left_knows_nobody_here_any_more(karim: Colleague, sanne: Colleague) -> None:
    known(karim, "Joris Bakker")
    Colleague.objects.filter(pk=karim.pk).update(left_at=people.NOW)
    assert names(sanne, "joris") == []


def test_ones_own_stand_apart(karim: Colleague, sanne: Colleague) -> None:
    known(karim, "Joris Bakker")
    known(sanne, "Joris Kok", shared=False)
    html = page(sanne, "joris")
    assert html.index("Joris Bakker") < html.index("You know") < html.index("Joris Kok")


def test_the_page_asks_the_same_however_many_answer(
    karim: Colleague, sanne: Colleague, django_assert_num_queries: Count
) -> None:
    client = people.client_of(sanne)
    known(karim, "Kok 0")
    client.get(PLACE, {"at": "kok"})
    with CaptureQueriesContext(connection) as few:
        client.get(PLACE, {"at": "kok"})
    for number in range(1, 25):
        known(people.colleague(f"C{number}"), f"Kok {number}")
        known(sanne, f"Eigen Kok {number}", shared=False)
    with django_assert_num_queries(len(few)):
        client.get(PLACE, {"at": "kok"})


def test_a_long_answer_comes_in_pages(karim: Colleague, sanne: Colleague) -> None:
    for number in range(35):
        known(karim, f"Kok {number:02}")
    html = page(sanne, "kok")
    assert "Kok 29" in html
    assert "Kok 30" not in html
    second = people.client_of(sanne).get(PLACE, {"at": "kok", "page": "2"}).content.decode()
    assert "Kok 34" in second


def test_hostile_names_stand_as_text(karim: Colleague, sanne: Colleague) -> None:
    known(karim, "<script>alert(1)</script> Kok", HOSTILE[:200], HOSTILE[:200])
    html = page(sanne, "kok")
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_a_very_long_question_is_read_as_far_as_it_goes(sanne: Colleague) -> None:
    assert people.client_of(sanne).get(PLACE, {"at": "kok " * 5000}).status_code == 200


def test_htmx_gets_the_list_alone(sanne: Colleague) -> None:
    client = people.client_of(sanne)
    answer = client.get(PLACE, {"at": "kok"}, headers={"HX-Request": "true"})
    assert b"<html" not in answer.content
