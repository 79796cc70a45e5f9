"""The site's sheet: its colours by day and at night."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from merkwerk.engine.contrast import ratio
from merkwerk.stories.actions import looks
from merkwerk.stories.models import Site
from merkwerk.stories.tests.told import open_site


def test_the_house_colours_are_as_drawn() -> None:
    assert looks.at_night("#1c3f94", "#f5a400") == ("#9db8ff", "#ffb92e")
    assert not looks.faults("#1c3f94", "#f5a400")


@pytest.mark.parametrize("ink", ["#000000", "#7a0000", "#005a2b", "#4b0082", "#333333"])
def test_every_colour_that_passes_by_day_can_be_read_at_night(ink: str) -> None:
    assert not looks.faults(ink, "#f5a400")
    assert ratio(looks.at_night(ink, "#f5a400")[0], looks.NIGHT_PAPER) >= 4.5


def test_a_fault_says_what_would_do() -> None:
    (fault,) = looks.faults("#ff8800", "#f5a400")
    assert fault.field == "ink"
    assert fault.better in str(fault.sentence)
    assert not looks.faults(fault.better, "#f5a400")


def test_an_accent_too_dark_to_see_beside_letters_is_a_fault() -> None:
    (fault,) = looks.faults("#1c3f94", "#220000")
    assert fault.field == "accent"
    assert not looks.faults("#1c3f94", fault.better)


def test_another_colour_is_another_sheet() -> None:
    one, other = Site(ink="#1c3f94"), Site(ink="#7a0000")
    assert looks.sheet_of(one).mark != looks.sheet_of(other).mark
    assert "--delft:light-dark(#7a0000," in looks.sheet_of(other).text


def test_the_sheet_is_small_and_asks_nobody_else() -> None:
    text = looks.sheet_of(Site()).text
    assert len(text) < 24_000
    assert not re.search(r"https?:|@import|/\*", text)


def test_the_reader_s_own_letters_are_not_fetched(client: Client, organisation: object) -> None:
    open_site(type="plain")
    assert b'rel="preload"' not in client.get("/stories/").content


@pytest.mark.django_db
def test_the_sheet_may_be_kept_for_long_by_its_own_name_only(
    client: Client, organisation: object
) -> None:
    mark = looks.sheet_of(open_site()).mark
    assert "immutable" in client.get(f"/stories/look-{mark}.css")["Cache-Control"]
    assert "immutable" not in client.get("/stories/look-older.css")["Cache-Control"]
