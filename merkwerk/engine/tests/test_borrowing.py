"""Whose words these are."""

from hypothesis import given
from hypothesis import strategies as st

from merkwerk.engine.borrowing import borrowed, source

SENTENCE = "De controle begint bij het gesprek aan de keukentafel, waar de ondernemer vertelt."
SOURCE = f"Een inleiding. {SENTENCE} Daarna komen de cijfers, en die zijn nooit zo stil als hij."


def test_a_whole_copy_is_nearly_the_same() -> None:
    assert borrowed(SOURCE, SOURCE).kind == "nearly"


def test_a_piece_inside_a_longer_text_is_found() -> None:
    mine = "Vandaag zat ik in de trein en dacht na over mijn vak. " * 3 + SENTENCE
    found = borrowed(mine, SOURCE)
    assert found.kind == "similar"
    assert found.passages[0].said == SENTENCE.rstrip(".")


def test_the_passage_is_told_as_written_and_where() -> None:
    mine = f"Mooi! {SENTENCE.upper()}"
    first = borrowed(mine, SOURCE).passages[0]
    assert mine[first.start : first.end] == first.said


def test_what_is_quoted_is_not_taken() -> None:
    assert not borrowed(f"Ilse schreef: “{SENTENCE}” Dat zie ik anders.", SOURCE)


def test_a_quoted_line_is_not_taken() -> None:
    assert not borrowed(f"> {SENTENCE}\nDat zie ik anders dan zij.", SOURCE)


def test_own_words_are_ones_own() -> None:
    found = borrowed("Ik zat bij mijn moeder aan de keukentafel en zweeg.", SOURCE)
    assert not found
    assert not found.passages


def test_zero_width_signs_hide_nothing() -> None:
    hidden = "\u200b".join(SENTENCE)
    assert borrowed(hidden, SOURCE).kind == "nearly"


def test_an_address_is_nobodys_words() -> None:
    link = "https://site.example/de/controle/begint/bij/het/gesprek/aan/de/keukentafel"
    assert not borrowed(f"Lees dit: {link}", f"Hier staat het: {link}").passages


def test_nothing_has_nothing() -> None:
    assert not borrowed("", SOURCE)
    assert not borrowed(SENTENCE, "")


def test_a_source_is_made_ready_once() -> None:
    ready = source(SOURCE)
    assert borrowed(SENTENCE, ready) == borrowed(SENTENCE, SOURCE)


@given(st.text(max_size=200), st.text(max_size=200))
def test_every_passage_stands_in_the_text(mine: str, other: str) -> None:
    found = borrowed(mine, other)
    assert all(mine[one.start : one.end] == one.said for one in found.passages)
    assert 0 <= found.share <= 1
