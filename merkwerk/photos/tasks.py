"""Doors from background work to the room's actions."""

from __future__ import annotations

from merkwerk.jobs.actions import job
from merkwerk.photos import actions


@job(tries=3, seconds=240)
def develop(photo_id: int) -> None:
    actions.develop(photo_id=photo_id)
