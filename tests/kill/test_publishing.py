"""Killed in the middle of publishing, a story is not half on the site."""

from __future__ import annotations

import pytest

from tests.kill.losses import ask
from tests.kill.stage import stage, wait_until

pytestmark = pytest.mark.kill
TABLES = ("publicstory", "storyversion", "storyevent", "storyword")


def test_nothing_of_it_stands_and_it_can_be_published_again() -> None:
    with stage("sqlite") as set_up:
        sign = set_up.folder / "halfway"
        worker = set_up.start("-m", "tests.kill.half", str(sign))
        assert wait_until(sign.exists, 60), set_up.told()
        set_up.kill(worker)
        left = [ask(set_up, f"SELECT count(*) FROM stories_{name}")[0][0] for name in TABLES]
        assert left == [0] * len(TABLES)
        (row,) = ask(set_up, "SELECT first_published_at, slug FROM stories_story")
        assert list(row) == [None, None]
