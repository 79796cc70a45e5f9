"""Confidences beside the draft: one's own words back, and never what stands in the register."""

from __future__ import annotations

import pytest

from merkwerk.accounts.models import Colleague
from merkwerk.jobs.models import Trouble
from merkwerk.writing.actions import confidences
from merkwerk.writing.actions import hints as hinting
from merkwerk.writing.actions.hints import Kind
from merkwerk.writing.models import Confidence, Wishes
from merkwerk.writing.tests.hint_examples import NOW, drafted, hints, of_kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NAME = "Waterbedrijf Noord"


@pytest.fixture(autouse=True)
def kept() -> Confidence:
    confidences._PACE.clear()
    return Confidence.objects.create(
        name=NAME, mark="noord", aliases=["WBN"], instead="een waterbedrijf"
    )


def test_a_name_is_asked_about_with_a_friendly_way(sanne: Colleague) -> None:
    hint = hints(drafted(sanne), f"Ik zat bij {NAME} aan tafel.", sanne)[0]
    assert (hint.kind, hint.stop) == (Kind.CONFIDENCE, True)
    assert "“een waterbedrijf” often works just as well." in hint.why
    assert [act.label for act in hint.acts] == ["Replace it", "I have permission"]


def test_it_shows_what_was_typed_and_never_the_registered_name(sanne: Colleague) -> None:
    hint = hints(drafted(sanne), "Ik zat bij WBN aan tafel.", sanne)[0]
    assert hint.points[0].words == ("WBN",)
    assert NAME not in repr(hint)


def test_signs_that_nobody_sees_hide_no_name(sanne: Colleague) -> None:
    hidden = "\u200b".join(NAME)
    found = hints(drafted(sanne), f"Ik zat bij {hidden} aan tafel.", sanne)
    assert of_kind(found, Kind.CONFIDENCE) is not None


def test_it_comes_first(sanne: Colleague) -> None:
    text = f"Wij zijn supertrots op {NAME}! Meld je nu aan en mis het niet! #duurzaamondernemen"
    assert hints(drafted(sanne), text, sanne)[0].kind == Kind.CONFIDENCE


def test_it_is_not_switched_off_for_good(sanne: Colleague) -> None:
    Wishes.objects.create(colleague=sanne, quiet_hints=["confidence", "personal"])
    assert hints(drafted(sanne), f"Ik zat bij {NAME}.", sanne)


def test_permission_is_remembered_for_this_draft(sanne: Colleague) -> None:
    draft = drafted(sanne)
    hint = hints(draft, f"Ik zat bij {NAME}.", sanne)[0]
    hinting.decide(draft=draft, by=sanne, mark=hint.mark)
    assert not hints(draft, f"Ik zat bij {NAME}.", sanne)
    assert hints(drafted(sanne), f"Ik zat bij {NAME}.", sanne)


def test_two_colleagues_have_different_marks(sanne: Colleague, karim: Colleague) -> None:
    marks = {hints(drafted(one), f"Ik zat bij {NAME}.", one)[0].mark for one in (sanne, karim)}
    assert len(marks) == 2


def test_personal_data_is_asked_about(sanne: Colleague) -> None:
    hint = hints(drafted(sanne), "Bel haar op 06-12345678, zij weet het.", sanne)[0]
    assert (hint.kind, hint.stop) == (Kind.PERSONAL, True)
    assert hint.points[0].words == ("06-12345678",)


def test_somebody_who_tries_names_is_told_that_nobody_looks(
    sanne: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confidences, "MOST_A_DAY", 0)
    hint = hints(drafted(sanne), f"Ik zat bij {NAME}.", sanne)[0]
    assert not hint.stop
    assert "Waterbedrijf" not in repr(hint)


def test_the_friendly_words_take_the_place_of_the_name(sanne: Colleague) -> None:
    text = f"Ik zat bij {NAME} en bij WBN."
    (touched, *_others) = confidences.confidences_in(text, by=sanne, now=NOW).touched
    told = hinting.without_confidence(text=text, by=sanne, mark=touched.mark)
    assert told == "Ik zat bij een waterbedrijf en bij een waterbedrijf."


def test_another_mark_replaces_nothing(sanne: Colleague) -> None:
    text = f"Ik zat bij {NAME}."
    assert hinting.without_confidence(text=text, by=sanne, mark="a" * 64) == text


def test_at_the_end_of_a_very_long_text_too(sanne: Colleague) -> None:
    text = "Een gewone zin over de fiets. " * 5_000 + f"Ik zat bij {NAME}."
    assert of_kind(hints(drafted(sanne), text, sanne), Kind.CONFIDENCE) is not None
    assert not Trouble.objects.exists()
