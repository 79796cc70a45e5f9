"""Work that is still going on when everything of a leaver is erased: nothing comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.exports.values import Event, Reach, Way
from merkwerk.relationships import actions
from merkwerk.relationships.actions import exporting, feeders, importing
from merkwerk.relationships.actions.importing import claiming, taking, undoing
from merkwerk.relationships.actions.leaving import belongings
from merkwerk.relationships.tests.files import brought, read, vcard
from merkwerk.relationships.tests.people import NOW, colleague, knows

pytestmark = pytest.mark.django_db
MANY = "".join(vcard(f"Iemand {number}", f"EMAIL:i{number}@oost.nl") for number in range(120))
LATER = NOW + timedelta(minutes=1)


def erased(who: Colleague) -> None:
    Colleague.objects.filter(pk=who.pk).update(is_active=False, left_at=NOW - timedelta(days=90))
    actions.erase(colleague=Colleague.objects.get(pk=who.pk), now=NOW)


def left_of(who: Colleague) -> dict[str, int]:
    return {name: n for name, rows in belongings(who).items() if (n := rows.count())}


def before(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, act: Callable[[], None]) -> None:
    """`act` happens just before something else is called."""
    real = getattr(where, name)

    def then(*args: Any, **rest: Any) -> Any:
        act()
        return real(*args, **rest)

    monkeypatch.setattr(where, name, then)


def test_taking_over_stops(monkeypatch: pytest.MonkeyPatch, private: Path) -> None:
    sanne = colleague()
    batch = read(sanne, MANY)
    importing.take_over(by=sanne, batch=batch, now=LATER)
    before(monkeypatch, taking, "_moments", lambda: erased(sanne))
    assert not importing.apply_import(import_id=batch.pk, now=LATER)
    assert left_of(sanne) == {}
    assert not list(private.iterdir())


def test_undoing_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    sanne = colleague()
    batch = read(sanne, MANY)
    importing.take_over(by=sanne, batch=batch, now=LATER)
    importing.apply_import(import_id=batch.pk, now=LATER)
    importing.undo(by=sanne, batch=batch, now=LATER)
    before(monkeypatch, undoing, "_undo", lambda: erased(sanne))
    assert not importing.undo_import(import_id=batch.pk, now=LATER)
    assert left_of(sanne) == {}


def test_reading_stops(monkeypatch: pytest.MonkeyPatch, private: Path) -> None:
    sanne = colleague()
    batch = brought(sanne, MANY)
    before(monkeypatch, claiming, "stay", lambda: erased(sanne))
    assert not importing.read_import(import_id=batch.pk, now=NOW)
    assert left_of(sanne) == {}
    assert not list(private.iterdir())


def test_a_copy_that_is_being_made_is_thrown_away(
    monkeypatch: pytest.MonkeyPatch, private: Path
) -> None:
    sanne = colleague()
    knows(sanne)
    copy = actions.ask_takeaway(by=sanne, now=NOW)
    real = exporting.write

    def then(*args: Any, **rest: Any) -> None:
        real(*args, **rest)
        erased(sanne)

    monkeypatch.setattr(exporting, "write", then)
    assert not actions.make_takeaway(takeaway_id=copy.pk, now=NOW)
    assert left_of(sanne) == {}
    assert not list(private.iterdir())


@pytest.mark.parametrize("end", [erased, None])
def test_a_calendar_that_was_being_looked_at_leaves_no_question(
    monkeypatch: pytest.MonkeyPatch, end: Callable[[Colleague], None] | None
) -> None:
    sanne = colleague()
    feeder = actions.add_calendar(by=sanne, name="x", address="https://a.example/b.ics", now=NOW)
    event = Event(
        key="x", at=NOW, kind="met", direction="both", channel="calendar",
        people=(Reach(Way.MAIL, "vreemd@oost.nl"),), subject="Overleg",
    )  # fmt: skip

    def look(*_args: object) -> tuple[list[Event], dict[str, object], bool]:
        if end is not None:
            end(sanne)
        else:
            actions.remove_feeder(feeder=feeder, by=sanne)
        return [event], {}, False

    monkeypatch.setattr(feeders, "_look", look)
    assert actions.visit(feeder_id=feeder.pk, now=NOW) == 0
    assert left_of(sanne) == {}
