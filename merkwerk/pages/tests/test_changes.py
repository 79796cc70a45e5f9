"""States tell whether anything changed, also when old changes are cleared away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from merkwerk.pages.actions.changes import clear_changes, nobody_changes, note_change, state
from merkwerk.pages.actions.stamp import opened, put_stamp, stamp
from merkwerk.pages.models import Change

pytestmark = pytest.mark.django_db
LATER = timezone.now() + timedelta(days=1)


def note() -> None:
    with transaction.atomic():
        note_change()


def test_without_a_change_the_state_is_the_same() -> None:
    note()
    assert state() == state()


def test_each_change_is_another_state() -> None:
    states = [state()]
    for _ in range(3):
        note()
        states.append(state())
    assert len(set(states)) == 4


def test_the_newest_change_is_never_cleared_away() -> None:
    note()
    note()
    clear_changes(now=LATER)
    assert Change.objects.count() == 1


def test_after_clearing_a_change_is_still_another_state() -> None:
    note()
    seen = {state()}
    for _ in range(3):
        note()
        clear_changes(now=LATER)
        assert state() not in seen
        seen.add(state())


def test_fresh_changes_stay() -> None:
    note()
    note()
    clear_changes(now=timezone.now())
    assert Change.objects.count() == 2


def test_on_one_machine_nobody_has_to_be_asked() -> None:
    with transaction.atomic():
        assert nobody_changes()


def test_a_stamp_is_hardly_ever_the_same_twice() -> None:
    numbers = set()
    for _ in range(100):
        put_stamp()
        numbers.add(stamp()[0])
    assert len(numbers) == 100


def test_two_who_open_the_stamp_see_the_same(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("data")
    first = opened(folder)
    opened.cache_clear()
    second = opened(folder)
    first[0] = 2**63 - 1
    assert second[0] == 2**63 - 1
