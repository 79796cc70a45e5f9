"""What keeps people from reading a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merkwerk.engine.accessible import accessible
from merkwerk.engine.remark import Remark
from merkwerk.engine.tag_words import camel_case


def found(text: str, *descriptions: str) -> dict[str, Remark]:
    return {remark.code: remark for remark in accessible(text, descriptions)}


def test_a_plain_text_has_nothing() -> None:
    assert not accessible("Ik zat in de trein en las een rapport. Bladzijde 84 is de moeite waard.")


def test_a_picture_without_words_comes_first() -> None:
    first = accessible("#duurzaamondernemen", ["", "Een brug"])[0]
    assert first.code == "no-description"
    assert (first.fact("number"), first.fact("of")) == (1, 2)


def test_described_pictures_are_fine() -> None:
    assert not accessible("Kijk.", ["Een brug in de mist"])


@pytest.mark.parametrize(
    ("tag", "better"),
    [
        ("duurzaamondernemen", "DuurzaamOndernemen"),
        ("futureofwork", "FutureOfWork"),
        ("duurzaamheid", ""),
        ("btw", ""),
        ("DuurzaamOndernemen", ""),
        ("accountancy", ""),
    ],
)
def test_tags_are_taken_apart(tag: str, better: str) -> None:
    assert camel_case(tag) == better


def test_words_of_the_text_help() -> None:
    assert camel_case("keukentafelgesprek", "Een keukentafel en een gesprek") == (
        "KeukentafelGesprek"
    )


def test_a_tag_is_shown_with_a_better_one() -> None:
    remark = found("Mooi #duurzaamondernemen")["tag-case"]
    assert remark.words[0].said == "#duurzaamondernemen"
    assert remark.fact("better") == "#DuurzaamOndernemen"


def test_a_wall_of_emoji() -> None:
    assert found("Feest 🎉🎉🎊🥳 vandaag")["emoji-wall"].fact("number") == 4
    assert "emoji-wall" not in found("Feest 🎉 en 🎊 vandaag")


def test_letters_that_are_none() -> None:
    assert found("Dit is 𝓫𝓲𝓳𝔃𝓸𝓷𝓭𝓮𝓻 mooi")["fancy-letters"].fact("plain") == "bijzonder"


def test_shouting() -> None:
    assert found("KIJK NOU EENS naar dit")["capitals"].words[0].said == "KIJK NOU EENS"


def test_abbreviations_do_not_shout() -> None:
    assert "capitals" not in found("De AFM, DNB en CBS zeggen het. AFM, DNB, CBS, NOS.")


def test_words_that_hide_where_a_link_goes() -> None:
    assert "link-text" in found("Klik hier: https://site.example/a")
    assert "link-text" not in found("Klik hier maar eens op")


def test_a_sentence_that_runs_on() -> None:
    long = " ".join(["woord"] * 40) + "."
    assert found(f"Kort. {long}")["long-sentences"].fact("words") == 40


def test_office_words_with_plain_ones() -> None:
    remark = found("Wij dienen te handelen teneinde dit te realiseren.")["hard-words"]
    assert [one.said for one in remark.words] == ["dienen te", "teneinde", "realiseren"]
    assert remark.fact("teneinde") == "om"


def test_one_office_word_is_nobodys_trouble() -> None:
    assert "hard-words" not in found("Ik ga dit echter niet doen.")


@given(st.text(max_size=300))
def test_all_words_stand_where_they_stand(text: str) -> None:
    for remark in accessible(text):
        assert all(text[one.start : one.end] == one.said for one in remark.words)
