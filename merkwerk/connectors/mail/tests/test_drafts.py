"""Letters by which somebody begins a draft."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from merkwerk.connectors.mail.drafts import Missed, Written, own_words, read

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
BOX = "write@zaak.example"
MINE = "write+abcdefgh23456789@zaak.example"


def letter(body: str, subject: str = "", more: str = "", to: str = MINE) -> Written | Missed:
    kind = "" if "Content-Type" in more else "Content-Type: text/plain; charset=utf-8\r\n"
    raw = (
        f"From: Sanne <s@thuis.example>\r\nTo: {to}\r\nSubject: {subject}\r\n{more}{kind}\r\n{body}"
    )
    return read(raw.encode(), address=BOX, received=NOW, now=NOW)


def begun(body: str, subject: str = "", more: str = "") -> Written:
    found = letter(body, subject, more)
    assert isinstance(found, Written), found
    return found


def test_the_subject_stands_above_the_words() -> None:
    found = begun("Vandaag bij de boot.\r\n\r\nEn toen.", "Een idee")
    assert found.text == "Een idee\n\nVandaag bij de boot.\n\nEn toen."
    assert found.token == "abcdefgh23456789"


def test_a_subject_that_is_repeated_stands_there_once() -> None:
    assert begun("Een idee voor morgen", "Een idee").text == "Een idee voor morgen"


@pytest.mark.parametrize(
    "end",
    [
        "-- \r\nSanne Vos\r\n06-12345678",
        "Verstuurd vanaf mijn iPhone",
        "Sent from my iPhone",
        "Op 21 november 2026 schreef Joris <j@x.example>:\r\n> dit\r\n> dat",
        "-----Oorspronkelijk bericht-----\r\nVan: Joris",
        "> alleen dit",
    ],
)
def test_signature_and_quotations_stay_out(end: str) -> None:
    assert begun(f"Mijn woorden.\r\n\r\n{end}").text == "Mijn woorden."


def test_somebody_else_s_letter_is_material() -> None:
    inner = (
        "Kijk eens.\r\n\r\n---------- Forwarded message ---------\r\n"
        "From: Joris Bakker <joris@oost.example>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0100\r\n"
        "Subject: Nieuws\r\nTo: <s@thuis.example>\r\n\r\nWij hebben een boot gekocht."
    )
    found = begun(inner, "Fwd: Nieuws")
    assert (found.text, found.facts) == ("Kijk eens.", "Wij hebben een boot gekocht.")


def test_of_a_page_neither_title_nor_words_become_text() -> None:
    found = begun(
        "https://krant.example/btw\r\n\r\nVerstuurd vanaf mijn iPhone", "Kop van de krant"
    )
    assert (found.text, found.link) == ("", "https://krant.example/btw")


def test_an_address_between_the_words_stands_beside_too() -> None:
    found = begun("Lees https://krant.example/btw. Goed stuk.")
    assert found.link == "https://krant.example/btw"
    assert found.text.startswith("Lees https")


def test_markup_of_word_becomes_words() -> None:
    body = (
        "<html xmlns:o='urn:x'><head><style>p.MsoNormal{margin:0}</style>"
        "<!--[if gte mso 9]><xml><o:x>weg</o:x></xml><![endif]--></head><body>"
        "<p class=MsoNormal style='mso-x:y'>Dag <b>allemaal</b>,<o:p></o:p></p>"
        "<p class=MsoNormal>een&nbsp;verhaal.<o:p>&nbsp;</o:p></p></body></html>"
    )
    found = begun(body, more="Content-Type: text/html; charset=utf-8\r\n")
    assert found.text == "Dag allemaal,\n\neen verhaal."


def test_a_letter_is_known_by_its_own_mark() -> None:
    assert begun("x", more="Message-ID: <7@thuis.example>\r\n").message_id == "7@thuis.example"
    assert begun("x").message_id.startswith("digest:")


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (letter("x", to=BOX), Missed.NO_ADDRESS),
        (letter("x", to="write+abcdefgh23456789@elders.example"), Missed.NO_ADDRESS),
        (letter("x", more="Auto-Submitted: auto-replied\r\n"), Missed.AUTOMATIC),
        (letter("> alleen wat een ander zei"), Missed.EMPTY),
        (letter(""), Missed.EMPTY),
    ],
)
def test_it_says_why_nothing_begins(found: Written | Missed, why: Missed) -> None:
    assert found is why


def test_hostile_bytes_raise_nothing() -> None:
    for raw in (b"", b"\x00" * 9, b"From: x\n" * 900, b"From: <a@b.example>\nTo: {}"):
        assert isinstance(read(raw, address=BOX, received=NOW, now=NOW), Missed)


def test_a_letter_of_nothing_but_signatures() -> None:
    assert own_words("-- \nSanne") == ""
