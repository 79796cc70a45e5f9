"""Addresses of one page, brought to one form."""

import pytest

from merkwerk.engine.echoes import canonical
from merkwerk.engine.echoes.addresses import pages


@pytest.mark.parametrize(
    "address",
    [
        "https://krant.example/stad/brug-dicht",
        "http://www.krant.example/stad/brug-dicht/",
        "HTTPS://Krant.Example/stad/brug-dicht#reacties",
        "https://m.krant.example/stad/brug-dicht?utm_source=mastodon&utm_medium=social",
        "https://krant.example/stad/brug-dicht?fbclid=IwAR0",
        "https://amp.krant.example/stad/brug-dicht/amp/",
        "https://krant.example:443/stad/brug-dicht?amp=1",
        "https://www.google.example.cdn.ampproject.org/c/s/krant.example/stad/brug-dicht",
        "https://www.google.com/amp/s/www.krant.example/stad/brug-dicht",
        "krant.example/stad/brug-dicht",
        "https://krant.example/stad/brug-dicht/index.html",
        "https://krant.example/stad/brug%2Ddicht",
    ],
)
def test_ways_to_write_one_page_are_one(address: str) -> None:
    assert canonical(address) == "krant.example/stad/brug-dicht"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/?id=1", "https://a.example/?id=2"),
        ("https://a.example/Een", "https://a.example/een"),
        ("https://a.example/x", "https://b.example/x"),
        ("https://a.example:8080/x", "https://a.example/x"),
        ("https://a.example/#!/x", "https://a.example/#!/y"),
        ("https://youtube.example/watch?v=a", "https://youtube.example/watch?v=b"),
    ],
)
def test_different_pages_stay_different(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_the_order_of_a_query_says_nothing() -> None:
    assert canonical("https://a.example/?b=2&a=1") == canonical("https://a.example/?a=1&b=2")


def test_a_short_address_of_a_film_is_the_film() -> None:
    assert canonical("https://youtu.be/abc?si=x") == canonical(
        "https://www.youtube.com/watch?v=abc&feature=share"
    )


@pytest.mark.parametrize(
    "address",
    ["", "mailto:a@b.example", "javascript:alert(1)", "http://[::1", "localhost/x", "geen adres",
     "ftp://a.example/x", "https://a.example:notaport/"],
)  # fmt: skip
def test_what_is_no_page_is_nothing(address: str) -> None:
    assert canonical(address) == ""


def test_canonical_twice_is_canonical_once() -> None:
    once = canonical("https://www.krant.example/a b/?q=ü&utm_x=1")
    assert canonical(once) == once


def test_front_pages_are_left_out() -> None:
    assert pages(["https://a.example/", "https://a.example/x", "http://a.example/x/"]) == (
        "a.example/x",
    )
