"""What makes a day: gathering occasions, choosing at most seven, and what is done with them; and
how a colleague hears of it by mail and in a calendar."""

from merkwerk.today.actions.asked import notice_asked
from merkwerk.today.actions.calendar import calendar_of, make_address, stop_address
from merkwerk.today.actions.choosing import Day, Place, choose, choose_all, day
from merkwerk.today.actions.digest import (
    stop_by_link,
    wish_of,
    write_digests,
)
from merkwerk.today.actions.doing import Rest, drop, note_message, take_back, wake
from merkwerk.today.actions.gathering import consider, notice_passed
from merkwerk.today.actions.lately import said_lately
from merkwerk.today.actions.reacting import hear_reactions
from merkwerk.today.actions.telling import notice_consents, notice_readers
from merkwerk.today.actions.upkeep import notice_introductions, notice_news, notice_quiet

__all__ = [
    "Day",
    "Place",
    "Rest",
    "calendar_of",
    "choose",
    "choose_all",
    "consider",
    "day",
    "drop",
    "hear_reactions",
    "make_address",
    "note_message",
    "notice_asked",
    "notice_consents",
    "notice_introductions",
    "notice_news",
    "notice_passed",
    "notice_quiet",
    "notice_readers",
    "said_lately",
    "stop_address",
    "stop_by_link",
    "take_back",
    "wake",
    "wish_of",
    "write_digests",
]
