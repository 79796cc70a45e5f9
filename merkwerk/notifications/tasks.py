"""Doors from background work."""

from __future__ import annotations

from django.utils import timezone

from merkwerk.jobs.actions import job
from merkwerk.notifications import actions


@job(tries=3, seconds=300, hurry=10)
def post() -> None:
    """Also on the timetable, since a letter that failed is due again later."""
    actions.post_letters(now=timezone.now())


@job(tries=3, seconds=300, hurry=20)
def push() -> None:
    """Also on the timetable, since what a push service refused for now is due again later."""
    actions.push_due(now=timezone.now())
