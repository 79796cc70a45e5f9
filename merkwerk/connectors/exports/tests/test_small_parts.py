"""Days, ways to reach somebody, encodings and rows: the small readings that all others share."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from merkwerk.connectors.exports import dates, decoding, reaching, rows
from merkwerk.connectors.exports.values import Way

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1970-04-12", date(1970, 4, 12)),
        ("12-04-1970", date(1970, 4, 12)),
        ("12.4.70", date(1970, 4, 12)),
        ("4/12/1970", date(1970, 12, 4)),
        ("4/25/1970", date(1970, 4, 25)),
        ("12 april 1970", date(1970, 4, 12)),
        ("12 april 2020", date(2020, 4, 12)),
        ("April 12, 2020", date(2020, 4, 12)),
        ("--04-12", date(1604, 4, 12)),
        ("1604-04-12", date(1604, 4, 12)),
        ("31-2-2020", None),
        ("0001-01-01", None),
        ("1234", None),
        ("", None),
    ],
)
def test_a_day_is_read_however_written(text: str, meant: date | None) -> None:
    assert dates.day(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2024-03-04 10:00:00 UTC", datetime(2024, 3, 4, 10, tzinfo=UTC)),
        ("2024-03-04T10:00:00+01:00", datetime(2024, 3, 4, 9, tzinfo=UTC)),
        ("2024-03-04 10:00", datetime(2024, 3, 4, 9, tzinfo=UTC)),
        ("4-3-2024 22:05", datetime(2024, 3, 4, 21, 5, tzinfo=UTC)),
        ("4/3/2024, 10:05\u202fPM", datetime(2024, 3, 4, 21, 5, tzinfo=UTC)),
        ("4/3/24 12:05 AM", datetime(2024, 3, 3, 23, 5, tzinfo=UTC)),
        ("4 mrt. 2024", datetime(2024, 3, 4, 11, tzinfo=UTC)),
        ("4/3/2024 25:00", None),
        ("morgen", None),
    ],
)
def test_a_time_is_read_in_its_zone(text: str, meant: datetime | None) -> None:
    assert dates.moment(text, zone=AMSTERDAM) == meant


def test_the_first_date_without_doubt_decides_which_part_is_the_day() -> None:
    assert not dates.day_first(["3/4/2024", "3/25/2024"])
    assert dates.day_first(["3/4/2024", "25/3/2024"], default=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("06-12 34 56 78", "+31612345678"),
        ("(0031) 6 12345678", "+31612345678"),
        ("tel:+32-2-555-01-23", "+3225550123"),
        ("toestel 4711", "toestel 4711"),
    ],
)
def test_a_number_is_written_for_the_whole_world_when_it_can(text: str, value: str) -> None:
    found = reaching.phone(text)
    assert found is not None
    assert (found.way, found.value) == (Way.PHONE, value)


def test_a_number_is_read_as_in_its_region() -> None:
    found = reaching.phone("02 555 01 23", region="BE")
    assert found is not None
    assert found.value == "+3225550123"


@pytest.mark.parametrize("text", ["", "onbekend", "geen nummer", "-"])
def test_no_number_is_no_number(text: str) -> None:
    assert reaching.phone(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Jan <Jan@Example.ORG>", "jan@example.org"),
        ("mailto:jan@example.org?subject=x", "jan@example.org"),
        ("jan@", ""),
        ("jan@example", ""),
        ("a@b@c.org@", ""),
    ],
)
def test_a_mail_address_is_found(text: str, value: str) -> None:
    found = reaching.mail(text)
    assert (found.value if found else "") == value


@pytest.mark.parametrize(
    "text", ["https://medium.com/@jan", "https://www.youtube.com/@jan", "https://x.com/home"]
)
def test_another_sites_profile_is_a_site(text: str) -> None:
    found = reaching.page(text)
    assert found is not None
    assert found.way == Way.SITE


@pytest.mark.parametrize("text", ["javascript:alert(1)", "file:///etc/passwd", "zomaar", "http://"])
def test_what_is_no_web_address_is_dropped(text: str) -> None:
    assert reaching.page(text) is None


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("Zoë".encode("utf-8-sig"), "utf-8-sig"),
        ("Zoë".encode("utf-16"), "utf-16"),
        ("Naam;Zoë".encode("utf-16-be"), "utf-16-be"),
        (b"Anna", "utf-8"),
        ("Zoë; René; Café".encode("cp1252"), "cp1252"),
        ("prijs € 5 – “ja”".encode("cp1252"), "cp1252"),
        ("Иван Петров, Москва; Анна Смирнова".encode("cp1251"), "cp1251"),
        ("ë".encode() * 50 + b"\xeb", "utf-8"),
    ],
)
def test_an_encoding_is_found_out(raw: bytes, found: str) -> None:
    assert decoding.encoding_of(lambda: io.BytesIO(raw)) == found


def test_an_accent_far_down_still_tells_the_encoding() -> None:
    raw = b"Anna;a@example.org\n" * 100_000 + "Zoë;z\n".encode("cp1252")
    assert decoding.encoding_of(lambda: io.BytesIO(raw)) == "cp1252"


@pytest.mark.parametrize("size", [1, 2, 3, 1 << 18])
def test_line_ends_are_found_across_blocks(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "_BLOCK", size)
    found = decoding.byte_lines(io.BytesIO(b"a\r\nb\rc\n\nd"), 100)
    assert list(found) == [b"a", b"b", b"c", b"", b"d"]


def test_a_line_without_end_is_cut() -> None:
    assert list(decoding.byte_lines(io.BytesIO(b"x" * 1_000_000), 10)) == [b"x" * 10]
    (line,) = decoding.text_lines(io.BytesIO(b"x" * 5_000_000 + b"\n"), "utf-8")
    assert len(line) <= decoding.LONGEST + 1


def test_rows_know_their_line() -> None:
    found = rows.rows(['a,"b\n', 'c"\n', "\n", "d,e\n"], ",")
    assert [(row.line, row.cells) for row in found] == [(1, ("a", "b\nc")), (4, ("d", "e"))]


def test_a_row_of_thousands_of_cells_is_cut() -> None:
    (row,) = rows.rows(["x," * 10_000], ",")
    assert len(row.cells) == rows.CELLS
