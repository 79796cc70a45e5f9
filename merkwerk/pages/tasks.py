"""Doors from background work to the room's actions."""

from __future__ import annotations

from merkwerk.jobs.actions import job
from merkwerk.pages import actions


@job(tries=3, seconds=120, hurry=5)
def make_pages() -> None:
    actions.make_due()
