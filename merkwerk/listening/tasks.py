"""Doors from background work to the room's actions."""

from __future__ import annotations

from merkwerk.jobs.actions import job
from merkwerk.listening import actions


@job(tries=3, hurry=-10, seconds=600)
def look_back(first: int, last: int, by: int, before: int | None = None) -> None:
    actions.look_back(first=first, last=last, by=by, before=before)
