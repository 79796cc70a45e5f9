"""Two versions held against each other: nothing is lost, and a part can be taken over."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from merkwerk.engine.differences import What, changes, differing, taken_over

TEXTS = st.text(alphabet="ab cé.\n", max_size=30)
WORDS = ["een a", "twee b c", "drie d", "vier a b c", "vijf"]
BLOCKS = st.lists(st.sampled_from(WORDS), max_size=7)


def same(text: str) -> str:
    return text


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_their_differences(before: str, after: str) -> None:
    pieces = differing(before, after)
    assert "".join(one.text for one in pieces if one.what is not What.ADDED) == before
    assert "".join(one.text for one in pieces if one.what is not What.REMOVED) == after


@given(BLOCKS, BLOCKS)
def test_both_versions_can_be_read_from_their_changes(before: list[str], after: list[str]) -> None:
    found = changes(before, after, same)
    assert [one.before for one in found if one.before is not None] == before
    assert [one.after for one in found if one.after is not None] == after


@given(st.lists(st.uuids().map(str), max_size=6, unique=True), st.data())
def test_taking_all_over_gives_the_newer_version(before: list[str], data: st.DataObject) -> None:
    after = data.draw(st.permutations([*before, "nieuw", "nog een"]))
    found = changes(before, after, same)
    text, failed = taken_over(before, found, range(len(found)))
    assert (sorted(text), failed) == (sorted(after), [])


@given(BLOCKS, BLOCKS)
def test_taking_nothing_over_changes_nothing(before: list[str], after: list[str]) -> None:
    assert taken_over(before, changes(before, after, same), ()) == (before, [])


def test_one_changed_word_is_one_change() -> None:
    found = changes(["Wij varen uit vandaag"], ["Wij varen uit morgen"], same)
    assert [(one.what, one.text) for one in found[0].pieces] == [
        (What.SAME, "Wij varen uit "),
        (What.REMOVED, "vandaag"),
        (What.ADDED, "morgen"),
    ]


def test_two_paragraphs_without_shared_words_are_not_one_that_changed() -> None:
    found = changes(["appels en peren"], ["storm op zee"], same)
    assert [one.what for one in found] == [What.REMOVED, What.ADDED]


def test_what_was_written_meanwhile_stays() -> None:
    found = changes(["een", "twee"], ["een", "twee en meer twee"], same)
    text, _failed = taken_over(["een", "twee", "nieuw van mij"], found, range(len(found)))
    assert text == ["een", "twee en meer twee", "nieuw van mij"]


def test_what_is_not_there_any_more_is_told() -> None:
    found = changes(["een twee"], ["een twee drie"], same)
    assert taken_over(["heel anders"], found, {0}) == (["heel anders"], [0])


def test_new_paragraphs_keep_their_order() -> None:
    found = changes(["een"], ["een", "twee", "drie"], same)
    assert taken_over(["een", "later"], found, {1, 2})[0] == ["een", "twee", "drie", "later"]


def test_a_new_start_comes_first() -> None:
    found = changes(["een"], ["nul", "een"], same)
    assert taken_over(["een"], found, {0})[0] == ["nul", "een"]


def test_very_long_paragraphs_are_compared_by_their_ends() -> None:
    long = "woord " * 4000
    pieces = differing(f"{long}oud {long}", f"{long}nieuw {long}")
    assert [one.text for one in pieces if one.what is not What.SAME] == ["oud", "nieuw"]
