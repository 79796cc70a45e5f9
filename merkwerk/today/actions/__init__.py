"""What makes a day: gathering occasions, choosing at most seven, and what is done with them."""

from merkwerk.today.actions.choosing import Day, Place, choose, choose_all, day
from merkwerk.today.actions.doing import Rest, drop, note_message, take_back, wake
from merkwerk.today.actions.gathering import (
    consider,
    notice_moments,
    notice_passed,
    notice_quiet,
)

__all__ = [
    "Day",
    "Place",
    "Rest",
    "choose",
    "choose_all",
    "consider",
    "day",
    "drop",
    "note_message",
    "notice_moments",
    "notice_passed",
    "notice_quiet",
    "take_back",
    "wake",
]
