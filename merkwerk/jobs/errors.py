"""What a job may raise on purpose, and what stops it."""

from __future__ import annotations


class TryLater(Exception):
    """Not now: run this job again after `seconds`. It does not count as a failed try; a job that
    is put off for more than a week is set aside all the same."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"try again in {seconds:.0f} seconds")
        self.seconds = max(0.0, seconds)


class OutOfTime(Exception):
    """The job passed the time limit of its policy; it counts as a failed try."""
