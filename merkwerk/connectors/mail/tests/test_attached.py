"""Which files of a letter are pictures somebody tells something with."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from merkwerk.connectors.mail.attached import DECORATION, PICTURES, attached_pictures

LARGE = b"x" * (DECORATION + 1)


def letter() -> EmailMessage:
    made = EmailMessage()
    made.set_content("woorden")
    return made


def with_picture(data: bytes, disposition: str = "attachment") -> bytes:
    made = letter()
    made.add_attachment(data, maintype="image", subtype="png", disposition=disposition)
    return made.as_bytes()


def test_an_attached_picture_is_found() -> None:
    assert attached_pictures(with_picture(b"klein")) == (b"klein",)


def test_a_logo_within_the_words_is_not() -> None:
    assert attached_pictures(with_picture(b"klein", "inline")) == ()
    assert attached_pictures(with_picture(LARGE, "inline")) == (LARGE,)


def test_other_files_stay_out() -> None:
    made = letter()
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    made.add_attachment(b"foto", maintype="application", subtype="octet-stream", filename="a.JPG")
    assert attached_pictures(made.as_bytes()) == (b"foto",)


def test_a_letter_within_keeps_its_own() -> None:
    made, inner = letter(), letter()
    inner.add_attachment(b"foto", maintype="image", subtype="png")
    made.add_attachment(inner)
    assert attached_pictures(made.as_bytes()) == ()


def test_of_many_a_few_are_taken() -> None:
    made = letter()
    for _each in range(30):
        made.add_attachment(b"foto", maintype="image", subtype="png")
    assert len(attached_pictures(made.as_bytes())) == PICTURES


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\x00",
        b"Content-Type: multipart/mixed\r\n\r\nx",
        b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n" * 50_000,
        b"Content-Type: image/" + b"\xe9" * 99 + b"\r\nContent-Disposition: ;;=\r\n\r\nx",
    ],
)
def test_a_broken_letter_raises_nothing(raw: bytes) -> None:
    assert isinstance(attached_pictures(raw), tuple)
