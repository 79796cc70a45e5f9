"""How a page is packed for whoever asks."""

from __future__ import annotations

import pytest

from merkwerk.pages.front.encodings import way_for
from merkwerk.pages.front.memory import BROTLI, GZIP, RAW


@pytest.mark.parametrize(
    ("accepted", "way"),
    [
        ("", RAW),
        ("identity", RAW),
        ("gzip", GZIP),
        ("gzip, deflate, br, zstd", BROTLI),
        ("GZIP;q=0.5", GZIP),
        ("br;q=0, gzip;q=1.0", GZIP),
        ("br;q=0", RAW),
        ("br;q=soon", RAW),
        ("*", RAW),
        ("brotli, gzipped", RAW),
    ],
)
def test_it_takes_the_best_that_is_wanted(accepted: str, way: int) -> None:
    assert way_for(accepted) == way
