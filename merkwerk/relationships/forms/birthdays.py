"""A birthday as people type it, with or without the year."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from merkwerk.connectors.exports.dates import day
from merkwerk.connectors.exports.values import YEARLESS
from merkwerk.lib.typed import Typed
from merkwerk.relationships.sentences import birthday_in_words

_LEAP = 1904
_NO_YEAR = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\.?")


class BirthdayField(Typed):
    """Gives the day as it is kept (ISO, in YEARLESS when no year is told). What a file brought in
    words of its own stays as long as nobody changes it."""

    def prepare_value(self, value: Any) -> Any:
        return birthday_in_words(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text or text == birthday_in_words(self.kept):
            return self.kept if text else ""
        found = _read(text)
        if found is None:
            raise ValidationError(_("Write the day as 14 March or 14 March 1980."))
        if found > timezone.localdate():
            raise ValidationError(_("That day is still to come."))
        return found.isoformat()

    kept = ""
    """What stands there before; the form says so."""


def _read(text: str) -> date | None:
    if numbers := _NO_YEAR.fullmatch(text):
        return _yearless(day(f"{numbers[1]}-{numbers[2]}-{_LEAP}"))
    return day(text) or _yearless(day(f"{text} {_LEAP}"))


def _yearless(found: date | None) -> date | None:
    return found.replace(year=YEARLESS) if found and found.year == _LEAP else None
