"""The hints as they come to the page: for the writer, from the words as they stand on the sheet."""

from __future__ import annotations

import pytest
from django.test import Client

from merkwerk.accounts.models import Colleague
from merkwerk.networks.models import Message
from merkwerk.writing.models import Confidence, Decision, Draft, Version
from merkwerk.writing.tests.hint_examples import account_of, drafted, told
from merkwerk.writing.tests.people import client_of

pytestmark = pytest.mark.django_db
SELLING = "Wij zijn supertrots op onze unieke oplossing! Meld je nu aan en mis het niet!"
PART = {"HX-Request": "true"}


@pytest.fixture
def hers(sanne: Colleague) -> Client:
    return client_of(sanne)


@pytest.fixture
def draft(sanne: Colleague) -> Draft:
    return drafted(sanne, "Wat ik bewaarde")


def asked(client: Client, draft: Draft, text: str, **more: str) -> str:
    answer = client.post(f"/writing/drafts/{draft.pk}/hints/", {"text": text, **more}, headers=PART)
    assert answer.status_code == 200
    return answer.content.decode()


def acted(client: Client, draft: Draft, act: str, **more: str) -> int:
    return client.post(f"/writing/drafts/{draft.pk}/hints/act/", {"act": act, **more}).status_code


def mark_in(page: str) -> str:
    return page.split('value="decide:')[1].split('"')[0]


def test_the_words_on_the_sheet_are_looked_at_and_not_kept(hers: Client, draft: Draft) -> None:
    assert "It sounds a little like an advertisement" in asked(hers, draft, SELLING)
    draft.refresh_from_db()
    assert draft.text == "Wat ik bewaarde"


def test_a_part_is_no_page(hers: Client, draft: Draft) -> None:
    assert "<html" not in asked(hers, draft, SELLING)


def test_the_same_hints_are_not_said_again(hers: Client, draft: Draft) -> None:
    seen = asked(hers, draft, SELLING).split('name="hints_seen" value="')[1].split('"')[0]
    again = {"text": f"{SELLING} ", "hints_seen": seen}
    answer = hers.post(f"/writing/drafts/{draft.pk}/hints/", again, headers=PART)
    assert answer.status_code == 204


def test_without_script_it_is_a_page_with_the_words_in_it(hers: Client, draft: Draft) -> None:
    answer = hers.post(
        f"/writing/drafts/{draft.pk}/hints/", {"text": SELLING, "facts": "Mijn feit"}
    )
    page = answer.content.decode()
    assert "<h1>A second look</h1>" in page
    assert "supertrots" in page
    assert 'name="facts" value="Mijn feit"' in page


def test_looking_without_posting_shows_what_is_saved(hers: Client, draft: Draft) -> None:
    page = hers.get(f"/writing/drafts/{draft.pk}/hints/").content.decode()
    assert "Wat ik bewaarde" in page


@pytest.mark.parametrize("path", ["hints/", "hints/act/"])
def test_somebody_elses_draft_is_not_there(path: str, draft: Draft, karim: Colleague) -> None:
    answer = client_of(karim).post(f"/writing/drafts/{draft.pk}/{path}", {"text": "x"})
    assert answer.status_code == 404


def test_somebody_elses_account_is_no_place(hers: Client, draft: Draft, karim: Colleague) -> None:
    theirs = account_of(karim)
    answer = hers.post(
        f"/writing/drafts/{draft.pk}/hints/", {"text": "x", "account": str(theirs.pk)}
    )
    assert answer.status_code == 404


def test_a_decision_makes_a_hint_quiet(hers: Client, draft: Draft) -> None:
    mark = mark_in(asked(hers, draft, SELLING))
    answer = hers.post(
        f"/writing/drafts/{draft.pk}/hints/act/",
        {"act": f"decide:{mark}", "text": SELLING},
        headers=PART,
    )
    page = answer.content.decode()
    assert "Nothing more about that in this draft." in page
    assert "advertisement" not in page
    assert Decision.objects.get().draft == draft


