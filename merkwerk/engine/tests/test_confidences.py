"""Names kept in confidence, held against a gold file of our own with invented names."""

import csv
from datetime import date
from pathlib import Path

import pytest

from merkwerk.engine.confidences import Confidence, Confidences, Finding, Kind

GOLD = Path(__file__).parent.parent / "gold"
LEAST_RIGHT = 0.95
TODAY = date(2026, 11, 22)
LISTED = Confidences(
    [
        Confidence(1, Kind.CLIENT, "Waterbedrijf Noord B.V."),
        Confidence(2, Kind.CLIENT, "Stichting Zorghuis Lindenhage"),
        Confidence(3, Kind.CLIENT, "Koninklijke Terhorst N.V."),
        Confidence(4, Kind.CLIENT, "Brood"),
        Confidence(5, Kind.PROJECT, "Zilverreiger"),
        Confidence(6, Kind.CLIENT, "Fastvolt"),
        Confidence(7, Kind.CLIENT, "Gemeente Waddinge"),
        Confidence(8, Kind.CLIENT, "Bakker & Zonen"),
        Confidence(9, Kind.FIGURE, "omzet 4,2 miljoen"),
        Confidence(10, Kind.DATE, "12 maart 2027"),
        Confidence(11, Kind.FIGURE, "marge 17,5%"),
    ]
)


def found(text: str, listed: Confidences = LISTED) -> list[str]:
    return [text[one.start : one.end] for one in listed.held_against(text, on=TODAY)]


def one(text: str, name: str, *aliases: str) -> Finding | None:
    """What is found with one name on the list."""
    listed = Confidences([Confidence(1, Kind.CLIENT, name, aliases)])
    return next(iter(listed.held_against(text, on=TODAY)), None)


def test_it_is_right_about_the_gold_set() -> None:
    with (GOLD / "confidences.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    wrong = [
        (row["text"], found(row["text"]))
        for row in rows
        if found(row["text"]) != ([row["finds"]] if row["finds"] else [])
    ]
    assert len(rows) >= 70
    assert 1 - len(wrong) / len(rows) >= LEAST_RIGHT, wrong


def test_ordinary_sentences_are_left_alone() -> None:
    sentences = (GOLD / "confidences_ordinary.txt").read_text(encoding="utf-8").splitlines()
    assert len(sentences) >= 50
    assert [sentence for sentence in sentences if found(sentence)] == []


