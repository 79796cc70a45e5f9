from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merkwerk.connectors.feeds.dates import moment


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Fri, 20 Nov 2026 10:15:00 +0100", "2026-11-20T09:15:00"),
        ("Fri, 20 Nov 2026 10:15:00 GMT", "2026-11-20T10:15:00"),
        ("20 Nov 26 10:15 EST", "2026-11-20T15:15:00"),
        ("2026-11-20T10:15:00Z", "2026-11-20T10:15:00"),
        ("2026-11-20T10:15:00.123456+02:00", "2026-11-20T08:15:00"),
        ("2026-11-20 10:15", "2026-11-20T10:15:00"),
        ("20261120T101500Z", "2026-11-20T10:15:00"),
        ("2026-11", "2026-11-01T00:00:00"),
        ("2026-11-20", "2026-11-20T00:00:00"),
        ("vrijdag 20 november 2026 10:15 CET", "2026-11-20T09:15:00"),
        ("20 mrt. 2026", "2026-03-20T00:00:00"),
        ("Seg, 24 Set 2018 15:00:00 -0300", "2018-09-24T18:00:00"),
        ("mer., 4 févr. 2026 09:00:00 +0100", "2026-02-04T08:00:00"),
        ("November 20, 2026 10:15 PST", "2026-11-20T18:15:00"),
        ("Wed, 2 Oct 02 15:00:00 +0200", "2002-10-02T13:00:00"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59"),
    ],
)
def test_it_reads_dates_as_feeds_write_them(text: str, iso: str) -> None:
    assert moment(text) == datetime.fromisoformat(iso).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "Tue, 32 Foo 2026", "2026-13-45", "0000-00-00", "1970-01-01T00:00:00Z",
     "Thu, 01 Jan 1970 00:00:00 GMT", "31 Feb 2026", "99:99", "0001-01-01T00:00:00+14:00"],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert moment(text) is None


@given(st.text(alphabet="0123456789-+:TZ ,.JanNovembrGMT", max_size=60))
def test_it_never_fails(text: str) -> None:
    found = moment(text)
    assert found is None or found.tzinfo is UTC
