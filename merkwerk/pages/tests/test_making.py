"""Pages are made before somebody asks."""

from __future__ import annotations

import pytest
from django.utils import translation

from merkwerk.accounts.models import Organisation
from merkwerk.pages.actions import how_many, make_due, shows, touched, touched_path
from merkwerk.pages.actions.changes import state
from merkwerk.pages.actions.making import ask
from merkwerk.pages.models import MadePage
from merkwerk.pages.tests import small_site as site
from merkwerk.pages.tests.conftest import Ask, Counting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_site")]
ONE = "/stories/one/"


def test_it_makes_what_is_due() -> None:
    touched_path(ONE)
    assert make_due() == 1
    assert MadePage.objects.made().get().path == ONE


def test_what_it_made_is_sent_without_django(ask: Ask, django: Counting) -> None:
    touched_path(ONE)
    make_due()
    assert b"Kade en Kroon" in ask(ONE).body
    assert django.count == 0


def test_it_is_the_same_as_a_live_answer(ask: Ask) -> None:
    ask(ONE)
    live = ask(ONE)
    touched("story:1")
    make_due()
    assert ask(ONE).headers["ETag"] == live.headers["ETag"]


def test_after_a_change_it_makes_the_new_page() -> None:
    touched_path(ONE)
    make_due()
    first = MadePage.objects.get().tag
    Organisation.objects.update(name="Nieuw")
    touched("story:1")
    make_due()
    assert MadePage.objects.made().get().tag != first


@pytest.mark.parametrize("page", ["gone", "unmarked", "cookie", "nowhere"])
def test_what_is_not_public_is_forgotten(page: str) -> None:
    touched_path(f"/stories/{page}/")
    assert make_due() == 0
    assert not MadePage.objects.exists()


def test_a_page_that_fails_is_tried_five_times() -> None:
    touched_path("/stories/broken/")
    for _ in range(7):
        make_due()
    assert MadePage.objects.get().tries == 5
    assert how_many().given_up == 1


def test_a_change_gives_a_page_that_failed_another_chance() -> None:
    touched_path("/stories/broken/")
    for _ in range(5):
        make_due()
    touched_path("/stories/broken/")
    assert how_many().due == 1


def test_a_change_meanwhile_leaves_it_due(monkeypatch: pytest.MonkeyPatch) -> None:
    touched_path(ONE)

    def late(answer: object, *marks: str) -> object:
        touched("story:1")
        return shows(answer, *marks)  # type: ignore[type-var]

    monkeypatch.setattr(site, "shows", late)
    assert make_due() == 0
    page = MadePage.objects.get()
    assert (page.is_made, page.tries) == (False, 0)


def test_the_language_of_who_works_stays() -> None:
    with translation.override("en"):
        ask(ONE)
        assert translation.get_language() == "en"


def test_it_asks_as_a_stranger_by_the_own_name() -> None:
    told = b"('AnonymousUser', 'nl', 'localhost:8000', 0)"
    assert getattr(ask("/stories/who/"), "content") == told  # noqa: B009


def test_without_time_it_makes_nothing() -> None:
    touched_path(ONE)
    assert make_due(seconds=-1) == 0


def test_it_says_how_many_there_are() -> None:
    touched_path(ONE)
    touched_path("/stories/two/")
    assert (how_many().made, how_many().due, how_many().last) == (0, 2, None)
    make_due()
    assert (how_many().made, how_many().due) == (2, 0)
    assert how_many().last


def test_making_changes_nothing_that_others_must_hear_of() -> None:
    touched_path(ONE)
    before = state()
    make_due()
    assert state() == before
