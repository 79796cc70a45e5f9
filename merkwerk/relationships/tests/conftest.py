"""Files that tests bring lie where nobody else looks."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def private(settings: Settings, tmp_path: Path) -> Path:
    settings.PRIVATE_DIR = tmp_path / "private"
    return tmp_path / "private"
