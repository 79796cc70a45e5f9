"""Where a text talks otherwise than people do in a place."""

from typing import Any

from merkwerk.engine.tone import differences


def figure(code: str, share: int, **facts: Any) -> dict[str, Any]:
    return {"code": code, "share": share, "facts": facts}


FIGURES = [
    figure("length", 100, median=180, low=90, high=240),
    figure("address", 40, language="nl", informal=80, formal=4, both=1),
    figure("hashtags", 30, median=2),
    figure("emoji", 4, median=1),
    figure("links", 30),
    figure("questions", 50),
]


def codes(text: str) -> list[str]:
    return [remark.code for remark in differences(FIGURES, text, "nl")]


def test_a_text_that_talks_as_people_do_here() -> None:
    assert codes("Heb jij dat ook wel eens meegemaakt?") == []


def test_u_where_people_say_je() -> None:
    remark = differences(FIGURES, "Heeft u dat ook wel eens?", "nl")[0]
    assert (remark.code, remark.fact("here"), remark.fact("yours")) == ("address", "je", "u")


def test_je_where_both_occur_is_fine() -> None:
    mixed = [figure("address", 40, language="nl", informal=10, formal=8, both=1)]
    assert not differences(mixed, "Heeft u dat ook?", "nl")


def test_another_language_has_no_address_of_this_one() -> None:
    assert not differences(FIGURES[1:2], "Do u know this?", "en")


def test_much_longer_than_people_write() -> None:
    assert "length" in codes("Woorden en nog meer. " * 40)


def test_more_tags_than_usual() -> None:
    assert codes("Vraag: wie weet dit? #a1 #b1 #c1 #d1 #e1") == ["hashtags"]


def test_emoji_where_hardly_anybody_uses_them() -> None:
    assert codes("Wie weet dit? 🎉") == ["emoji"]


def test_no_question_where_people_ask() -> None:
    assert codes("Dit is mijn verhaal.") == ["questions"]


def test_an_empty_card_differs_in_nothing() -> None:
    assert not differences([], "Heeft u dat ook?", "nl")


def test_at_most_three() -> None:
    assert len(codes("Heeft u dit " + "gelezen " * 100 + "🎉 #a1 #b1 #c1 #d1 #e1")) == 3


def test_a_long_address_makes_no_text_long() -> None:
    address = "https://krant.example/" + "heel-lang-adres-" * 40
    assert "length" not in codes(f"Dit las ik vandaag op de werf: {address}")
