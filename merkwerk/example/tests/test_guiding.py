"""The handbook of the example, once it is loaded."""

from __future__ import annotations

import pytest

from merkwerk.accounts.models import Colleague
from merkwerk.handbook import actions as handbook
from merkwerk.handbook.models import Edition, Question

pytestmark = pytest.mark.usefixtures("example")


def test_the_handbook_is_read_in_minutes_and_forbids_nothing() -> None:
    standing = handbook.current()
    assert standing
    read = handbook.read(standing)
    assert read.minutes <= 4
    assert len(read.situations) == 4
    assert not handbook.look_at_draft(handbook.freeze()).texts


def test_it_was_published_twice_and_names_who_agreed() -> None:
    assert list(Edition.objects.values_list("number", flat=True)) == [2, 1]
    read = handbook.read(Edition.objects.get(number=2))
    names = {one.name for place in read.situations for one in place.examples}
    assert {"Sanne Vos", "Ilse Bos", ""} <= names
    assert len(read.stands) == 2


def test_one_question_waits_and_one_is_answered() -> None:
    nienke = Colleague.objects.get(name="Nienke Jellema")
    assert [one.asker.name for one in handbook.waiting_for(nienke)] == ["Joost van Dalen"]
    assert Question.objects.get(state="answered").attached
