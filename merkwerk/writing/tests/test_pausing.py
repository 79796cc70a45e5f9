"""A pause is the writer's own, and sends nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.writing import actions
from merkwerk.writing.models import Draft, Wishes

pytestmark = pytest.mark.django_db


def test_looking_at_wishes_keeps_nothing(sanne: Colleague) -> None:
    assert actions.wishes_of(sanne).pause_minutes == 0
    assert not Wishes.objects.exists()


def test_numbers_are_brought_into_their_range(sanne: Colleague) -> None:
    kept = actions.wish(
        by=sanne, pause_minutes=99_999, own_questions=[], guard_minutes=1, figures_wait=True
    )
    assert (kept.pause_minutes, kept.guard_minutes) == (24 * 60, 5)


def test_own_questions_come_first(sanne: Colleague) -> None:
    actions.wish(
        by=sanne, pause_minutes=5, own_questions=["Zou Joris dit willen lezen?", ""],
        guard_minutes=60, figures_wait=True,
    )  # fmt: skip
    asked = actions.questions_for(sanne)
    assert asked[0] == "Zou Joris dit willen lezen?"
    assert len(asked) == 3


def test_a_pause_lasts_and_ends(sanne: Colleague) -> None:
    now = timezone.now()
    draft = actions.begin(by=sanne, text="Rustig")
    actions.pause(draft=draft, by=sanne, minutes=10, now=now)
    draft.refresh_from_db()
    assert actions.is_pausing(draft, now + timedelta(minutes=9))
    assert not actions.is_pausing(draft, now + timedelta(minutes=10))


def test_a_clock_that_jumped_back_holds_nobody_longer_than_a_day(sanne: Colleague) -> None:
    now = timezone.now()
    draft = actions.begin(by=sanne, text="Rustig")
    actions.pause(draft=draft, by=sanne, minutes=10, now=now)
    draft.refresh_from_db()
    assert not actions.is_pausing(draft, now - timedelta(days=3))


def test_nobody_else_lets_it_rest(sanne: Colleague, karim: Colleague) -> None:
    draft = actions.begin(by=sanne, text="Rustig")
    actions.pause(draft=draft, by=karim, minutes=10)
    assert Draft.objects.get().pause_until is None
