"""A first reader sees the words as they were, says something, and nobody else does."""

from __future__ import annotations

import pytest

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague
from merkwerk.notifications.models import Notice
from merkwerk.writing import actions
from merkwerk.writing.models import Showing
from merkwerk.writing.tests.people import client_of, draft

pytestmark = pytest.mark.django_db


def test_a_reader_sees_the_words_as_they_were(sanne: Colleague, karim: Colleague) -> None:
    mine = draft(sanne, "Eerste woorden")
    shown = actions.show(draft=mine, by=sanne, to=karim, asks="Te lang?")
    actions.save(draft=mine, by=sanne, text="Latere woorden")
    page = client_of(karim).get(f"/writing/shown/{shown.pk}/").content.decode()
    assert "Eerste woorden" in page
    assert "Te lang?" in page
    assert "Latere woorden" not in page


def test_the_reader_is_told_and_so_is_the_writer(sanne: Colleague, karim: Colleague) -> None:
    shown = actions.show(draft=draft(sanne), by=sanne, to=karim)
    client_of(karim).post(f"/writing/shown/{shown.pk}/", {"words": "Mooi, die stilte."})
    assert Notice.objects.filter(colleague=karim, kind="draft_shown").exists()
    assert Notice.objects.filter(colleague=sanne, kind="draft_read").exists()
    page = client_of(sanne).get(f"/writing/shown/{shown.pk}/").content.decode()
    assert "Mooi, die stilte." in page


def test_the_writer_says_nothing_in_the_readers_name(sanne: Colleague, karim: Colleague) -> None:
    shown = actions.show(draft=draft(sanne), by=sanne, to=karim)
    assert not actions.remark(showing=shown, by=sanne, words="Prima")


def test_nobody_else_reads_along(
    sanne: Colleague, karim: Colleague, administrator: Colleague
) -> None:
    shown = actions.show(draft=draft(sanne), by=sanne, to=karim)
    assert client_of(administrator).get(f"/writing/shown/{shown.pk}/").status_code == 404


def test_the_reader_never_reaches_the_draft_itself(sanne: Colleague, karim: Colleague) -> None:
    mine = draft(sanne)
    actions.show(draft=mine, by=sanne, to=karim)
    assert client_of(karim).get(f"/writing/drafts/{mine.pk}/").status_code == 404


def test_only_its_writer_shows_a_draft(sanne: Colleague, karim: Colleague) -> None:
    with pytest.raises(PermissionError):
        actions.show(draft=draft(sanne), by=karim, to=karim)


def test_what_is_taken_back_is_gone(sanne: Colleague, karim: Colleague) -> None:
    shown = actions.show(draft=draft(sanne), by=sanne, to=karim)
    client_of(karim).post(f"/writing/shown/{shown.pk}/hide/")
    assert Showing.objects.exists()
    client_of(sanne).post(f"/writing/shown/{shown.pk}/hide/")
    assert not Showing.objects.exists()


def test_three_readers_are_enough(sanne: Colleague, colleague_named: MakeColleague) -> None:
    mine = draft(sanne)
    for name in ("Een Lezer", "Twee Lezer", "Drie Lezer"):
        actions.show(draft=mine, by=sanne, to=colleague_named(name))
    with pytest.raises(actions.Enough):
        actions.show(draft=mine, by=sanne, to=colleague_named("Vier Lezer"))


def test_there_is_nothing_to_show_without_words(sanne: Colleague, karim: Colleague) -> None:
    mine = draft(sanne, "")
    answer = client_of(sanne).post(f"/writing/drafts/{mine.pk}/show/", {"to": karim.pk})
    assert answer.status_code == 422
    assert not Showing.objects.exists()
