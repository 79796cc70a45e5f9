"""Names in a sentence of which nobody was read."""

from merkwerk.engine.jotting import is_telling, mentioned

NAMES = (("1", "Thomas Dijkstra", ""), ("2", "Mira Kaya", "Bibliotheek"), ("3", "Wil de Vries", ""))


def test_a_whole_name_is_sure_enough() -> None:
    assert mentioned("3/11 belletje thomas dijkstra", NAMES) == (("1", 0.9),)


def test_a_given_name_is_only_asked_about() -> None:
    assert mentioned("koffie Mira", NAMES) == (("2", 0.6),)


def test_a_given_name_without_a_capital_is_a_word() -> None:
    assert mentioned("ik wil koffie", NAMES) == ()


def test_a_small_word_finds_nobody_by_itself() -> None:
    assert [word for word in ["Anna", "de", "Wit"] if is_telling(word)] == ["Anna", "Wit"]
