"""Whatever is killed: nothing lost, nothing twice, and nothing that was rolled back."""

from __future__ import annotations

import pytest

from tests.kill.losses import Losses, lose
from tests.kill.stage import KINDS

pytestmark = pytest.mark.kill


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost_or_done_twice(kind: str) -> None:
    try:
        losses = lose("ours", kind)
    except LookupError as none:
        pytest.skip(str(none))
    assert losses == Losses(lost=0, doubled=0, ghosts=0, stuck=0, seconds=losses.seconds)
