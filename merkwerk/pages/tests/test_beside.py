"""What goes on beside requests."""

from __future__ import annotations

import pytest
from django.db import Error, connection, transaction

from merkwerk.pages.actions.changes import note_change
from merkwerk.pages.front import beside
from merkwerk.pages.front.beside import Watch


@pytest.fixture
def looks() -> list[str]:
    return []


@pytest.fixture
def watch(looks: list[str]) -> Watch:
    made = Watch(lambda: looks.append("changed"))
    made.look()
    looks.clear()
    return made


@pytest.mark.django_db
def test_it_is_quiet_while_nothing_changes(watch: Watch, looks: list[str]) -> None:
    watch.look()
    watch.look()
    assert looks == []


@pytest.mark.django_db
def test_it_tells_once_of_a_change_made_elsewhere(watch: Watch, looks: list[str]) -> None:
    with transaction.atomic():
        note_change()
    watch.look()
    watch.look()
    assert looks == ["changed"]


@pytest.mark.django_db
def test_without_a_database_nothing_is_sure(
    watch: Watch, looks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise Error

    monkeypatch.setattr(beside, "state", away)
    monkeypatch.setattr(connection, "close", lambda: None)
    watch.look()
    assert looks == ["changed"]
