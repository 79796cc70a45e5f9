"""Doors from background work to the room's actions."""

from __future__ import annotations

from merkwerk.fediverse import actions
from merkwerk.jobs.actions import job


@job(tries=4, seconds=60, hurry=10)
def find_other_place(actor_id: int) -> None:
    actions.find_other_place(actor_id=actor_id)
