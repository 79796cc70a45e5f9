from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merkwerk.connectors.errors import Unreadable
from merkwerk.connectors.feeds.decode import to_utf8, without_controls


def test_the_declared_encoding_is_used() -> None:
    body = '<?xml version="1.0" encoding="koi8-r"?><a>Привет</a>'.encode("koi8-r")
    assert to_utf8(body).decode() == "<a>Привет</a>"


def test_the_server_is_asked_when_the_document_says_nothing() -> None:
    body = "<a>Привет</a>".encode("cp1251")
    assert to_utf8(body, "text/xml; charset=Windows-1251").decode() == "<a>Привет</a>"


def test_utf8_wins_over_a_wrong_declaration() -> None:
    body = '<?xml version="1.0" encoding="iso-8859-1"?><a>café</a>'.encode()
    assert to_utf8(body, "text/xml; charset=iso-8859-1").decode() == "<a>café</a>"


@pytest.mark.parametrize("name", ["utf-16", "utf-32", "utf-8-sig", "utf-16-le", "utf-16-be"])
def test_wide_encodings_are_recognised(name: str) -> None:
    assert to_utf8("<a>日本</a>".encode(name)).decode() == "<a>日本</a>"


def test_a_stateful_encoding_is_recognised() -> None:
    body = '<?xml version="1.0" encoding="iso-2022-jp"?><a>日本</a>'.encode("iso-2022-jp")
    assert to_utf8(body).decode() == "<a>日本</a>"


def test_windows_1252_is_the_last_guess() -> None:
    assert to_utf8(b"<a>\x93caf\xe9\x94</a>").decode() == "<a>“café”</a>"


def test_one_wrong_byte_does_not_spoil_utf8() -> None:
    body = "<a>ëëëëëëëëëë</a>".encode() + b"\xff"
    assert to_utf8(body).decode() == "<a>ëëëëëëëëëë</a>\ufffd"


@pytest.mark.parametrize("name", ["punycode", "utf-7", "unicode_escape", "zip", "x-unknown"])
def test_what_is_no_encoding_is_not_used(name: str) -> None:
    body = f'<?xml version="1.0" encoding="{name}"?><a>'.encode() + b"\xe9</a>"
    assert to_utf8(body).decode() == "<a>é</a>"


def test_control_signs_are_taken_out() -> None:
    assert without_controls(b"<a>\x00x\x0b\x1f\ty</a>") == b"<a>x\ty</a>"


def test_a_warning_before_the_document_is_cut_off() -> None:
    assert to_utf8(b"\n\nNotice: x in y\n<rss a='1'/>") == b"<rss a='1'/>"


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE rss><rss/>",
        b"<!doctype rss SYSTEM 'http://evil.example/x.dtd'><rss/>",
        b"<!DOCTYPE rss [<!ENTITY a 'b'><!ENTITY c SYSTEM 'file:///etc/passwd'>]><rss/>",
        b"<!-- <rss --><!DOCTYPE rss [<!ENTITY a 'b'>] ><!DOCTYPE x><rss/>",
        b"<!-- " + b"x" * 200_000 + b" --><!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>",
        b"<?pi <rss?><!DOCTYPE rss><rss/>",
    ],
)
def test_no_document_type_is_left(body: bytes) -> None:
    cleaned = to_utf8(body)
    assert b"<!DOCTYPE" not in cleaned
    assert b"<!ENTITY" not in cleaned
    assert cleaned.endswith(b"<rss/>")


@pytest.mark.parametrize("body", [b"", b"   \n", b"<!DOCTYPE rss [<!ENTITY a 'b'>"])
def test_nothing_and_half_a_document_type_are_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        to_utf8(body)


@given(st.binary(max_size=400), st.text(max_size=40))
def test_any_bytes_become_utf8(body: bytes, kind: str) -> None:
    try:
        made = to_utf8(body, kind)
    except Unreadable:
        return
    assert made.decode().encode() == made
