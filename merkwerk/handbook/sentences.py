"""Promises, remarks and how easily something is read, in the words of the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from merkwerk.engine.encouragement import Ease, Remark

WHY: dict[str, Promise] = {
    "forbids": gettext_lazy("This forbids. What would be fine?"),
    "demands": gettext_lazy("This demands. An invitation does more."),
    "absolute": gettext_lazy("There is nearly always an exception."),
    "permission": gettext_lazy("Own words need nobody's permission. Offer help instead."),
    "threatens": gettext_lazy("This frightens, also who means well."),
    "office": gettext_lazy("An office word; there is an everyday one."),
    "passive": gettext_lazy("Nobody does it here."),
    "long": gettext_lazy("A long sentence: %(words)s words."),
}
EASE: dict[Ease, Promise] = {
    Ease.EASY: gettext_lazy("Easy to read."),
    Ease.ORDINARY: gettext_lazy("Reads well."),
    Ease.EFFORT: gettext_lazy("Takes some effort. Shorter sentences and words help."),
    Ease.HARD: gettext_lazy("Hard to read. Shorter sentences and words help."),
}


def why(remark: Remark) -> str:
    """What the matter is with these words."""
    return str(WHY[remark.because.code]) % dict(remark.because.facts)


def until(due: datetime, now: datetime) -> str:
    """A moment to come as people say it: "today 15.00", "tomorrow 15.00", "Monday 30 November
    15.00"."""
    there, here = timezone.localtime(due), timezone.localtime(now)
    clock = f"{there.hour}.{there:%M}"
    days = (there.date() - here.date()).days
    if days == 0:
        return _("today %(clock)s") % {"clock": clock}
    if days == 1:
        return _("tomorrow %(clock)s") % {"clock": clock}
    return f"{date_format(there, 'l j F')} {clock}"


def either(names: Sequence[str]) -> str:
    """ "Roos, Karim or Ada"."""
    return str(get_text_list(list(names), _("or")))


def all_of(names: Sequence[str]) -> str:
    """ "Roos, Karim and Ada"."""
    return str(get_text_list(list(names), _("and")))


def promise(names: Sequence[str], due: datetime, now: datetime) -> str:
    """Who answers and until when; honest when that time is over."""
    facts = {"names": either(names), "when": until(due, now)}
    if due <= now:
        facts["names"] = all_of(names)
        said = _("An answer was promised by now, and it isn't here yet. Reminded: %(names)s.")
        return said % facts
    return _("%(names)s answers before %(when)s.") % facts
