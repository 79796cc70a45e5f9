"""Two workers at the same time make one contact, one relationship, one moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from threading import Barrier

import pytest
from django.db import connection

from merkwerk.relationships.actions import contacts_of, note_moment, remember_posts
from merkwerk.relationships.models import Belonging, Contact, Moment, Relationship
from merkwerk.relationships.tests import people
from merkwerk.relationships.tests.people import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act: Callable[[], object], times: int = 4) -> None:
    """Runs `act` in several threads that begin together; what one raises is raised here. One test
    database in memory can't be written by two at once: there the other tests have to do."""
    if "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("a database in memory has one writer")
    start = Barrier(times)

    def run() -> None:
        start.wait()
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        for done in [pool.submit(run) for _ in range(times)]:
            done.result()


def test_posts_remembered_at_once_are_remembered_once() -> None:
    own = people.account(people.colleague())
    batch = [people.post(people.identity(), mentions=[own.identity.handle]) for _ in range(20)]
    at_once(lambda: remember_posts(posts=batch, now=NOW))
    assert [m.objects.count() for m in (Contact, Belonging, Relationship, Moment)] == [20] * 4


def test_contacts_made_at_once_are_made_once() -> None:
    who = [people.identity().pk for _ in range(10)]
    at_once(lambda: contacts_of(who))
    assert Contact.objects.count() == Belonging.objects.count() == 10


def test_a_button_pressed_twice_at_once_notes_once() -> None:
    relationship = people.knows(people.colleague())
    at_once(
        lambda: note_moment(
            by=relationship.colleague,
            relationship=Relationship.objects.get(),
            kind="met",
            at=NOW,
            key="k",
            now=NOW,
        )
    )
    assert Moment.objects.count() == 1


def blind_once(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """The first look finds nothing, as for somebody who looked just before another one wrote."""
    module, _, name = place.rpartition(".")
    real = getattr(import_module(f"merkwerk.relationships.actions.{module}"), name)
    looks = iter([True])
    monkeypatch.setattr(
        f"merkwerk.relationships.actions.{place}",
        lambda asked: type(real(asked))() if next(looks, False) else real(asked),
    )


@pytest.mark.parametrize("place", ["contacts._public", "noting._known", "noting._noted"])
def test_who_comes_second_makes_nothing_double(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    own = people.account(people.colleague())
    said = people.post(people.identity(), mentions=[own.identity.handle])
    remember_posts(posts=[said], now=NOW)
    blind_once(monkeypatch, place)
    remember_posts(posts=[said], now=NOW)
    assert [m.objects.count() for m in (Contact, Belonging, Relationship, Moment)] == [1] * 4
