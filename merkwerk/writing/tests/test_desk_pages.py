"""The pages of the desk: for their writer, and for nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from merkwerk.accounts.models import Colleague, Organisation
from merkwerk.networks.models import Message
from merkwerk.networks.tests.people import post
from merkwerk.writing import actions
from merkwerk.writing.models import Draft
from merkwerk.writing.tests.people import account, client_of, draft, placed

pytestmark = pytest.mark.django_db
BACKGROUND = {"X-Requested-With": "fetch"}


@pytest.fixture
def hers(sanne: Colleague) -> Client:
    return client_of(sanne)


def test_an_empty_desk_invites(hers: Client) -> None:
    assert b"An empty desk" in hers.get("/writing/").content


def test_the_desk_shows_ones_own_drafts_only(
    hers: Client, sanne: Colleague, karim: Colleague
) -> None:
    draft(sanne, "Wat ik zag")
    draft(karim, "Wat hij zag")
    page = hers.get("/writing/").content.decode()
    assert "Wat ik zag" in page
    assert "Wat hij zag" not in page


def test_opening_an_empty_sheet_makes_nothing(hers: Client) -> None:
    page = hers.get("/writing/new/?link=https://site.example/x&chosen=Hun%20zin").content.decode()
    assert "Hun zin" in page
    assert not Draft.objects.exists()


def test_what_somebody_else_wrote_is_never_in_the_field(hers: Client) -> None:
    page = hers.get("/writing/new/?link=https://site.example/x&chosen=Hun%20zin").content.decode()
    field = page.split('name="text"')[1].split("</textarea>")[0]
    assert "Hun zin" not in field


def test_a_post_stands_beside_the_sheet(hers: Client) -> None:
    about = post("Een openbare vraag")
    page = hers.get(f"/writing/new/?about={about.pk}").content.decode()
    assert "Een openbare vraag" in page


def test_the_first_words_in_the_background_make_one_draft(hers: Client) -> None:
    typed = {"text": "Een", "key": "c" * 32, "desk": "d"}
    assert hers.post("/writing/new/", typed, headers=BACKGROUND).status_code == 204
    typed["text"] = "Een begin"
    assert hers.post("/writing/new/", typed, headers=BACKGROUND).status_code == 204
    assert Draft.objects.get().text == "Een begin"


def test_nothing_typed_makes_nothing_in_the_background(hers: Client) -> None:
    hers.post("/writing/new/", {"text": " ", "key": "c" * 32}, headers=BACKGROUND)
    assert not Draft.objects.exists()


def test_too_much_text_comes_back_whole(hers: Client, sanne: Colleague) -> None:
    mine = draft(sanne)
    answer = hers.post(f"/writing/drafts/{mine.pk}/", {"text": "a" * 300_001})
    assert answer.status_code == 422
    assert "a" * 300_001 in answer.content.decode()


def test_saving_keeps_words_facts_and_answers(hers: Client, sanne: Colleague) -> None:
    mine = draft(sanne)
    typed = {"text": "Nieuw", "facts": "12 mensen", "surprised": "De stilte", "desk": "a"}
    hers.post(f"/writing/drafts/{mine.pk}/", typed)
    mine.refresh_from_db()
    assert (mine.text, mine.facts, mine.questions) == (
        "Nieuw", "12 mensen", {"surprised": "De stilte"},
    )  # fmt: skip


@pytest.mark.parametrize(
    "path", ["", "seen/", "away/", "throw-away/", "sources/", "pause/", "may-i/", "mail/"]
)
def test_a_draft_of_somebody_else_is_not_there(
    sanne: Colleague, administrator: Colleague, path: str
) -> None:
    hers = draft(sanne)
    answer = client_of(administrator).post(f"/writing/drafts/{hers.pk}/{path}", {"text": "x"})
    assert answer.status_code == 404
    hers.refresh_from_db()
    assert hers.text == "Wat me opviel"


def test_a_sheet_costs_the_same_however_much_lies_on_it(
    hers: Client, sanne: Colleague, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    mine = draft(sanne)
    with django_assert_max_num_queries(30) as few:
        hers.get(f"/writing/drafts/{mine.pk}/")
    for number in range(5):
        actions.refer(draft=mine, by=sanne, address=f"https://site.example/{number}")
        draft(sanne, f"Ander {number}")
    with django_assert_max_num_queries(len(few)):
        hers.get(f"/writing/drafts/{mine.pk}/")


def test_an_address_that_is_none_comes_back_with_a_sentence(hers: Client, sanne: Colleague) -> None:
    answer = hers.post(f"/writing/drafts/{draft(sanne).pk}/sources/", {"address": "geen adres"})
    assert answer.status_code == 422
    assert b"It begins with https://" in answer.content


def test_after_telling_people_come_first_and_figures_wait(hers: Client, sanne: Colleague) -> None:
    mine = draft(sanne)
    told = placed(mine, account(sanne), timezone.now())
    post("Mooi gezegd", reply_to=told.uid)
    page = hers.get(f"/writing/told/{mine.pk}/").content.decode()
    assert "Mooi gezegd" in page
    assert "They wait until tomorrow" in page
    assert page.index("Mooi gezegd") < page.index("Where it stands")


def test_figures_are_there_when_asked_for(hers: Client, sanne: Colleague) -> None:
    mine = draft(sanne)
    placed(mine, account(sanne), timezone.now())
    hers.post(f"/writing/told/{mine.pk}/figures/")
    assert "Liked by" in hers.get(f"/writing/told/{mine.pk}/").content.decode()


def test_figures_are_there_a_day_later(hers: Client, sanne: Colleague) -> None:
    mine = draft(sanne)
    placed(mine, account(sanne), timezone.now() - timedelta(days=2))
    assert "Liked by" in hers.get(f"/writing/told/{mine.pk}/").content.decode()


def test_what_somebody_else_told_has_no_page_here(sanne: Colleague, karim: Colleague) -> None:
    mine = draft(sanne)
    placed(mine, account(sanne), timezone.now())
    assert client_of(karim).get(f"/writing/told/{mine.pk}/").status_code == 404


def test_a_message_of_another_draft_is_not_changed_through_this_one(
    hers: Client, sanne: Colleague, karim: Colleague
) -> None:
    theirs = placed(draft(karim), account(karim), timezone.now())
    mine = draft(sanne)
    assert hers.post(f"/writing/told/{mine.pk}/{theirs.pk}/take-away/").status_code == 404
    assert Message.objects.get(pk=theirs.pk).wish == ""


def test_wishes_are_kept_and_looked_at_again(hers: Client, sanne: Colleague) -> None:
    typed = {"pause_minutes": 10, "guard_minutes": 90, "question_1": "Zou ik dit zeggen?"}
    assert hers.post("/writing/wishes/", typed).status_code == 302
    kept = actions.wishes_of(sanne)
    assert (kept.pause_minutes, kept.guard_minutes, kept.figures_wait) == (10, 90, False)
    assert b"Zou ik dit zeggen?" in hers.get("/writing/wishes/").content


def test_a_number_of_minutes_that_is_none_gets_a_sentence(hers: Client) -> None:
    answer = hers.post("/writing/wishes/", {"pause_minutes": "veel", "guard_minutes": 60})
    assert answer.status_code == 422


def test_the_sheet_without_a_line_is_there_for_everybody(
    client: Client, organisation: Organisation
) -> None:
    assert client.get("/writing/offline/").status_code == 200


def test_the_sheet_asks_where_it_was_said(hers: Client, sanne: Colleague) -> None:
    page = hers.get(f"/writing/drafts/{draft(sanne).pk}/").content.decode()
    assert 'id="elsewhere-address"' in page


def test_an_account_that_is_refused_has_no_button_to_place(hers: Client, sanne: Colleague) -> None:
    through = account(sanne)
    address = f"/writing/drafts/{draft(sanne).pk}/place/{through.pk}/"
    assert b'name="tell"' in hers.get(address).content
    through.state, through.error = "refused", "invented"
    through.save()
    page = hers.get(address).content
    assert b'name="tell"' not in page
    assert b"belongs to the example" in page
