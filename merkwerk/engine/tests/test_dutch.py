"""Dutch word forms: by rule, by what people say, and what is shown of it."""

import json
import time
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from merkwerk.engine.topics import Listened, Matcher, parse
from merkwerk.engine.topics.dutch import Added, Heard, stretched
from merkwerk.engine.topics.dutch.forms import forms

GOLD = json.loads((Path(__file__).parents[1] / "gold" / "dutch.json").read_text("utf-8"))
FAMILIES = [family.split() for family in GOLD["families"]]
ALONE = Heard(())


@cache
def heard() -> Heard:
    """Everything in the gold set, as if people said it."""
    made = [word for case in GOLD["compounds"].values() for word in (*case["made"], *case["not"])]
    return Heard({*(word for family in FAMILIES for word in family), *GOLD["around"], *made})


def recall(known: Heard) -> float:
    """Share of the forms of each word that are found from the word itself."""
    found = sum(len(set(forms(word, known)) & set(others)) for word, *others in FAMILIES)
    return found / sum(len(others) for _, *others in FAMILIES)


def precision(known: Heard) -> float:
    """Share of what is added that belongs to the word, whichever of its families."""
    right = added = 0
    for word, *_ in FAMILIES:
        kin = {form for family in FAMILIES if word in family for form in family}
        found = [form for form in forms(word, known) if " " not in form]
        right += sum(form in kin for form in found)
        added += len(found)
    return right / added


def test_it_finds_the_forms_of_words_people_say() -> None:
    assert recall(heard()) >= 0.98


def test_it_finds_most_forms_by_rule_alone() -> None:
    assert recall(ALONE) >= 0.93


@pytest.mark.parametrize("known", [heard(), ALONE])
def test_what_it_adds_belongs_to_the_word(known: Heard) -> None:
    assert precision(known) >= 0.97


def test_it_finds_the_word_from_each_of_its_forms() -> None:
    pairs = [(word, form) for word, *others in FAMILIES for form in others]
    back = sum(word in forms(form, heard()) for word, form in pairs)
    assert back / len(pairs) >= 0.97


def added(typed: str, words: Heard = ALONE) -> dict[str, tuple[str, ...]]:
    return {f"{one.word} {one.why}": one.forms for one in stretched(parse(typed), words)[1]}


def test_it_finds_compounds_that_people_say_and_no_others() -> None:
    right = wrong = missed = 0
    for word, case in GOLD["compounds"].items():
        found = set(added(word, heard()).get(f"{word} compound", ()))
        right += len(found & set(case["made"]))
        wrong += len(found & set(case["not"]))
        missed += len(set(case["made"]) - found)
    assert right / (right + missed) >= 0.95
    assert wrong == 0


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("huizen", "huis"),
        ("dieven", "dief"),
        ("werkt", "werken werk werkte werkten gewerkt"),
        ("kleine", "klein"),
        ("balletje", "bal ballen balletjes"),
        ("aangevraagd", "aanvragen aanvraag aanvraagt aanvroeg aanvroegen|aan te vragen"),
        ("verkocht", "verkopen verkoop verkoopt verkochten"),
        ("kinderen", "kind kindje kindjes"),
        ("intellectuele", "intellectueel"),
        ("mogelijkheden", "mogelijkheid"),
    ],
)
def test_rules_alone(word: str, others: str) -> None:
    first, _, apart = others.partition("|")
    assert list(forms(word, ALONE)) == [*first.split(), *filter(None, [apart])]


@pytest.mark.parametrize("word", ["het", "zijn", "btw", "gratis", "ok", "h2o", "🚲"])
def test_some_words_stay_what_they_are(word: str) -> None:
    query = parse(word)
    assert stretched(query, heard()) == (query, ())


@pytest.mark.parametrize(
    "typed",
    ["#fiets", "@fiets", "fiets*", "from:fiets", '"oude fiets"', "e-bike", "🚲 NOT fiets"],
)
def test_what_is_said_exactly_stays_exact(typed: str) -> None:
    query = parse(typed)
    assert stretched(query, heard())[0] == query


def test_maybe_and_what_was_typed_stay() -> None:
    query, _ = stretched(parse("Boom maybe:tuin"), ALONE)
    assert (query.source, query.maybe) == ("Boom maybe:tuin", parse("x maybe:tuin").maybe)


def test_everything_added_is_listed() -> None:
    query, listed = stretched(parse("boom (huis OF #tuin)"), heard())
    assert listed[0] == Added("boom", ("bomen", "boompje", "boompjes"), "form")
    words = {"boom", "huis", "#tuin"} | {form for one in listed for form in one.forms}
    assert set(str(query).replace("(", "").replace(")", "").split()) - {"AND", "OR"} == words


def test_the_stretched_query_reads_back() -> None:
    query, _ = stretched(parse("foto's (boom NEAR/4 huis) aanvragen zzp'er"), heard())
    assert parse(str(query)) == query


def test_it_finds_the_other_forms_in_posts() -> None:
    query, _ = stretched(parse("aanvragen NIET bomen"), ALONE)
    posts = [Listened("Een boom om aan te vragen"), Listened("aangevraagd"), Listened("vragen")]
    assert Matcher({1: query}).match(posts) == [(1,), (1,), ()]


@pytest.mark.parametrize(
    ("typed", "text"),
    [("foto's", "één foto"), ("zzp'er", "veel zzp'ers"), ("baby's", "een baby")],
)
def test_words_with_an_apostrophe_are_one_word(typed: str, text: str) -> None:
    query, _ = stretched(parse(typed), ALONE)
    assert Matcher({1: query}).match([Listened(text)]) == [(1,)]


def test_near_is_stretched_by_form_on_both_sides() -> None:
    query, _ = stretched(parse("huurder NEAR/3 klagen"), ALONE)
    assert Matcher({1: query}).match([Listened("de huurders hebben geklaagd")]) == [(1,)]


def test_no_word_brings_more_than_forty() -> None:
    said = Heard([f"fiets{chr(97 + n)}{chr(97 + m)}rm" for n in range(9) for m in range(9)])
    many = Heard([*said, *(word.removeprefix("fiets") for word in said)])
    assert sum(map(len, added("fiets", many).values())) == 40


def test_no_topic_brings_more_than_a_thousand() -> None:
    typed = " OR ".join(family[0] for family in FAMILIES * 2)
    more = Heard([*heard(), *(family[0] + "plein" for family in FAMILIES), "plein"])
    assert 300 < sum(map(len, added(typed, more).values())) <= 1_000


def test_compounds_said_most_come_first() -> None:
    said = Counter({"fietspad": 2, "fietsplein": 9, "pad": 1, "plein": 1})
    _, listed = stretched(parse("fiets"), said)
    assert listed[1] == Added("fiets", ("fietsplein", "fietspad"), "compound")


def test_a_hundred_thousand_words_are_searched_quickly() -> None:
    many = Heard([f"{one}{two}" for one in heard() for two in GOLD["around"][:150]])
    began = time.process_time()
    for family in FAMILIES:
        stretched(parse(family[0]), many)
    assert len(many) > 100_000
    assert time.process_time() - began < 5
