"""Personal data in a text, told by its form: what is found and what is left alone."""

import pytest

from merkwerk.engine.confidences import personal_data
from merkwerk.engine.confidences.personal import right_bsn, right_iban


def found(text: str) -> list[tuple[str, str]]:
    return [(one.kind.value, text[one.start : one.end]) for one in personal_data(text)]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("Zijn bsn is 123456782.", ("bsn", "123456782")),
        ("BSN: 1234 56 782", ("bsn", "1234 56 782")),
        ("Stort op NL91ABNA0417164300 graag", ("iban", "NL91ABNA0417164300")),
        ("nl91 abna 0417 1643 00", ("iban", "nl91 abna 0417 1643 00")),
        ("BE68 5390 0754 7034", ("iban", "BE68 5390 0754 7034")),
        ("Bel 06-12345678 even", ("phone", "06-12345678")),
        ("Bel +31 6 1234 5678", ("phone", "+31 6 1234 5678")),
        ("Bel 020 624 1111", ("phone", "020 624 1111")),
        ("Mail jan.de.boer@voorbeeld.example maar", ("mail", "jan.de.boer@voorbeeld.example")),
        ("Mail jan(at)voorbeeld.example", ("mail", "jan(at)voorbeeld.example")),
        ("Hij woont op Kerkstraat 12a in Ede", ("address", "Kerkstraat 12a")),
        ("Lange Voorhout is het niet, Nieuwe Kerklaan 4, 1234 AB wel",
         ("address", "Nieuwe Kerklaan 4, 1234 AB")),
        ("Op 1234 AB 56 woont hij", ("address", "1234 AB 56")),
    ],
)  # fmt: skip
def test_it_is_found(text: str, finding: tuple[str, str]) -> None:
    assert finding in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bestelnummer 123456789 is onderweg",
        "Dat kost € 123456782",
        "NL91ABNA0417164301 klopt niet",
        "Dank @joris@social.example voor je vraag",
        "In 2026 EN daarna",
        "In 1999 en 2000 AB",
        "Het staat op pagina 1200 van 2400",
        "De laan was lang en het plein leeg",
        "Versie 3.11.7 van 2026-11-22",
        "De rug van 12345678901234567890",
    ],
)
def test_it_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_the_eleven_test() -> None:
    assert right_bsn("111222333")
    assert not right_bsn("111222334")
    assert not right_bsn("000000000")


def test_the_check_of_ninety_seven() -> None:
    assert right_iban("GB82WEST12345698765432")
    assert not right_iban("GB82WEST12345698765433")
