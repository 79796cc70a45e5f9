"""What has been quiet on the site for a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague, Role
from merkwerk.stories.actions.found import quiet_subjects
from merkwerk.stories.models import PersonPage
from merkwerk.stories.tests.told import MONDAY, open_site, teller, told

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=61)


@pytest.fixture
def sannes(sanne: Colleague) -> PersonPage:
    open_site()
    return teller(sanne)


def names() -> list[str]:
    return [one.subject.name for one in quiet_subjects(now=LATER)]


def test_a_subject_nobody_told_about_lately_is_named(sannes: PersonPage) -> None:
    told(sannes, "Een", about=["Zeilen"])
    told(sannes, "Twee", about=["Zeilen"], days=3)
    assert names() == ["Zeilen"]
    assert quiet_subjects(now=LATER)[0].since == MONDAY
    assert quiet_subjects(now=MONDAY) == []


def test_told_about_once_is_no_habit(sannes: PersonPage) -> None:
    told(sannes, about=["Zeilen"])
    assert names() == []


def test_what_ended_years_ago_is_let_be(sannes: PersonPage) -> None:
    for day in (1000, 1001):
        told(sannes, f"Dag {day}", about=["Zeilen"], days=day)
    assert names() == []


def test_it_is_three_at_most(sannes: PersonPage) -> None:
    for subject in ("A", "B", "C", "D"):
        for day in (1, 2):
            told(sannes, f"{subject} {day}", about=[subject], days=day)
    assert len(names()) == 3


def test_editors_see_it_and_others_do_not(
    sannes: PersonPage,
    sanne: Colleague,
    colleague_named: MakeColleague,
    as_colleague: Callable[[Colleague], Client],
) -> None:
    for day in (100, 101):
        told(sannes, f"Dag {day}", about=["Zeilen"], days=day)
    editor = as_colleague(colleague_named("Eva Redactie", Role.EDITOR))
    assert "Quiet for a while" in editor.get("/desk/stories/").content.decode()
    assert "Quiet for a while" not in as_colleague(sanne).get("/desk/stories/").content.decode()
