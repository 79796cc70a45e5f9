"""What holds for any name and any text, and that no text takes long."""

import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merkwerk.engine.confidences import Confidence, Confidences, Kind, personal_data
from merkwerk.engine.confidences.misspelt import Misspellings

TODAY = date(2026, 11, 22)
PARTS = [
    "zil",
    "ver",
    "rei",
    "ger",
    "bos",
    "uil",
    "gru",
    "tto",
    "kwar",
    "tel",
    "ko",
    "ning",
    "tu",
    "re",
    "luur",
    "schol",
    "ek",
    "ster",
]
words = st.lists(st.sampled_from(PARTS), min_size=3, max_size=4).map("".join).map(str.capitalize)
names = st.lists(words, min_size=1, max_size=3).map(" ".join)
texts = st.text(alphabet=st.characters(codec="utf-8"), max_size=200)
_PIECES = ["Grutto", "grutto ", "#", "@", ".", "\n", " ", "0", "@x.nl", "W.B. ", "\u200b", "é"]
pieces = st.sampled_from([*_PIECES, "12-3", "€ 4"])


@settings(max_examples=50)
@given(names, texts, texts)
def test_a_name_as_written_is_always_found(name: str, before: str, after: str) -> None:
    listed = Confidences([Confidence(1, Kind.CLIENT, name)])
    text = f"{before}, bij {name}, {after}"
    start = len(before) + len(", bij ")
    found = listed.held_against(text, on=TODAY)
    assert any(one.start <= start and one.end >= start + len(name) for one in found)


@settings(max_examples=50)
@given(st.lists(names, max_size=5), st.one_of(texts, st.lists(pieces, max_size=30).map("".join)))
def test_places_lie_in_the_text_and_apart(listed: list[str], text: str) -> None:
    compiled = Confidences([Confidence(n, Kind.CLIENT, name) for n, name in enumerate(listed)])
    for found in (compiled.held_against(text, on=TODAY), personal_data(text)):
        places = [(one.start, one.end) for one in found]
        assert all(0 <= start < end <= len(text) for start, end in places)
        assert all(end <= start for (_, end), (start, _) in pairwise(places))
        assert all(0.5 <= one.certainty <= 1 for one in found)


@settings(max_examples=50)
@given(st.lists(names, min_size=1, max_size=8), st.data())
def test_one_slip_in_a_long_row_is_always_near(listed: list[str], data: st.DataObject) -> None:
    rows = [name.replace(" ", "").lower() for name in listed]
    row = data.draw(st.sampled_from(rows))
    at = data.draw(st.integers(0, len(row) - 1))
    letter = data.draw(st.sampled_from(["", "x", "xy"[:1] + row[at]]))
    slipped = row[:at] + letter + row[at + 1 :]
    (near,) = Misspellings(rows).near(slipped, [(0, len(slipped))])
    assert row in near or slipped == row or len(row) > 40


@settings(max_examples=20)
@given(st.permutations(["Grutto", "Bosuil Advies", "Zilverreiger", "Kwartelkoning B.V."]))
def test_the_order_of_the_list_changes_no_place(order: list[str]) -> None:
    listed = Confidences([Confidence(n, Kind.CLIENT, name) for n, name in enumerate(order)])
    found = listed.held_against("bij Grutto, bosuil-advies en Zilverreigers", on=TODAY)
    assert [(one.start, one.end) for one in found] == [(4, 10), (12, 25), (29, 42)]


@pytest.mark.parametrize(
    "unit",
    ["Bosuil ", "b o s u i l ", "Bosuil", "#Bosuil@bosuil.nl ", "0", "B0su1l ", "a.", "é ",
     "12 maart ", "€ 4.2 ", "Kerkstraat 1 ", "06 12", "x@x.", "Xyzzyq ", "\n"],
)  # fmt: skip
def test_a_long_draft_takes_no_more_than_seconds(unit: str) -> None:
    listed = Confidences(
        [
            Confidence(1, Kind.CLIENT, "Bosuil Advies", ("Bosuil",)),
            Confidence(2, Kind.DATE, "12 maart 2027"),
            Confidence(3, Kind.FIGURE, "omzet 4,2 miljoen"),
        ]
    )
    text = (unit * 60_000)[:60_000]
    begin = time.process_time()
    listed.held_against(text, on=TODAY)
    personal_data(text)
    assert time.process_time() - begin < 3
