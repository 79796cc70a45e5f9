"""What two people have in common, from the words of the one and the subjects of the other."""

from __future__ import annotations

from typing import Any

import pytest

from merkwerk.engine.common_ground import Told, common_ground


def post(text: str, key: str = "1", **rest: Any) -> Told:
    return Told("post", key, text, **rest)


def subjects(names: list[str], *told: Told) -> list[str]:
    return [one.subject for one in common_ground(names, told)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("btw", "De nieuwe BTW-regels zijn er."),
        ("subsidies", "Er is weer een subsidie voor bakfietsen."),
        ("subsidie", "Alle subsidieregelingen op een rij."),
        ("platformen", "Een platform is geen bedrijf."),
        ("sociale zekerheid", "Over sociale zekerheid gesproken."),
        ("élève", "Een eleve van mij."),
    ],
)
def test_a_subject_is_found_in_its_plain_forms(name: str, text: str) -> None:
    assert subjects([name], post(text)) == [name]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("btw", "sbtwz"),
        ("zeilen", "Wij verkopen zeil noch touw"[:3]),
        ("sociale zekerheid", "sociale media en zekerheid"),
    ],
)
def test_other_words_are_no_common_ground(name: str, text: str) -> None:
    assert subjects([name], post(text)) == []


def test_a_tag_counts() -> None:
    assert subjects(["btw"], post("Kijk!", tags=("btw",))) == ["btw"]


def test_what_they_ask_about_comes_first() -> None:
    told = [post("Ik hou van zeilen. Ja, zeilen.", "1"), post("Zeilen is mooi.", "2")]
    asks = post("Wie weet iets van btw?", "3")
    found = common_ground(["zeilen", "btw"], [*told, asks])
    assert [one.subject for one in found] == ["btw", "zeilen"]
    assert [part.facts["key"] for part in found[0].asked] == ["3"]


def test_each_reason_names_its_text() -> None:
    found = common_ground(["btw"], [Told("bio", "", "Alles over btw"), post("btw!", "7")])
    assert [(part.code, part.facts["key"]) for part in found[0].because] == [
        ("bio", ""),
        ("post", "7"),
    ]


@pytest.mark.parametrize("name", ["", '"', "((", "AND", "*", "-", "😀", "x" * 30_000, "a\x00b"])
def test_strange_subjects_harm_nothing(name: str) -> None:
    assert common_ground([name], [post("btw, en verder niets")]) == ()


def test_a_subject_given_twice_is_told_once() -> None:
    assert subjects(["btw", " btw "], post("btw")) == ["btw"]


def test_no_more_subjects_than_fit_are_looked_for() -> None:
    names = [f"onderwerp{n}" for n in range(100)]
    assert len(subjects(names, post(" ".join(names)))) == 60
