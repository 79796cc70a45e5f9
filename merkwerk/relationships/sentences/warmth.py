"""Warmth, rhythm and silence in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from merkwerk.lib import wording
from merkwerk.relationships.models import Relationship
from merkwerk.relationships.sentences.moments import short_name

Facts = dict[str, Any]
GROWING = ("days", "silent_days")
"""Facts that grow by a day each day, also when nobody reckons."""


def span(days: int) -> str:
    return wording.span(timedelta(days=days))


def ago(days: int) -> str:
    if days < 2:
        return _("yesterday") if days else _("today")
    return _("%(span)s ago") % {"span": span(days)}


def _met(facts: Facts, name: str) -> str:
    words = ngettext("You met once, %(ago)s.", "You met %(n)s times, last %(ago)s.", facts["times"])
    return words % {"n": facts["times"], "ago": ago(facts["days"])}


def _quiet(facts: Facts, name: str) -> str:
    words = _("Usually you are in touch %(every)s; now it has been quiet for %(span)s.")
    return words % {
        "every": wording.every(facts["rhythm_days"]),
        "span": span(facts["silent_days"]),
    }


WARMTH: dict[str, Callable[[Facts, str], str]] = {
    "no-contact": lambda facts, name: _("You have not been in touch yet."),
    "only-likes": lambda facts, name: (
        _("So far it was only likes, the last %(ago)s.") % {"ago": ago(facts["days"])}
    ),
    "spoke": lambda facts, name: _("You were last in touch %(ago)s.") % {"ago": ago(facts["days"])},
    "met": _met,
    "rhythm": lambda facts, name: (
        _("Usually you are in touch %(every)s.") % {"every": wording.every(facts["rhythm_days"])}
    ),
    "quiet": _quiet,
    "both-ways": lambda facts, name: _("It goes back and forth between you."),
    "they-begin-more": lambda facts, name: (
        _("%(name)s begins a little more often than you.") % {"name": name}
    ),
    "you-begin-more": lambda facts, name: (
        _("You begin a little more often than %(name)s.") % {"name": name}
    ),
    "only-they": lambda facts, name: _("So far only %(name)s reached out.") % {"name": name},
    "only-you": lambda facts, name: _("So far only you reached out."),
    "known-since": lambda facts, name: (
        _("You have known each other for %(span)s.") % {"span": span(facts["days"])}
    ),
}


def warmth_sentences(because: Sequence[Mapping[str, Any]], name: str, later: int = 0) -> list[str]:
    """What the parts of a warmth say, `later` days after they were reckoned; a code without words
    here is passed over."""
    return [
        WARMTH[part["code"]](_aged(part["facts"], later), name)
        for part in because
        if part["code"] in WARMTH
    ]


def _aged(facts: Facts, later: int) -> Facts:
    """The same facts some days later: silences and acquaintances grow by themselves."""
    return facts | {word: facts[word] + later for word in GROWING if word in facts}


def warmth_in_words(relationship: Relationship, now: datetime | None = None) -> str:
    """The warmth of a relationship in a few sentences, the reasons included."""
    name = short_name(relationship.contact.name)
    opening = capfirst(wording.warmth(relationship.warmth)) + "."
    reckoned, now = relationship.reckoned_at, now or timezone.now()
    later = _nights(reckoned, now) if reckoned else 0
    return " ".join([opening, *warmth_sentences(relationship.because, name, later)])


def _nights(since: datetime, now: datetime) -> int:
    return max(0, (timezone.localdate(now) - timezone.localdate(since)).days)


STAGES = {
    "none": gettext_lazy("You have not been in touch yet."),
    "followed": gettext_lazy("You noticed each other."),
    "answered": gettext_lazy("One of you spoke to the other."),
    "conversed": gettext_lazy("You had a conversation."),
    "met": gettext_lazy("You met in person."),
}
