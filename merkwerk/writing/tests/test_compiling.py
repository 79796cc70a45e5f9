"""A long list of confidences is made ready before the first text asks for it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from merkwerk.engine import confidences as engine
from merkwerk.writing.actions import compiling
from merkwerk.writing.actions.compiling import CompiledList
from merkwerk.writing.models import Confidence

pytestmark = pytest.mark.django_db
TEXT, DAY = "Ik zat bij Waterbedrijf Noord aan tafel.", date(2026, 11, 22)


@pytest.fixture(autouse=True)
def built(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How long the lists were that were compiled; every list is a long one."""
    built: list[int] = []

    class Counted(engine.Confidences):
        def __init__(self, confidences: Any) -> None:
            super().__init__(confidences)
            built.append(len(self))

    Confidence.objects.create(name="Waterbedrijf Noord", mark="noord")
    monkeypatch.setattr(compiling, "SMALL", 0)
    monkeypatch.setattr(engine, "Confidences", Counted)
    return built


def test_the_first_text_waits_for_the_list_that_was_begun(built: list[int]) -> None:
    listed = CompiledList()
    del built[:]
    listed.begin()
    assert listed.fresh().found.held_against(TEXT, on=DAY)
    assert built == [1]


def test_a_list_is_begun_once(built: list[int]) -> None:
    listed = CompiledList()
    listed.fresh()
    del built[:]
    listed.begin()
    listed.begin()
    assert built == []


def test_a_short_list_is_not_begun(built: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "SMALL", 1)
    listed = CompiledList()
    del built[:]
    listed.begin()
    assert (built, listed.entries) == ([], {})


def test_it_waits_for_nobody_who_is_compiling() -> None:
    listed = CompiledList()
    with listed._lock:
        listed.begin()
    assert listed.entries == {}


@pytest.mark.parametrize("page", ["writing:desk", "writing:new"])
def test_opening_the_desk_begins_it(
    page: str, as_colleague: Any, sanne: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[bool] = []
    monkeypatch.setattr(compiling.LIST, "begin", lambda: begun.append(True))
    client: Client = as_colleague(sanne)
    assert client.get(reverse(page)).status_code == 200
    assert begun
