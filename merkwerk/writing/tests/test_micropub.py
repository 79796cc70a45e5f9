"""Micropub, after the cases of the public test suite for servers as far as drafts go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.writing import actions
from merkwerk.writing.actions.calling import page_of
from merkwerk.writing.models import Draft
from merkwerk.writing.tests.programs import Program, says

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]
HERE = "/writing/micropub/"


@pytest.fixture
def program(sanne: Colleague) -> Program:
    return Program(sanne)


def entry(**properties: Any) -> dict[str, Any]:
    return {"type": ["h-entry"], "properties": properties}


# --- making: 100 to 206 --------------------------------------------------------------------------


def test_a_form_makes_a_draft(sanne: Colleague, program: Program) -> None:
    answer = program.form(
        HERE, {"h": "entry", "content": "Een begin", "category[]": ["btw", "zzp"]}
    )
    draft = Draft.objects.get()
    assert (answer.status_code, answer["Location"]) == (202, page_of(draft))
    assert (draft.colleague, draft.text, draft.facts) == (sanne, "Een begin", "#btw #zzp")


def test_json_makes_a_draft(program: Program) -> None:
    told = entry(content=[{"html": "<b>Een</b> begin"}], **{"in-reply-to": ["https://a.example/1"]})
    answer = program.call("POST", HERE, told)
    draft = Draft.objects.get()
    assert (answer.status_code, draft.text, draft.link) == (202, "Een begin", "https://a.example/1")


@pytest.mark.parametrize(
    "wish",
    [
        {"post-status": "published"},
        {"mp-slug": "mijn-adres"},
        {"mp-syndicate-to": "https://social.example/@sanne"},
        {"published": "2020-01-01T00:00:00Z"},
    ],
)
def test_whatever_is_wished_it_is_a_draft(program: Program, wish: dict[str, str]) -> None:
    assert program.form(HERE, {"h": "entry", "content": "x", **wish}).status_code == 202
    draft = Draft.objects.get()
    assert (draft.told_at, draft.text, draft.facts) == (None, "x", "")


def test_a_form_with_a_file_that_is_no_picture_says_so(program: Program) -> None:
    picture = SimpleUploadedFile("boot.png", b"x" * 2_000, "image/png")
    answer = program.form(HERE, {"h": "entry", "content": "x", "photo": picture})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert "picture" in says(answer)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "told",
    [
        {"h": "event", "content": "x"},
        {"h": "entry"},
        {"h": "entry", "like-of": "https://a.example/"},
        {"action": "publish", "url": "x"},
        {"action": "update", "url": "x", "replace[content]": "x"},
    ],
)
def test_what_can_t_be_a_draft_gets_a_sentence(program: Program, told: dict[str, str]) -> None:
    answer = program.form(HERE, told)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert len(says(answer)) > 20
    assert not Draft.objects.exists()


@pytest.mark.parametrize("body", [b"{", b"[]", b"[" * 9_000, b"\xff", b'{"type":["h-entry"]}'])
def test_bytes_that_are_no_entry_get_a_sentence(program: Program, body: bytes) -> None:
    assert program.call("POST", HERE, body).status_code in {400, 401}
    assert not Draft.objects.exists()


# --- changing: 400 to 503 ------------------------------------------------------------------------


def test_the_words_are_replaced(sanne: Colleague, program: Program) -> None:
    draft = actions.begin(by=sanne, text="eerst")
    told = {"action": "update", "url": page_of(draft), "replace": {"content": ["daarna"]}}
    assert program.call("POST", HERE, told).status_code == 204
    draft.refresh_from_db()
    assert draft.text == "daarna"


def test_an_update_that_is_no_list_changes_nothing(sanne: Colleague, program: Program) -> None:
    draft = actions.begin(by=sanne, text="eerst")
    told = {"action": "update", "url": page_of(draft), "replace": "niet zo"}
    assert program.call("POST", HERE, told).status_code == 400
    draft.refresh_from_db()
    assert draft.text == "eerst"


@pytest.mark.parametrize("as_form", [False, True])
def test_a_draft_is_put_away_and_taken_out(
    sanne: Colleague, program: Program, as_form: bool
) -> None:
    draft = actions.begin(by=sanne, text="x")
    for action, away in (("delete", True), ("undelete", False)):
        told = {"action": action, "url": page_of(draft)}
        answer = program.form(HERE, told) if as_form else program.call("POST", HERE, told)
        draft.refresh_from_db()
        assert (answer.status_code, draft.put_away_at is not None) == (204, away)


def test_what_stands_outside_is_not_taken_away(sanne: Colleague, program: Program) -> None:
    draft = actions.begin(by=sanne, text="x")
    Draft.objects.update(told_at=timezone.now())
    for told in (
        {"action": "delete", "url": page_of(draft)},
        {"action": "update", "url": page_of(draft), "replace": {"content": ["y"]}},
    ):
        assert program.call("POST", HERE, told).status_code in {400, 409}
    draft.refresh_from_db()
    assert (draft.text, draft.put_away_at) == ("x", None)


@pytest.mark.parametrize("action", ["update", "delete", "undelete"])
def test_another_s_draft_is_not_there(karim: Colleague, program: Program, action: str) -> None:
    draft = actions.begin(by=karim, text="geheim")
    told = {"action": action, "url": page_of(draft), "replace": {"content": ["y"]}}
    assert program.call("POST", HERE, told).status_code == 400
    draft.refresh_from_db()
    assert (draft.text, draft.put_away_at) == ("geheim", None)


# --- asking: 600 to 603 --------------------------------------------------------------------------


def test_it_says_what_it_can(program: Program) -> None:
    told = program.get(HERE, q="config").json()
    assert told["syndicate-to"] == []
    assert told["media-endpoint"].endswith("/writing/micropub/media/")
    assert program.get(HERE, q="syndicate-to").json() == {"syndicate-to": []}


def test_a_draft_is_given_back_whole_or_in_part(sanne: Colleague, program: Program) -> None:
    draft = actions.begin(by=sanne, text="x", link="https://a.example/1")
    whole = program.get(HERE, q="source", url=page_of(draft)).json()
    assert whole["type"] == ["h-entry"]
    assert whole["properties"]["content"] == ["x"]
    assert whole["properties"]["post-status"] == ["draft"]
    part = program.client.get(
        HERE,
        {"q": "source", "url": page_of(draft), "properties[]": ["content", "category"]},
        headers=program.headers,
    )
    assert part.json() == {"properties": {"content": ["x"]}}


def test_one_s_own_drafts_are_listed(sanne: Colleague, karim: Colleague, program: Program) -> None:
    actions.begin(by=sanne, text="van mij")
    actions.begin(by=karim, text="van Karim")
    items = program.get(HERE, q="source").json()["items"]
    assert [one["properties"]["content"] for one in items] == [["van mij"]]


@pytest.mark.parametrize(
    "asked", [{}, {"q": "contact"}, {"q": "source", "url": "https://a.example"}]
)
def test_what_it_does_not_know_gets_a_sentence(program: Program, asked: dict[str, str]) -> None:
    answer = program.get(HERE, **asked)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_draft_on_another_host_is_not_ours(sanne: Colleague, program: Program) -> None:
    draft = actions.begin(by=sanne, text="x")
    path = page_of(draft).partition("://")[2].partition("/")[2]
    answer = program.get(HERE, q="source", url=f"https://elders.example/{path}")
    assert answer.status_code == 400


# --- keys: 800 to 804 ----------------------------------------------------------------------------


def test_the_key_may_stand_in_the_form(sanne: Colleague, program: Program) -> None:
    told = {"h": "entry", "content": "x", "access_token": program.secret}
    assert Client(enforce_csrf_checks=True).post(HERE, told).status_code == 202
    draft = Draft.objects.get()
    assert program.secret not in draft.text + draft.facts


def test_a_key_in_two_places_is_one_too_many(program: Program) -> None:
    answer = program.form(HERE, {"h": "entry", "content": "x", "access_token": program.secret})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_key_in_the_address_or_in_json_opens_nothing(program: Program) -> None:
    stranger = Client()
    told = entry(content=["x"]) | {"access_token": program.secret}
    assert stranger.get(HERE, {"q": "config", "access_token": program.secret}).status_code == 401
    assert stranger.post(HERE, told, content_type="application/json").status_code == 401


def test_without_a_key_it_is_closed(sanne: Colleague, as_colleague: SignIn) -> None:
    for browser in (Client(), as_colleague(sanne)):
        for answer in (browser.get(HERE, {"q": "config"}), browser.post(HERE, {"content": "x"})):
            assert (answer.status_code, answer.json()["error"]) == (401, "unauthorized")
    assert not Draft.objects.exists()


def test_a_key_for_something_else_says_what_is_needed(sanne: Colleague) -> None:
    answer = Program(sanne, may_draft=False).form(HERE, {"h": "entry", "content": "x"})
    assert (answer.status_code, answer.json()["error"]) == (403, "insufficient_scope")
    assert answer.json()["scope"] == "draft"


def test_other_methods_are_told_which_there_are(program: Program) -> None:
    answer = program.call("PUT", HERE, {})
    assert (answer.status_code, answer["Allow"]) == (405, "GET, POST")
