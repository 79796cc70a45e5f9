"""Upkeep, attention, giving and asking in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from merkwerk.engine.because import Because
from merkwerk.lib import wording
from merkwerk.relationships.sentences.warmth import ago, span

Facts = Mapping[str, Any]
Wording = Callable[[Facts, str], str]


def _every(facts: Facts) -> str:
    return wording.every(int(facts["rhythm_days"]))


UPKEEP: dict[str, Wording] = {
    "own-rhythm": lambda facts, name: (
        _("You would like to be in touch %(every)s.") % {"every": _every(facts)}
    ),
    "group-rhythm": lambda facts, name: (
        _("For this group you would like to be in touch %(every)s.") % {"every": _every(facts)}
    ),
    "learned-rhythm": lambda facts, name: (
        _("Usually you are in touch %(every)s.") % {"every": _every(facts)}
    ),
    "silent": lambda facts, name: (
        _("The last real contact was %(ago)s.") % {"ago": ago(int(facts["days"]))}
    ),
    "never": lambda facts, name: _("You have not been in touch yet."),
    "through-colleague": lambda facts, name: _("That was through a colleague who shares it."),
    "rests": lambda facts, name: (
        _("It rests for another %(span)s.") % {"span": span(int(facts["days"]))}
    ),
}


def _attention_reached(facts: Facts, name: str) -> str:
    words = ngettext(
        "%(name)s reached out to you in these months.",
        "%(name)s reached out to you %(n)s times in these months.",
        int(facts["times"]),
    )
    return words % {"name": name, "n": facts["times"]}


ATTENTION: dict[str, Wording] = {
    "met": lambda facts, name: _("You have met."),
    "conversed": lambda facts, name: _("You have spoken."),
    "you-last": lambda facts, name: (
        _("By then it had been quiet from your side for %(span)s.")
        % {"span": span(int(facts["days"]))}
    ),
    "they-reached-out": _attention_reached,
}
ATTENTION_NOW: dict[str, Wording] = ATTENTION | {
    "you-last": lambda facts, name: (
        _("From your side it has been quiet for %(span)s.") % {"span": span(int(facts["days"]))}
    ),
}
"""Of a quarter that isn't over yet."""


def _gave(facts: Facts, name: str) -> str:
    words = ngettext(
        "You gave %(name)s something once.",
        "You gave %(name)s something %(n)s times.",
        int(facts["times"]),
    )
    return words % {"name": name, "n": facts["times"]}


def _they_gave(facts: Facts, name: str) -> str:
    words = ngettext(
        "%(name)s gave you something once.",
        "%(name)s gave you something %(n)s times.",
        int(facts["times"]),
    )
    return words % {"name": name, "n": facts["times"]}


def _asked(facts: Facts, name: str) -> str:
    words = ngettext("You asked once.", "You asked %(n)s times.", int(facts["times"]))
    return words % {"n": facts["times"]}


def _they_asked(facts: Facts, name: str) -> str:
    words = ngettext("%(name)s asked once.", "%(name)s asked %(n)s times.", int(facts["times"]))
    return words % {"name": name, "n": facts["times"]}


BALANCE: dict[str, Wording] = {
    "they-gave": _they_gave,
    "you-gave": _gave,
    "they-asked": _they_asked,
    "you-asked": _asked,
    "they-gave-more": lambda facts, name: (
        _("Lately %(name)s gives more than you. Is there something you could give?")
        % {"name": name}
    ),
    "you-gave-more": lambda facts, name: _(
        "You give more than you get. That is fine, as long as it feels fine."
    ),
}


def _sentences(words: Mapping[str, Wording], because: Iterable[Because], name: str) -> list[str]:
    return [words[part.code](part.facts, name) for part in because if part.code in words]


def upkeep_sentences(because: Iterable[Because], name: str) -> list[str]:
    """Why somebody would be lost; a code without words here is passed over."""
    return _sentences(UPKEEP, because, name)


def attention_sentences(because: Iterable[Because], name: str, *, is_now: bool) -> list[str]:
    """How things stand with who got no attention; `is_now` in a quarter that still runs."""
    return _sentences(ATTENTION_NOW if is_now else ATTENTION, because, name)


def balance_sentences(because: Iterable[Because], name: str) -> list[str]:
    """What was given and asked over the last year."""
    return _sentences(BALANCE, because, name)
