"""The key by which push services know this house stands beside the other keys, for its owner."""

from __future__ import annotations

from pathlib import Path

from merkwerk.connectors.push import Sender
from merkwerk.lib.keys import push_key


def test_it_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    made = push_key(tmp_path)
    assert push_key(tmp_path) == made
    assert (tmp_path / "push").stat().st_mode & 0o777 == 0o600


def test_every_house_has_its_own(tmp_path: Path) -> None:
    assert push_key(tmp_path / "a") != push_key(tmp_path / "b")


def test_a_push_service_takes_it(tmp_path: Path) -> None:
    assert len(Sender(push_key(tmp_path), "mailto:a@b.example").public) == 87
