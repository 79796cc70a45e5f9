"""What a stranger gives as a reason is shown and stored, so it holds nothing odd."""

from __future__ import annotations

from merkwerk.connectors.errors import Rejected


def test_a_strangers_reason_holds_no_signs_that_cannot_be_kept() -> None:
    assert Rejected("no\x00 \ud800\u202ethanks").detail == "no    thanks"


def test_a_reason_keeps_its_letters_and_is_cut() -> None:
    assert Rejected("één 👍 " + "x" * 400).detail == ("één 👍 " + "x" * 400)[:300]
