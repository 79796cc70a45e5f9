"""What colleagues said lately is kept in memory: each test begins without it."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from merkwerk.writing.actions.hints.said_lately import SAID_LATELY


@pytest.fixture(autouse=True)
def nothing_said_lately() -> None:
    SAID_LATELY.begin_anew()


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield
