"""The small interface for other programs: own drafts, by key alone, with clear refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.networks.models import Message
from merkwerk.writing import actions
from merkwerk.writing.actions import calling
from merkwerk.writing.models import Draft
from merkwerk.writing.tests.programs import Program, says

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]
DRAFTS = "/writing/api/drafts/"
REGISTER = "/writing/api/register/"


@pytest.fixture
def program(sanne: Colleague) -> Program:
    return Program(sanne)


def one(draft: Draft) -> str:
    return f"{DRAFTS}{draft.pk}/"


def test_a_draft_is_made_of_one_s_own_words(sanne: Colleague, program: Program) -> None:
    told = {
        "text": "Een begin",
        "facts": "18 boten",
        "link": "https://krant.example/a",
        "language": "nl",
    }
    answer = program.call("POST", DRAFTS, told)
    draft = Draft.objects.get()
    assert answer.status_code == 201
    assert answer["Location"].endswith(reverse("writing:draft", args=[draft.pk]))
    assert (draft.colleague, draft.text, draft.facts) == (sanne, "Een begin", "18 boten")
    assert (draft.link, draft.language) == ("https://krant.example/a", "nl")
    assert answer.json()["state"] == "open"


def test_it_is_made_once_for_one_call(program: Program) -> None:
    for _time in (1, 2):
        program.call("POST", DRAFTS, {"text": "x"}, Idempotency_Key="abc")
    assert Draft.objects.count() == 1
    program.call("POST", DRAFTS, {"text": "x"}, Idempotency_Key="anders")
    assert Draft.objects.count() == 2


def test_one_s_own_drafts_are_listed(sanne: Colleague, karim: Colleague, program: Program) -> None:
    mine = actions.begin(by=sanne, text="van mij")
    actions.begin(by=karim, text="van Karim")
    told = program.get(DRAFTS).json()
    assert [(row["id"], row["text"]) for row in told["drafts"]] == [(mine.pk, "van mij")]
    assert told["next_page"] is None


def test_one_draft_is_read_and_changed(sanne: Colleague, program: Program) -> None:
    draft = actions.begin(by=sanne, text="eerst", facts="feit")
    assert program.get(one(draft)).json()["text"] == "eerst"
    answer = program.call("PATCH", one(draft), {"text": "daarna"})
    draft.refresh_from_db()
    assert (answer.status_code, draft.text, draft.facts) == (200, "daarna", "feit")


def test_words_on_another_page_are_kept_beside(sanne: Colleague, program: Program) -> None:
    draft = actions.begin(by=sanne)
    actions.save(draft=draft, by=sanne, text="op mijn telefoon", desk="telefoon")
    program.call("PATCH", one(draft), {"text": "van het programma"})
    draft.refresh_from_db()
    assert actions.others_of(draft) == ["op mijn telefoon"]


def test_who_says_which_version_it_saw_overwrites_it(sanne: Colleague, program: Program) -> None:
    draft = actions.begin(by=sanne)
    actions.save(draft=draft, by=sanne, text="op mijn telefoon", desk="telefoon")
    version = program.get(one(draft)).json()["version"]
    program.call("PATCH", one(draft), {"text": "anders", "version": version})
    draft.refresh_from_db()
    assert actions.others_of(draft) == []


@pytest.mark.parametrize("method", ["GET", "PATCH"])
def test_another_s_draft_is_not_there(karim: Colleague, program: Program, method: str) -> None:
    draft = actions.begin(by=karim, text="geheim")
    answer = program.call(method, one(draft), {"text": "x"} if method == "PATCH" else None)
    assert answer.status_code == 404
    assert "geheim" not in answer.content.decode()
    draft.refresh_from_db()
    assert draft.text == "geheim"


@pytest.mark.parametrize("column", ["told_at", "put_away_at"])
def test_what_is_not_being_written_is_not_changed(
    sanne: Colleague, program: Program, column: str
) -> None:
    draft = actions.begin(by=sanne, text="x")
    Draft.objects.update(**{column: timezone.now()})
    assert program.call("PATCH", one(draft), {"text": "y"}).status_code == 409


@pytest.mark.parametrize("secret", ["", "mw_verzonnen", "geen sleutel"])
def test_without_a_good_key_nothing_opens(secret: str) -> None:
    stranger = Program(None)
    stranger.secret = secret
    for answer in (stranger.get(DRAFTS), stranger.call("POST", DRAFTS, {"text": "x"})):
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
    assert not Draft.objects.exists()


def test_a_session_opens_nothing(sanne: Colleague, as_colleague: SignIn) -> None:
    browser = as_colleague(sanne)
    assert browser.get(DRAFTS).status_code == 401
    assert browser.post(DRAFTS, {"text": "x"}, "application/json").status_code == 401


def test_a_key_in_the_address_opens_nothing(sanne: Colleague, program: Program) -> None:
    answer = Client().get(f"{DRAFTS}?access_token={program.secret}&token={program.secret}")
    assert answer.status_code == 401


def test_a_key_does_what_it_was_made_for(sanne: Colleague) -> None:
    drafts_only, register_only = Program(sanne, may_register=False), Program(sanne, may_draft=False)
    assert drafts_only.call("POST", REGISTER, {"address": "https://a.example/1"}).status_code == 403
    assert register_only.call("POST", DRAFTS, {"text": "x"}).status_code == 403
    assert register_only.get(DRAFTS).status_code == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"geen json", 400),
        (b"[1]", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        ({"text": 7}, 422),
        ({"text": "x", "publish": True}, 422),
        ({"send": "now"}, 422),
        ({"text": "x" * 300_001}, 413),
        (b'{"text": "' + b"x" * 2_600_000 + b'"}', 413),
    ],
)
def test_bad_input_gets_a_sentence(program: Program, body: Any, status: int) -> None:
    answer = program.call("POST", DRAFTS, body)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert len(says(answer)) > 20
    assert not Draft.objects.exists()


def test_a_form_is_not_taken_for_json(program: Program) -> None:
    assert program.form(DRAFTS, {"text": "x"}).status_code == 415


def test_signs_that_nobody_types_stay_out(program: Program) -> None:
    program.call("POST", DRAFTS, b'{"text": "a\\u0000b\\ud800c\\u202ed"}')
    assert Draft.objects.get().text == "ab\ufffdcd"


def test_a_number_of_a_version_is_a_number(sanne: Colleague, program: Program) -> None:
    draft = actions.begin(by=sanne)
    assert program.call("PATCH", one(draft), {"text": "x", "version": "1"}).status_code == 422


def test_a_program_that_runs_wild_is_stopped(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "CALLS_A_MINUTE", 3)
    monkeypatch.setattr("merkwerk.lib.limits.time", lambda: 1_000_000.0)
    answers = [program.get(DRAFTS) for _time in range(5)]
    assert [answer.status_code for answer in answers][-1] == 429
    assert 0 < int(answers[-1]["Retry-After"]) <= 60


def test_drafts_of_one_day_are_counted(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "DRAFTS_A_DAY", 2)
    monkeypatch.setattr("merkwerk.lib.limits.time", lambda: 1_000_000.0)
    statuses = [program.call("POST", DRAFTS, {"text": "x"}).status_code for _time in range(3)]
    assert statuses == [201, 201, 429]


def test_no_other_site_may_read_it(program: Program) -> None:
    answer = program.call("GET", DRAFTS, Origin="https://kwaad.example")
    assert "Access-Control-Allow-Origin" not in answer
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


@pytest.mark.parametrize("path", [DRAFTS, REGISTER])
def test_what_can_t_be_done_says_what_can(program: Program, path: str) -> None:
    answer = program.call("DELETE", path)
    assert answer.status_code == 405
    assert "POST" in answer["Allow"]


def test_what_was_said_elsewhere_is_registered(sanne: Colleague, program: Program) -> None:
    told = {"address": "https://social.example/@sanne/1", "about": "https://krant.example/a"}
    answer = program.call("POST", REGISTER, told)
    assert answer.status_code == 202
    message = Message.objects.get()
    assert (message.colleague, message.state) == (sanne, Message.State.ELSEWHERE)


@pytest.mark.parametrize("told", [{}, {"address": " "}, {"address": "javascript:x"}, {"x": "y"}])
def test_what_is_no_address_is_not_registered(program: Program, told: dict[str, str]) -> None:
    answer = program.call("POST", REGISTER, told)
    assert answer.status_code == 422
    assert len(says(answer)) > 20
    assert not Message.objects.exists()
