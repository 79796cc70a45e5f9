from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from merkwerk.connectors.errors import Forbidden
from merkwerk.jobs.actions import note_trouble, plain_traceback, settle
from merkwerk.jobs.middleware import remember_failures
from merkwerk.jobs.models import Trouble

pytestmark = pytest.mark.django_db


def caught(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as one:
        return one


def caught_later(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as one:
        return one


def test_the_same_trouble_is_one_row_with_a_count() -> None:
    for _ in range(3):
        note_trouble(place="here", error=caught(ValueError("x")))
    assert Trouble.objects.get().times == 3


def test_another_way_through_the_code_is_another_trouble() -> None:
    note_trouble(place="here", error=caught(ValueError("x")))
    note_trouble(place="here", error=caught_later(ValueError("x")))
    assert Trouble.objects.count() == 2


def test_settled_trouble_comes_back_when_it_happens_again() -> None:
    note_trouble(place="here", error=caught(ValueError("x")))
    assert settle(trouble=Trouble.objects.get())
    note_trouble(place="here", error=caught(ValueError("x")))
    assert Trouble.objects.get().settled_at is None


@pytest.mark.parametrize(
    "error",
    [
        ValueError("Jan Jansen"),
        KeyError("Jan Jansen"),
        IntegrityError("(Jan Jansen) exists"),
        Forbidden("Jan Jansen"),
    ],
)
def test_it_keeps_nothing_of_what_people_typed(error: Exception) -> None:
    note_trouble(place="here", error=caught(error))
    row = Trouble.objects.get()
    assert "Jansen" not in row.summary + row.traceback


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OperationalError("database is locked"), "database is locked"),
        (AttributeError("no attribute 'x'"), "no attribute"),
        (FileNotFoundError(2, "No such file", "/home/jan"), "No such file"),
        (Forbidden("x"), "forbidden"),
    ],
)
def test_it_keeps_what_speaks_of_code_only(error: Exception, words: str) -> None:
    note_trouble(place="here", error=caught(error))
    assert words in Trouble.objects.get().summary
    assert "/home/jan" not in Trouble.objects.get().summary


def test_what_no_database_takes_is_left_out() -> None:
    note_trouble(place="here", error=caught(TypeError("a\0b\ud800")))
    assert Trouble.objects.get().summary == "TypeError: ab?"


def test_the_cause_stands_before_what_it_caused() -> None:
    try:
        try:
            raise KeyError("a")
        except KeyError as first:
            raise RuntimeError("b") from first
    except RuntimeError as error:
        told = plain_traceback(error)
    assert 0 < told.index("KeyError") < told.index("RuntimeError")
    assert "test_trouble.py" in told


Views = Callable[[HttpRequest], HttpResponse]


def pass_by(error: Exception) -> None:
    around = remember_failures(lambda request: HttpResponse())
    vars(around)["process_exception"](RequestFactory().get("/"), caught(error))


def test_a_failing_page_is_remembered() -> None:
    pass_by(ZeroDivisionError())
    assert Trouble.objects.get().summary == "ZeroDivisionError"


@pytest.mark.parametrize("error", [Http404(), PermissionDenied()])
def test_saying_no_is_no_trouble(error: Exception) -> None:
    pass_by(error)
    assert not Trouble.objects.exists()
