"""The Dutch catalogue is complete."""

from __future__ import annotations

import shutil

import pytest

from tests.house.translations import faults


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed here")
def test_every_text_is_there_in_dutch() -> None:
    assert faults() == []
