"""Every page asks the database the same number of things, however much there is."""

from __future__ import annotations

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from merkwerk.accounts.models import Colleague
from merkwerk.handbook import actions
from merkwerk.handbook.models import Question
from merkwerk.handbook.tests import people

pytestmark = pytest.mark.django_db
PAGES = (
    "", "print/", "editions/", "public/", "edit/", "people/", "stand/", "named/", "questions/",
    "questions/new/", "answering/",
)  # fmt: skip


def fill(lead: Colleague, roos: Colleague, times: int) -> Question:
    for number in range(times):
        where = people.situation(lead, f"Situatie {number}")
        one = people.example(lead, situation=where, what=f"Iets {number}", named=roos, outside=True)
        actions.agree(example=one, by=roos)
        actions.publish(by=lead, news=f"Nieuws {number}")
        boss = people.editor(f"Baas{number} Baas")
        actions.tell_stand(by=boss, words="Ik tel tot tien.")
        asked = people.question(boss, f"Vraag {number}")
        actions.reply(question=asked, by=roos, words="Gerust.")
        people.question(boss, f"Nog een {number}")
        people.question(lead, f"Van mij {number}")
    return people.question(lead, "De laatste")


def asked_for(reader: Colleague, where: str) -> int:
    client = people.client_of(reader)
    client.get(where)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(where).status_code == 200
    return len(queries)


def test_a_page_asks_the_same_of_a_full_house() -> None:
    lead, roos = people.editor(), people.answerer()
    actions.open_outside(by=lead, is_public=True)
    question = fill(lead, roos, 1)
    pages = [f"/handbook/{page}" for page in PAGES] + [f"/handbook/questions/{question.pk}/"]
    few = {(who.pk, page): asked_for(who, page) for who in (lead,) for page in pages}
    fill(lead, roos, 7)
    many = {(who.pk, page): asked_for(who, page) for who in (lead,) for page in pages}
    assert many == few
    assert max(few.values()) <= 20


def test_who_answers_a_lot_asks_no_more() -> None:
    lead, roos = people.editor(), people.answerer()
    fill(lead, roos, 1)
    few = [asked_for(roos, f"/handbook/{page}") for page in ("questions/", "named/")]
    fill(lead, roos, 7)
    assert [asked_for(roos, f"/handbook/{page}") for page in ("questions/", "named/")] == few


def test_looking_changes_nothing() -> None:
    lead, roos = people.editor(), people.answerer()
    fill(lead, roos, 1)
    client = people.client_of(lead)
    for page in PAGES:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/handbook/{page}")
        writes = [one["sql"] for one in queries if not one["sql"].startswith(("SELECT", "BEGIN"))]
        assert not [sql for sql in writes if "handbook_" in sql], page


def test_the_line_for_other_rooms() -> None:
    lead, roos = people.editor(), people.answerer()
    fill(lead, roos, 1)
    told = {"renewed": actions.renewed_for(roos), "asked": actions.waiting_for(roos)}
    with translation.override("en"):
        text = render_to_string("handbook/_line.html", told)
    assert "There is a handbook, read in minutes." in text
    assert "asks you: may I say this?" in text
