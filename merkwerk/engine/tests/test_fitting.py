"""Whether a text is like its writer's earlier ones."""

from merkwerk.engine.fitting import FEWEST, Fit, fitting

EARLIER = [
    f"Ik zat gisteren bij een klant in Assen en leerde iets over voorraad nummer {number}. "
    "Heb jij dat ook wel eens?"
    for number in range(30)
]


def codes(fit: Fit) -> list[str]:
    return [remark.code for remark in fit.differences]


def test_with_little_earlier_writing_it_says_nothing() -> None:
    fit = fitting("Wij verzoeken u vriendelijk om ons bericht te lezen.", EARLIER[: FEWEST - 1])
    assert not fit.enough
    assert not fit.differences


def test_a_text_like_the_others_differs_in_nothing() -> None:
    fit = fitting(
        "Ik zat vandaag bij een klant in Emmen en leerde iets over voorraad. Ken jij dat?", EARLIER
    )
    assert fit.enough
    assert not fit.differences


def test_u_where_one_says_je() -> None:
    fit = fitting(
        "Ik vertel u graag over de klant en de voorraad in Assen. Herkent u dat?", EARLIER
    )
    assert codes(fit)[0] == "formal-address"
    assert fit.differences[0].fact("words") == "u"


def test_no_first_person_where_one_says_i() -> None:
    fit = fitting("De klant in Assen leerde iets over voorraad. Heb jij dat ook wel eens?", EARLIER)
    assert "no-first-person" in codes(fit)


def test_more_exclamation_marks_than_ever() -> None:
    fit = fitting(
        "Ik zat gisteren bij een klant in Assen!!! Wat een voorraad!!! Heb jij dat ook?", EARLIER
    )
    assert codes(fit) == ["more-exclamations"]
    assert fit.differences[0].fact("usual") == 0


def test_at_most_two_are_told() -> None:
    fit = fitting("Geachte relatie!!! Wij verzoeken u het te lezen 🎉🎉🎉🎉 #a #b #c #d", EARLIER)
    assert len(fit.differences) == 2


def test_a_subject_never_written_about() -> None:
    fit = fitting(
        "Ik zag vandaag zeldzame vlinders fladderen tussen bloeiende rododendrons langs het "
        "prachtige fietspad richting duinen. Heb jij dat ook?",
        EARLIER,
    )
    assert "new-subject" in codes(fit)


def test_another_language_is_held_against_nothing_but_itself() -> None:
    fit = fitting("We would like to inform you about the new rules for platforms today.", EARLIER)
    assert fit.of == 0


def test_a_few_words_are_held_against_nothing() -> None:
    assert not fitting("Dank u wel!!!", EARLIER).differences
