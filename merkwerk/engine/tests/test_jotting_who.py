"""Which contact the words of a jotted sentence mean."""

from datetime import UTC, datetime

import pytest

from merkwerk.engine.jotting import jot, who

NOW = datetime(2026, 11, 18, 16, 30, tzinfo=UTC)
KNOWN = (
    ("joris", "Joris Bakker", "Waternet"),
    ("joris2", "Joris de Wit", "Rabobank"),
    ("anna", "Anna de Wit", ""),
    ("sebastiaan", "Sebastiaan Vermeer", ""),
    ("jansen", "Marloes Jansen", ""),
    ("piet", "Piet-Hein van der Berg", "Dak & Zo"),
)


def found(text: str) -> dict[str, float]:
    return dict(who(jot(text, now=NOW), KNOWN))


def test_a_full_name_is_sure() -> None:
    assert found("koffie met Anna de Wit") == {"anna": 1.0}


def test_a_given_name_is_nearly_sure() -> None:
    assert found("koffie met anna") == {"anna": 0.9}


def test_a_name_that_two_bear_is_shared() -> None:
    assert found("koffie met Joris") == {"joris": 0.64, "joris2": 0.64}


def test_an_organisation_tells_two_apart() -> None:
    assert found("koffie met Joris van Waternet") == {"joris": 0.9}


def test_a_short_form_is_known() -> None:
    assert found("koffie met Bas") == {"sebastiaan": 0.8}


def test_a_family_name_with_a_title() -> None:
    assert found("brief gestuurd aan mevr. Jansen") == {"jansen": 0.9}


def test_a_name_with_an_initial() -> None:
    assert found("koffie met Joris W.") == {"joris2": 0.8}


def test_another_family_name_is_somebody_else() -> None:
    assert found("koffie met Anna Pietersen") == {}


def test_several_people_are_all_found() -> None:
    assert found("overleg met Anna en Bas") == {"anna": 0.9, "sebastiaan": 0.8}


@pytest.mark.parametrize("text", ["", "koffie", "koffie met de nieuwe stagiair", "koffie met Zoë"])
def test_nobody_known_is_nobody(text: str) -> None:
    assert found(text) == {}


def test_nobody_without_a_name_is_found() -> None:
    assert who(jot("koffie met Anna", now=NOW), (("x", "", ""), ("y", "!!", ""))) == ()
