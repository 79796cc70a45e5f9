"""Times in plain words, lengths as readers count, places that are marked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from merkwerk.lib import wording

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_amsterdam() -> object:
    with timezone.override("Europe/Amsterdam"), translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW - timedelta(seconds=20), "just now"),
        (NOW + timedelta(seconds=20), "just now"),
        (NOW - timedelta(minutes=1), "1 minute ago"),
        (NOW - timedelta(minutes=38), "38 minutes ago"),
        (NOW + timedelta(minutes=10), "in 10 minutes"),
        (datetime(2026, 11, 21, 8, 12, tzinfo=UTC), "today 9.12"),
        (datetime(2026, 11, 20, 8, 12, tzinfo=UTC), "yesterday 9.12"),
        (datetime(2026, 11, 22, 8, 5, tzinfo=UTC), "tomorrow 9.05"),
        (datetime(2026, 9, 14, 8, 12, tzinfo=UTC), "14 September"),
        (datetime(2025, 9, 14, 8, 12, tzinfo=UTC), "14 September 2025"),
    ],
)
def test_it_says_a_time_as_people_do(moment: datetime, words: str) -> None:
    assert wording.ago(moment, NOW) == words


def test_yesterday_begins_at_the_midnight_of_the_reader() -> None:
    before_midnight_here = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)
    with timezone.override("Pacific/Auckland"):
        assert wording.ago(before_midnight_here, NOW).startswith("yesterday 11.30")


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(0), "1 minute"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(minutes=60), "1 hour"),
        (timedelta(hours=23, minutes=59), "23 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=13), "13 days"),
        (timedelta(days=14), "2 weeks"),
        (timedelta(days=75), "2 months"),
        (timedelta(days=365), "a year"),
        (timedelta(days=800), "2 years"),
    ],
)
def test_a_span_is_said_as_people_say_it(length: timedelta, words: str) -> None:
    assert wording.span(length) == words


@pytest.mark.parametrize(
    ("days", "words"), [(1, "every day"), (21, "every 3 weeks"), (90, "every 3 months")]
)
def test_a_rhythm_is_said_as_people_say_it(days: int, words: str) -> None:
    assert wording.every(days) == words


def test_warmth_grows_in_words() -> None:
    said = [wording.warmth(value) for value in (0, 20, 45, 75)]
    assert said == ["still cool", "a little warm", "warm", "very warm"]


def test_a_family_of_emoji_is_one_character() -> None:
    assert wording.length("👩‍👩‍👧 é") == 3


def test_a_long_address_counts_as_the_server_counts_it() -> None:
    assert wording.length("zie https://voorbeeld.example/" + "a" * 100, 23) == 27


def test_it_marks_the_words_that_gave_the_reason() -> None:
    place = SimpleNamespace(start=4, end=7)
    assert wording.marked("een btw vraag", [place]) == "een <mark>btw</mark> vraag"


def test_it_takes_pairs_and_mappings_too() -> None:
    assert wording.marked("ab", [(0, 1)]) == wording.marked("ab", [{"start": 0, "end": 1}])


def test_marks_that_overlap_become_one() -> None:
    assert wording.marked("abcdef", [(1, 3), (2, 5)]) == "a<mark>bcde</mark>f"


def test_what_is_marked_stays_escaped() -> None:
    assert wording.marked("<b>&", [(0, 3)]) == "<mark>&lt;b&gt;</mark>&amp;"


def test_places_outside_the_text_are_left_out() -> None:
    assert wording.marked("ab", [(5, 9), (-4, 0), (1, 99)]) == "a<mark>b</mark>"


def test_a_place_in_the_title_marks_nothing_in_the_text() -> None:
    assert wording.marked("abc", [SimpleNamespace(field="title", start=0, end=2)]) == "abc"


def test_a_reason_without_a_place_marks_nothing() -> None:
    assert wording.marked("ab", [SimpleNamespace(because="x")]) == "ab"


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/145.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36 Edg/142.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1", "Safari, iPhone"),
        ("curl/8.1", "curl/8.1"),
    ],
)
def test_it_names_a_browser_and_a_device(user_agent: str, said: str) -> None:
    assert wording.browser(user_agent) == said
