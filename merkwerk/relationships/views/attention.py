"""Attention in a quarter: which existing relations got none. For oneself; nothing is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from merkwerk.lib.requests import Request
from merkwerk.relationships import actions
from merkwerk.relationships.sentences import attention_sentences, short_name
from merkwerk.relationships.views.shown import show

FIRST_YEAR = 2000
MOST, UNFOLDED = 12, 60
ASKED = re.compile(r"(\d{4})-([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of a year; `number` from 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)

    @property
    def word(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def called(self) -> str:
        spans = {
            1: _("January to March %(year)s"),
            2: _("April to June %(year)s"),
            3: _("July to September %(year)s"),
            4: _("October to December %(year)s"),
        }
        return spans[self.number] % {"year": self.year}

    def next(self) -> Quarter:
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    def before(self) -> Quarter:
        return Quarter(self.year - (self.number == 1), (self.number + 2) % 4 + 1)

    def start(self) -> datetime:
        first = date(self.year, 3 * self.number - 2, 1)
        return timezone.make_aware(datetime.combine(first, time()))


@never_cache
def attention(request: Request) -> HttpResponse:
    now = timezone.now()
    present = Quarter.of(timezone.localdate(now))
    quarter = _asked(request.GET.get("quarter", ""), present)
    end = min(now, quarter.next().start())
    found = actions.attention_of(by=request.user, start=quarter.start(), end=end)
    without = [
        (
            one,
            attention_sentences(
                told.because, short_name(one.contact.name), is_now=quarter == present
            ),
        )
        for one, told in found.without[:UNFOLDED]
    ]
    return show(
        request,
        "relationships/attention.html",
        quarter=quarter,
        earlier=quarter.before() if quarter.year > FIRST_YEAR else None,
        later=quarter.next() if quarter < present else None,
        is_now=quarter == present,
        without=without[:MOST],
        rest=without[MOST:],
        beyond=len(found.without[MOST:]),
        untold=len(found.without[UNFOLDED:]),
        given=found.given[:MOST],
        more=len(found.given[MOST:]),
    )


def _asked(typed: str, present: Quarter) -> Quarter:
    """The quarter in an address; the present one for what isn't one, or is still to come."""
    found = ASKED.fullmatch(typed)
    asked = Quarter(int(found[1]), int(found[2])) if found else present
    return asked if Quarter(FIRST_YEAR, 1) <= asked <= present else present
