"""What a colleague's own text touches of what is kept in confidence.

The list can't be read by trying. What comes back is a part of one's own text and the keeper's
friendly words, never what is registered; so many different names in a day, and nothing more is
told until the next one; a text full of names is a list, and is told nothing either. The keepers
see who that happened to, not what they wrote."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.engine import confidences as engine
from merkwerk.engine.text import fold
from merkwerk.writing.actions.compiling import LIST, CompiledList
from merkwerk.writing.actions.marks import mark
from merkwerk.writing.actions.probing import note_probing
from merkwerk.writing.models import Probing, Touch

MOST_AT_ONCE = 8
"""Different names in one text; more make it a list."""
MOST_A_DAY = 12
"""Different names a colleague's texts may touch in a day."""
MOST_A_WEEK = 30
MOST_TEXTS, IN_SECONDS = 300, 300
"""Looks a colleague gets from one process; somebody who types takes about half of it."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A place of the text. `said` are the writer's own words there; `instead` is the keeper's way
    to say it without the name, or ""; `mark` tells two confidences apart, for this colleague
    alone, and says nothing else."""

    start: int
    end: int
    said: str
    kind: str
    instead: str
    mark: str


@dataclass(frozen=True, slots=True)
class Met:
    """`paused`: this colleague touched so many names that only personal data is told for now."""

    touched: tuple[Touched, ...] = ()
    paused: bool = False


def confidences_in(text: str, *, by: Colleague, now: datetime) -> Met:
    """What of the register and of personal data stands in the text, in order of place.

    Promises to give away nothing but the writer's own words and the keeper's friendly ones; counts
    which names this colleague touches, and pauses after `MOST_A_DAY`. Personal data is always
    told. Never refuses; a text beyond 400,000 letters is looked at so far."""
    personal = [_personal(text, one, by) for one in engine.personal_data(text)]
    listed = LIST.fresh()
    if not listed.entries:
        return Met(tuple(personal))
    if not _within_pace(by.pk):
        return Met(tuple(personal), paused=True)
    day = timezone.localdate(now)
    if Probing.objects.filter(colleague=by, day=day).exists():
        # Whatever the text: silence about some texts only would be an answer too.
        return Met(tuple(personal), paused=True)
    found = listed.found.held_against(text, on=day)
    keys = {one.key for one in found if one.key is not None}
    if keys and not _may_be_told(keys, by=by, day=day, now=now):
        return Met(tuple(personal), paused=True)
    names = [_touched(text, one, by, listed) for one in found]
    return Met(tuple(_in_order(names, personal)))


def _may_be_told(keys: set[int], *, by: Colleague, day: date, now: datetime) -> bool:
    """Counts what is touched, and says whether that is few enough to tell."""
    lately = Touch.objects.filter(colleague=by, day__gt=day - timedelta(days=7))
    days: dict[int, set[date]] = {}
    for key, when in lately.values_list("confidence_id", "day"):
        days.setdefault(key, set()).add(when)
    today = {key for key, when in days.items() if day in when} | keys
    if len(keys) <= MOST_AT_ONCE:
        new = [Touch(colleague=by, confidence_id=key, day=day) for key in keys]
        new = [touch for touch in new if day not in days.get(touch.confidence_id, ())]
        if new:
            Touch.objects.bulk_create(new, ignore_conflicts=True)
    few = len(keys) <= MOST_AT_ONCE and len(today) <= MOST_A_DAY
    few = few and len(days.keys() | keys) <= MOST_A_WEEK
    if not few:
        note_probing(by=by, names=len(today), day=day)
    return few


def _touched(text: str, one: engine.Finding, by: Colleague, listed: CompiledList) -> Touched:
    key = one.key or 0
    return Touched(
        one.start, one.end, text[one.start : one.end], one.kind.value,
        listed.instead.get(key, ""), mark("confidence", f"{by.pk} {key}"),
    )  # fmt: skip


def _personal(text: str, one: engine.Finding, by: Colleague) -> Touched:
    said = text[one.start : one.end]
    same = "".join(filter(str.isalnum, fold(said)))
    return Touched(
        one.start, one.end, said, one.kind.value, "", mark(one.kind.value, f"{by.pk} {same}")
    )


def _in_order(names: list[Touched], personal: list[Touched]) -> list[Touched]:
    """Both, each place once: a registered name within a mail address is told as the name."""
    free = [
        one
        for one in personal
        if all(one.end <= name.start or name.end <= one.start for name in names)
    ]
    return sorted([*names, *free], key=lambda one: one.start)


_PACE: dict[int, deque[float]] = {}


def _within_pace(colleague: int) -> bool:
    asked = _PACE.setdefault(colleague, deque(maxlen=MOST_TEXTS))
    at = time.monotonic()
    if len(asked) == MOST_TEXTS and at - asked[0] < IN_SECONDS:
        return False
    asked.append(at)
    return True
