"""What Micropub clients send, after the cases of the public test suite for servers."""

from __future__ import annotations

from typing import Any

import pytest

from merkwerk.connectors.micropub import Entry, Unfit, change, entry, of_form, of_json


def form(**fields: list[str]) -> Entry:
    return entry(of_form(fields.items()))


def told(**properties: Any) -> Entry:
    return entry(of_json({"type": ["h-entry"], "properties": properties}))


def test_a_form_with_words() -> None:
    assert form(h=["entry"], content=["Een begin"]).text == "Een begin"


def test_categories_of_a_form_stand_beside_the_words() -> None:
    found = entry(of_form([("content", ["x"]), ("category[]", ["btw", "#zzp"])]))
    assert (found.text, found.facts) == ("x", "#btw #zzp")


def test_one_category_of_a_form() -> None:
    assert form(content=["x"], category=["btw"]).facts == "#btw"


def test_a_picture_by_its_address_is_named_and_not_fetched() -> None:
    found = told(content=["x"], photo=[{"value": "https://a.example/b.jpg", "alt": "Een brug"}])
    assert found.facts == "https://a.example/b.jpg Een brug"


def test_markup_becomes_words() -> None:
    found = told(content=[{"html": "<p>Dit <b>telt</b>.</p><script>x()</script><p>Ja.</p>"}])
    assert found.text == "Dit telt.\n\nJa."


def test_a_title_stands_above() -> None:
    assert told(name=["Titel"], content=["Tekst"]).text == "Titel\n\nTekst"
    assert told(name=["Titel"], content=["Titel en meer"]).text == "Titel en meer"


def test_a_nested_place_is_named() -> None:
    place = {
        "type": ["h-card"],
        "properties": {"name": ["Los Gorditos"], "url": ["https://a.example"]},
    }
    assert told(content=["x"], checkin=[place]).facts == "Los Gorditos"


@pytest.mark.parametrize("name", ["in-reply-to", "bookmark-of", "repost-of"])
def test_what_it_is_about_stands_beside(name: str) -> None:
    found = told(**{name: ["https://krant.example/btw"]})
    assert (found.text, found.link) == ("", "https://krant.example/btw")


def test_a_page_told_with_its_title_is_a_link_only() -> None:
    page = {
        "type": ["h-cite"],
        "properties": {"name": ["Kop!"], "url": ["https://krant.example/a"]},
    }
    found = told(**{"in-reply-to": [page]})
    assert (found.text, found.link, found.facts) == ("", "https://krant.example/a", "")


def test_no_word_of_when_and_where_stays() -> None:
    asked = {"mp-slug": ["x"], "mp-syndicate-to": ["y"], "published": ["2030-01-01"]}
    found = told(content=["x"], **{"post-status": ["published"]}, **asked)
    assert found == Entry("x", "", "")


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"like-of": ["https://a.example/"]}, "an-act"),
        ({}, "empty"),
        ({"content": [""]}, "empty"),
        ({"content": "x"}, "not-a-list"),
        ({"content": [7]}, "empty"),
        ({"in-reply-to": ["javascript:x"]}, "empty"),
    ],
)
def test_it_says_what_is_wrong(properties: dict[str, Any], code: str) -> None:
    with pytest.raises(Unfit) as trouble:
        told(**properties)
    assert trouble.value.code == code


def test_other_things_than_entries_are_refused() -> None:
    with pytest.raises(Unfit, match="not-an-entry"):
        of_json({"type": ["h-event"], "properties": {"name": ["x"]}})
    with pytest.raises(Unfit, match="no-properties"):
        of_json({"type": ["h-entry"], "properties": []})


def test_words_are_replaced_or_taken_out() -> None:
    assert change({"replace": {"content": ["Anders"]}}).text == "Anders"
    assert change({"delete": ["content"]}).text == ""


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"replace": "not an object"}, "not-a-list"),
        ({"replace": {"content": "x"}}, "not-a-list"),
        ({"delete": "category"}, "not-a-list"),
        ({"add": {"category": ["x"]}}, "only-words-change"),
        ({"delete": ["category"]}, "only-words-change"),
        ({"delete": {"category": ["x"]}}, "only-words-change"),
        ({"replace": {"content": ["x"], "category": ["y"]}}, "only-words-change"),
        ({}, "nothing-to-change"),
    ],
)
def test_it_says_why_nothing_changes(asked: dict[str, Any], code: str) -> None:
    with pytest.raises(Unfit) as trouble:
        change(asked)
    assert trouble.value.code == code


def test_hidden_signs_stay_out() -> None:
    assert told(content=["a\x00b\u202ec"]).text == "abc"
