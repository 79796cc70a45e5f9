"""One changes while another keeps. SQLite has one writer at a time; here it is about PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from merkwerk.pages.actions import touched
from merkwerk.pages.actions.changes import state
from merkwerk.pages.actions.keeping import Answer, keep
from merkwerk.pages.models import Change, MadePage

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]
ANSWER = Answer("/stories/a/", b"x", [], frozenset({"site", "story:1"}))


@contextmanager
def changing(*marks: str) -> Iterator[None]:
    """Somebody has touched these marks and has not committed yet; does when the block ends."""
    begun, go_on = threading.Event(), threading.Event()

    def work() -> None:
        with transaction.atomic():
            touched(*marks)
            begun.set()
            go_on.wait(10)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    assert begun.wait(10)
    yield
    go_on.set()
    thread.join()


def test_nothing_is_kept_while_a_change_is_not_in_force_yet() -> None:
    before = state()
    with changing("story:1"):
        assert not keep(ANSWER, before=before)
    assert not MadePage.objects.made().exists()


def test_nothing_is_kept_that_was_begun_during_the_change() -> None:
    with changing("story:1"):
        before = state()
    assert not keep(ANSWER, before=before)


def test_two_who_change_something_do_not_wait_for_each_other() -> None:
    with changing("story:1"):
        before = Change.objects.count()
        touched("story:2")
        assert Change.objects.count() == before + 1


def test_after_the_change_it_is_kept() -> None:
    with changing("story:1"):
        pass
    assert keep(ANSWER, before=state())
