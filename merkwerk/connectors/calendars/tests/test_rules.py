"""Rules of repetition, held against a library that walks from the first day on."""

from __future__ import annotations

import random
from datetime import datetime
from itertools import takewhile

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

from merkwerk.connectors.calendars.rules import WEEKDAYS, Effort, OddRule, occurrences, rule

LOW, HIGH = datetime(2021, 11, 22), datetime(2026, 11, 22)  # noqa: DTZ001


def ours(text: str, start: datetime) -> list[datetime]:
    return list(occurrences(rule(text), start, low=LOW, high=HIGH, until=None, effort=Effort()))


def theirs(text: str, start: datetime) -> list[datetime]:
    walked = takewhile(lambda at: at <= HIGH, rrulestr(text, dtstart=start))
    return [at for at in walked if at >= LOW]


def made_up(chance: random.Random) -> str:
    freq = chance.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = [f"FREQ={freq}", f"INTERVAL={chance.randint(1, 4)}"]
    days = chance.sample(WEEKDAYS, 2)
    if freq in ("MONTHLY", "YEARLY"):
        # Which and any day mixed in one rule are taken otherwise by the library.
        which = chance.choice(["", "1", "2", "-1"])
        days = [which + day for day in days]
        parts += chance.choice([[], ["BYMONTHDAY=1,13,-1"], ["BYSETPOS=-1", "BYDAY=MO,TU,WE"]])
    if "BYDAY" not in parts[-1]:
        parts += chance.choice([[], [f"BYDAY={','.join(days)}"]])
    parts += chance.choice([[], ["BYMONTH=2,3,11"]]) + chance.choice([[], ["COUNT=30"]])
    return ";".join([*parts, *chance.choice([[], ["WKST=SU"]])])


@pytest.mark.parametrize("seed", range(60))
def test_it_agrees_with_a_library(seed: int) -> None:
    chance = random.Random(seed)
    text = made_up(chance)
    start = datetime(chance.randint(2012, 2025), chance.randint(1, 12), chance.randint(1, 28), 10)  # noqa: DTZ001
    assert ours(text, start) == theirs(text, start), (text, start)


@pytest.mark.parametrize("text", ["", "FREQ=HOURLY", "FREQ=DAILY;COUNT=x", "FREQ=DAILY;BYDAY=QQ"])
def test_a_rule_without_sense_is_refused(text: str) -> None:
    with pytest.raises(OddRule):
        rule(text)
