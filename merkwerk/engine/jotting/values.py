"""What a jotted sentence says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from merkwerk.engine.because import Because


class Exact(StrEnum):
    """How exactly a sentence says when: to the minute, a part of the day, the day, the week, the
    month, or not at all (then it is now)."""

    MINUTE = "minute"
    PART = "part"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Jotted:
    """`kind` is met, called, wrote, said, asked, answered or other; `direction` ours, theirs or
    both; `channel` meeting, phone, mail, letter, message, video, a network's name, or "" when it
    is not said. `people` are the words that name whom it was with, `subject`, `place`, `given`
    (what you gave) and `asked` (what was asked) words of the sentence, or "". `at` is never later
    than now. `because` names for each of them the words it was read from: kind, direction, time,
    people, subject, place, given, asked; `future` when a time to come was named, which is left
    aside."""

    text: str
    kind: str
    direction: str
    channel: str
    people: tuple[str, ...]
    subject: str
    place: str
    at: datetime
    exact: Exact
    given: str
    asked: str
    because: tuple[Because, ...]
