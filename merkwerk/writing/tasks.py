"""Doors from background work to the room's actions."""

from __future__ import annotations

from merkwerk.jobs.actions import job
from merkwerk.writing import actions


@job(tries=3, hurry=20, seconds=120)
def read_reference(reference_id: int) -> None:
    actions.read_reference(reference_id=reference_id)
