"""A draft is begun once, kept from two devices, and nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.writing import actions
from merkwerk.writing.models import Draft, Reference

pytestmark = pytest.mark.django_db


def test_the_same_key_makes_one_draft(sanne: Colleague) -> None:
    first = actions.begin(by=sanne, key="a" * 32, text="Een begin")
    again = actions.begin(by=sanne, key="a" * 32, text="Nog een keer")
    assert first.pk == again.pk
    assert Draft.objects.count() == 1


def test_a_key_of_somebody_else_makes_a_draft_of_ones_own(
    sanne: Colleague, karim: Colleague
) -> None:
    hers = actions.begin(by=sanne, key="b" * 32)
    his = actions.begin(by=karim, key="b" * 32, text="Van mij")
    assert hers.pk != his.pk
    assert his.colleague == karim
    assert his.text == "Van mij"


def test_what_it_is_about_stands_beside_it_and_never_in_it(sanne: Colleague) -> None:
    draft = actions.begin(by=sanne, link="https://site.example/stuk?utm_source=x")
    assert draft.text == ""
    assert Reference.objects.get(draft=draft).address.startswith("https://site.example/stuk")


def test_an_address_that_is_none_is_left_out(sanne: Colleague) -> None:
    draft = actions.begin(by=sanne, link="javascript:alert(1)", text="Mijn woorden")
    assert draft.link == ""
    assert not Reference.objects.exists()


def test_the_last_that_writes_wins_and_the_other_is_kept_beside(sanne: Colleague) -> None:
    draft = actions.begin(by=sanne)
    actions.save(draft=draft, by=sanne, text="Op de telefoon", desk="phone", version=0)
    kept = actions.save(draft=draft, by=sanne, text="Op kantoor", desk="office", version=0)
    assert kept.text == "Op kantoor"
    assert actions.others_of(kept) == ["Op de telefoon"]


def test_one_page_that_goes_on_writing_keeps_nothing_beside(sanne: Colleague) -> None:
    draft = actions.begin(by=sanne)
    actions.save(draft=draft, by=sanne, text="Een", desk="office", version=0)
    kept = actions.save(draft=draft, by=sanne, text="Twee", desk="office", version=0)
    assert actions.others_of(kept) == []


def test_a_page_that_saw_the_newest_words_keeps_nothing_beside(sanne: Colleague) -> None:
    draft = actions.begin(by=sanne)
    seen = actions.save(draft=draft, by=sanne, text="Een", desk="phone", version=0)
    kept = actions.save(draft=draft, by=sanne, text="Twee", desk="office", version=seen.version)
    assert actions.others_of(kept) == []


def test_nobody_else_writes_in_it(sanne: Colleague, karim: Colleague) -> None:
    draft = actions.begin(by=sanne)
    with pytest.raises(PermissionError):
        actions.save(draft=draft, by=karim, text="Ik ook")


def test_a_draft_of_two_hundred_thousand_signs_is_kept_whole(sanne: Colleague) -> None:
    draft = actions.begin(by=sanne)
    kept = actions.save(draft=draft, by=sanne, text="é" * 200_000)
    assert len(kept.text) == 200_000


def test_answers_to_questions_are_kept_and_strange_ones_left_out(sanne: Colleague) -> None:
    draft = actions.begin(by=sanne)
    answers = {"surprised": "De stilte", "hard": " ", "strange": "x"}
    kept = actions.save(draft=draft, by=sanne, text="", answers=answers)
    assert kept.questions == {"surprised": "De stilte"}


def test_what_is_put_away_comes_back(sanne: Colleague) -> None:
    draft = actions.begin(by=sanne, text="Later")
    actions.put_away(draft=draft, by=sanne)
    assert not Draft.objects.open().exists()
    actions.take_out(draft=draft, by=sanne)
    assert Draft.objects.open().get() == draft


def test_what_was_put_away_long_ago_is_thrown_away(sanne: Colleague) -> None:
    now = timezone.now()
    old, fresh = (actions.begin(by=sanne, text=text) for text in ("Oud", "Nieuw"))
    actions.put_away(draft=old, by=sanne, now=now - timedelta(days=31))
    actions.put_away(draft=fresh, by=sanne, now=now - timedelta(days=3))
    assert actions.clear_away(now=now) == 1
    assert Draft.objects.get() == fresh


def test_what_stands_outside_is_not_thrown_away(sanne: Colleague) -> None:
    draft = actions.begin(by=sanne, text="Verteld")
    Draft.objects.update(told_at=timezone.now())
    assert not actions.throw_away(draft=draft, by=sanne)
    assert Draft.objects.exists()


def test_somebody_elses_draft_is_not_thrown_away(sanne: Colleague, karim: Colleague) -> None:
    draft = actions.begin(by=sanne, text="Van haar")
    assert not actions.throw_away(draft=draft, by=karim)