@pytest.mark.parametrize(
    "disguised",
    [
        "Wa\u200bterbedrijf No\u200dord",
        "W\u00adaterbedrijf Noord",
        "Wаterbedrijf Nооrd",  # Cyrillic
        "Ｗａｔｅｒｂｅｄｒｉｊｆ Ｎｏｏｒｄ",
        "𝐖𝐚𝐭𝐞𝐫𝐛𝐞𝐝𝐫𝐢𝐣𝐟 𝐍𝐨𝐨𝐫𝐝",
        "Wáterbédrijf Nóórd",
        "Waterbedrijf\r\nNoord",
        "Water-\nbedrijf Noord",
        "Waterbedrĳf Noord",
        "W@terbedrijf N00rd",
        "W*a*t*e*r*bedrijf Noord",
        "\u202eWaterbedrijf Noord\u202c",
    ],
)
def test_no_disguise_hides_it(disguised: str) -> None:
    text = f"Ik zat bij {disguised} aan tafel."
    (finding,) = LISTED.held_against(text, on=TODAY)
    assert finding.key == 1
    assert finding.start in (11, 12)
    assert text[finding.end - 1] in "dｄ𝐝\u202c"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("bij Waterbedrijf Noord", "as-written"),
        ("Waterbedrijf Noords pomp", "inflected"),
        ("het Waterbedrijf Noorddossier", "compound"),
        ("bij Water bedrijf Noord", "joined"),
        ("bij Lindenhage", "part"),
        ("bij Terhorst", "shortened"),
        ("met WBN", "initials"),
        ("met W.B. Noord", "abbreviated"),
        ("bij Waterbedrjif Noord", "misspelt"),
        ("bij W4terbedrijf N00rd", "disguised"),
        ("een omzet van 4,2 mln", "same-figure"),
        ("op 12-3-2027", "same-date"),
    ],
)
def test_it_says_how_it_was_met(text: str, code: str) -> None:
    (finding,) = LISTED.held_against(text, on=TODAY)
    assert code in {because.code for because in finding.because}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Shell", "Een shell is een schil om een programma."),
        ("Depot", "Zet de pot op het vuur."),
        ("Beter Bed", "Ik wil een beter bed kopen."),
        ("Vega", "Ze vloog naar Las Vegas."),
        ("Overstag", "We gaan over stag met dit plan."),
        ("ING", "Het begon met een ing aan het eind."),
        ("Noord", "In Amsterdam-Zuid en ten noorden daarvan."),
        ("Gemeente Zwolle", "Ik woon in Zwolle."),
        ("Move", "Houd je van move of van rust?"),
        ("Jansen", "Hij heeft jansenistische ideeën."),
    ],
)
def test_common_words_raise_no_alarm(name: str, text: str) -> None:
    assert one(text, name) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Shell", "Ik werkte bij Shell aan een plan."),
        ("ING", "Met ING praten we verder."),
        ("Gemeente Zwolle", "De gemeente Zwolle vroeg ons mee te denken."),
        ("Beter Bed", "Bij Beter Bed sliepen ze goed."),
        ("B&S", "Bij B&S deden we de audit."),
        ("42 Technologies", "Met 42 Technologies kan het."),
        (
            "Van der Meer Transport",
            "Wij rijden mee met Van der Meer Transport.",
        ),
    ],
)
def test_names_like_words_are_found_where_they_are_names(name: str, text: str) -> None:
    assert one(text, name)


def test_leave_counts_until_its_last_day() -> None:
    leave = {"may_be_named": True, "named_until": date(2026, 11, 22)}
    listed = Confidences([Confidence(1, Kind.CLIENT, "Terhorst", **leave)])  # type: ignore[arg-type]
    assert not listed.held_against("bij Terhorst", on=date(2026, 11, 22))
    assert listed.held_against("bij Terhorst", on=date(2026, 11, 23))


def test_leave_counts_from_its_first_day() -> None:
    leave = Confidence(1, Kind.DATE, "12 maart 2027", (), True, date(2026, 12, 1))
    listed = Confidences([leave])
    assert listed.held_against("op 12 maart 2027", on=date(2026, 11, 30))
    assert not listed.held_against("op 12 maart 2027", on=date(2026, 12, 1))


def test_days_of_leave_without_leave_say_nothing() -> None:
    assert not Confidence(1, Kind.CLIENT, "X", (), False, None, date(2030, 1, 1)).is_free(TODAY)


def test_an_empty_list_finds_nothing() -> None:
    assert Confidences([]).held_against("bij Waterbedrijf Noord", on=TODAY) == []


@pytest.mark.parametrize("name", ["", " ", "...", "🌊", "B.V.", "N.V. B.V.", "x", "\u200b", "12"])
def test_names_of_nothing_do_no_harm(name: str) -> None:
    listed = Confidences([Confidence(1, Kind.CLIENT, name, (name, ""))])
    assert listed.held_against("De 12 b.v.'s. x 🌊 ...", on=TODAY) == []


def test_initials_say_nothing_where_any_would_hit() -> None:
    letters = "abcdefghijklmnopqrst"
    names = [f"{a}zuider {b}wester {c}noorder" for a in letters for b in letters for c in letters]
    crowd = Confidences([Confidence(n, Kind.CLIENT, name) for n, name in enumerate(names[:2000])])
    assert crowd.held_against("Met AKQ gaat het goed.", on=TODAY) == []
    alone = Confidences([Confidence(1, Kind.CLIENT, "Azuider Kwester Qnoorder")])
    assert alone.held_against("Met AKQ gaat het goed.", on=TODAY)
