import pytest

from merkwerk.engine.organisations import organisation_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bakker & Zn. B.V.", "bakker en zn"),
        ("Café De Bloem", "cafe de bloem"),
        ("The Harbour Co. Ltd.", "Harbour"),
        ("N.V. Waterwerken", "Waterwerken NV"),
    ],
)
def test_spellings_of_one_organisation_are_the_same(one: str, other: str) -> None:
    assert organisation_key(one) == organisation_key(other)


@pytest.mark.parametrize(("one", "other"), [("Bakker", "Bakkers"), ("Noord", "Noord Holland")])
def test_other_organisations_are_not(one: str, other: str) -> None:
    assert organisation_key(one) != organisation_key(other)


@pytest.mark.parametrize("nothing", ["", " .,& ", "‮"])
def test_nothing_stays_nothing(nothing: str) -> None:
    assert organisation_key(nothing) == ""


def test_a_name_of_legal_forms_alone_keeps_them() -> None:
    assert organisation_key("Group Holding") == "group holding"


def test_a_very_long_name_is_cut() -> None:
    assert len(organisation_key("ab " * 100_000)) <= 200
