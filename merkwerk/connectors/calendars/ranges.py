"""Changes of "this and all that follow" (RECURRENCE-ID;RANGE=THISANDFUTURE, RFC 5545, 3.8.4.4): all
later occurrences of a series move as far as the one they name, and are told in its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from merkwerk.connectors.calendars.series import Meeting, Span

MOST, MOST_OF_A_SERIES = 20_000, 50
"""Each component with the UID of a series is held against all its changes, so these are few."""
FARTHEST = timedelta(days=366)
"""So far a change may move a series; one of more is no such change."""


@dataclass(frozen=True, slots=True)
class Change:
    """From the occurrence planned at `planned` (UTC) on, the series is as `meeting` tells."""

    planned: datetime
    meeting: Meeting

    @property
    def shift(self) -> timedelta:
        """By the clock on the wall: a series keeps its hour over the change of summer time."""
        first = self.meeting.first
        planned = self.planned.astimezone(first.tzinfo).replace(tzinfo=None)
        return first.replace(tzinfo=None) - planned

    def shifted(self, at: datetime) -> datetime:
        """When an occurrence takes place now, in UTC."""
        zone = self.meeting.first.tzinfo
        wall = at.astimezone(zone).replace(tzinfo=None) + self.shift
        return wall.replace(tzinfo=zone).astimezone(UTC)


@dataclass(slots=True)
class Changes:
    """Those of a whole calendar, by the UID of their series; `series` are the UIDs that repeat."""

    by_uid: dict[str, list[Change]] = field(default_factory=dict)
    series: set[str] = field(default_factory=set)
    count: int = 0

    def add(self, meeting: Meeting) -> bool:
        """Keeps a change of this kind; False when the component is none."""
        planned = meeting.planned
        if planned is None or planned.params.get("RANGE", "").upper() != "THISANDFUTURE":
            return False
        at = meeting.at(planned)
        if at is None or self.count >= MOST:
            return False
        change = Change(at.astimezone(UTC), meeting)
        if abs(change.shift) > FARTHEST:
            return False
        mine = self.by_uid.setdefault(meeting.uid, [])
        if len(mine) >= MOST_OF_A_SERIES:
            return False
        self.count += 1
        mine.append(change)
        return True

    def of(self, meeting: Meeting) -> list[Change]:
        """The changes of a series, in order; none for what is itself a change."""
        if meeting.planned is not None:
            return []
        return sorted(self.by_uid.get(meeting.uid, ()), key=lambda one: one.planned)

    def tell(self, meeting: Meeting) -> bool:
        """Whether a component is such a change and its series is in the calendar too: then it is
        told with that."""
        return meeting.uid in self.series and any(
            one.meeting.told == meeting.told for one in self.by_uid.get(meeting.uid, ())
        )


def in_force(changes: Sequence[Change], at: datetime) -> Change | None:
    """The last change from which an occurrence planned at `at` is told."""
    return next((one for one in reversed(changes) if one.planned <= at), None)


def wider(span: Span, changes: Sequence[Change]) -> Span:
    """The span in which occurrences may be planned that take place within `span`."""
    most = max((abs(one.shift) for one in changes), default=timedelta())
    return Span(span.low - most, span.high + most)
