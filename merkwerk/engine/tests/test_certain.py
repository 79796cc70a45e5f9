"""Who may be joined without asking, and who shares an address and is another."""

import pytest

from merkwerk.engine.identities import Known, judge

MAIL = ("thuis.wiersinga@huis.example",)


def sure(one: Known, other: Known) -> bool:
    join = judge(one, other)
    return join is not None and join.sure


def named(key: str, name: str, mail: tuple[str, ...] = MAIL) -> Known:
    return Known(key, (name,), mails=mail)


@pytest.mark.parametrize(
    "name",
    [
        "Marina Wiersinga",
        "Wiersinga, Marina",
        "Marina",
        "Marina van der Laan-Wiersinga",
        "marina WIERSINGA",
        "drs. Marina Wiersinga",
    ],
)
def test_one_human_is_joined_however_written(name: str) -> None:
    assert sure(named("a", "Marina Wiersinga"), named("b", name))


@pytest.mark.parametrize(
    "name",
    [
        "Martina Wiersinga",
        "M. Wiersinga",
        "Wiersinga",
        "Familie Wiersinga",
        "Marina en Joost Wiersinga",
        "Marina & Joost Wiersinga",
        "Marina Wiersinga jr.",
        "Joost Wiersinga",
        "Marina Buitenhuis",
    ],
)
def test_who_shares_an_address_and_may_be_another_is_asked_about(name: str) -> None:
    assert not sure(named("a", "Marina Wiersinga"), named("b", name))


def test_an_initial_will_do_where_the_address_holds_the_name() -> None:
    mail = ("marina@huis.example",)
    assert sure(named("a", "Marina Wiersinga", mail), named("b", "M. Wiersinga", mail))


def test_anothers_handle_speaks_against_a_shared_address() -> None:
    other = Known("b", (), (("mastodon", "joost.wiersinga@sociaal.example"),), MAIL)
    assert not sure(named("a", "Marina Wiersinga"), other)


def test_ones_own_handle_does_not() -> None:
    other = Known("b", (), (("mastodon", "marinawiersinga@sociaal.example"),), MAIL)
    assert sure(named("a", "Marina Wiersinga"), other)