def test_leaving_it_to_a_colleague_keeps_the_words_and_puts_them_away(
    hers: Client, draft: Draft, karim: Colleague
) -> None:
    message = told(karim, "Hij zei het al")
    answer = hers.post(
        f"/writing/drafts/{draft.pk}/hints/act/",
        {"act": f"leave:{message.pk}", "text": "Wat ik nog niet bewaarde"},
    )
    assert "You leave it to Karim" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.put_away_at is not None
    assert draft.text == "Wat ik nog niet bewaarde"


def test_it_can_be_taken_out_again(hers: Client, draft: Draft) -> None:
    acted(hers, draft, "leave:1", text="x")
    hers.post(f"/writing/drafts/{draft.pk}/away/", {"back": "1"})
    draft.refresh_from_db()
    assert draft.put_away_at is None


def test_leaving_tells_no_name_of_who_is_still_writing(
    hers: Client, draft: Draft, karim: Colleague
) -> None:
    message = told(karim, "Nog niet geplaatst", state=Message.State.DRAFT)
    answer = hers.post(
        f"/writing/drafts/{draft.pk}/hints/act/", {"act": f"leave:{message.pk}", "text": "x"}
    )
    assert "Karim" not in answer.content.decode()


def test_a_rest_is_a_pause_and_sends_nothing(hers: Client, draft: Draft) -> None:
    assert acted(hers, draft, "rest:41", text="Mijn woorden", facts="") == 302
    draft.refresh_from_db()
    assert draft.pause_until is not None
    assert draft.text == "Mijn woorden"
    assert not Message.objects.exists()


@pytest.mark.parametrize("act", ["", "rest:0", "rest:99999999", "rest:x", "publish:1", "decide"])
def test_a_strange_act_does_nothing(act: str, hers: Client, draft: Draft) -> None:
    assert acted(hers, draft, act) in {200, 400}
    assert not Decision.objects.exists()
    draft.refresh_from_db()
    assert draft.pause_until is None


def test_a_name_is_replaced_where_it_was_written(hers: Client, draft: Draft) -> None:
    Confidence.objects.create(name="Waterbedrijf Noord", mark="n", instead="een waterbedrijf")
    text = "Ik zat bij Waterbedrijf Noord."
    mark = asked(hers, draft, text).split('value="replace:')[1].split('"')[0]
    assert acted(hers, draft, f"replace:{mark}", text=text) == 302
    draft.refresh_from_db()
    assert draft.text == "Ik zat bij een waterbedrijf."


def test_in_a_version_only_the_version_changes(
    hers: Client, sanne: Colleague, draft: Draft
) -> None:
    Confidence.objects.create(name="Waterbedrijf Noord", mark="n", instead="een waterbedrijf")
    here = {"text": "Ik zat bij Waterbedrijf Noord.", "account": str(account_of(sanne).pk)}
    mark = asked(hers, draft, **here).split('value="replace:')[1].split('"')[0]
    assert acted(hers, draft, f"replace:{mark}", **here) == 302
    draft.refresh_from_db()
    assert draft.text == "Wat ik bewaarde"
    assert Version.objects.get(draft=draft).text == "Ik zat bij een waterbedrijf."


def test_more_than_anybody_types_is_not_looked_at(
    hers: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("merkwerk.writing.views.hints.MOST_A_MINUTE", 0)
    address = f"/writing/drafts/{draft.pk}/hints/"
    assert hers.post(address, {"text": "x"}, headers=PART).status_code == 204
    assert hers.post(address, {"text": "x"}).status_code == 429


def test_a_hint_is_text_and_no_html(hers: Client, draft: Draft) -> None:
    page = asked(hers, draft, f"{SELLING} #duurzaamondernemen <script>alert(1)</script>")
    assert "<script>" not in page


def test_the_desk_holds_a_place_for_them(hers: Client, draft: Draft) -> None:
    page = hers.get(f"/writing/drafts/{draft.pk}/").content.decode()
    assert 'id="hints"' in page
    assert "Look at the hints" in page
