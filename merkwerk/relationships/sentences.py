"""Words for what the engine gives as codes, and for what happened between two people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from merkwerk.lib import wording
from merkwerk.relationships.models import Moment, Relationship

Facts = Mapping[str, Any]
THEIRS, OURS, BOTH = Moment.Direction.THEIRS, Moment.Direction.OURS, Moment.Direction.BOTH
Kind = Moment.Kind


def _span(days: int) -> str:
    return wording.span(timedelta(days=days))


def ago(days: int) -> str:
    if days < 2:
        return _("yesterday") if days else _("today")
    return _("%(span)s ago") % {"span": _span(days)}


def _met(facts: Facts, name: str) -> str:
    words = ngettext("You met once, %(ago)s.", "You met %(n)s times, last %(ago)s.", facts["times"])
    return words % {"n": facts["times"], "ago": ago(facts["days"])}


def _quiet(facts: Facts, name: str) -> str:
    words = _("Usually you are in touch %(every)s; now it has been quiet for %(span)s.")
    return words % {
        "every": wording.every(facts["rhythm_days"]),
        "span": _span(facts["silent_days"]),
    }


WARMTH: dict[str, Callable[[Facts, str], str]] = {
    "no-contact": lambda facts, name: _("You have not been in touch yet."),
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
        _("You have known each other for %(span)s.") % {"span": _span(facts["days"])}
    ),
}


def warmth_sentences(because: Sequence[Mapping[str, Any]], name: str) -> list[str]:
    """What the parts of a warmth say; a code without words here is passed over."""
    return [WARMTH[part["code"]](part["facts"], name) for part in because if part["code"] in WARMTH]


def warmth_in_words(relationship: Relationship) -> str:
    """The warmth of a relationship in a few sentences, the reasons included."""
    name = short_name(relationship.contact.name)
    opening = capfirst(wording.warmth(relationship.warmth)) + "."
    return " ".join([opening, *warmth_sentences(relationship.because, name)])


def short_name(name: str) -> str:
    """How one speaks about a contact: the first word of the name."""
    return (name.split() or [name])[0][:40]


STAGES = {
    "none": gettext_lazy("You have not been in touch yet."),
    "followed": gettext_lazy("You noticed each other."),
    "answered": gettext_lazy("One of you spoke to the other."),
    "conversed": gettext_lazy("You had a conversation."),
    "met": gettext_lazy("You met in person."),
}

HAPPENED = {
    (Kind.SAID, THEIRS): gettext_lazy("%(name)s said"),
    (Kind.SAID, OURS): gettext_lazy("You said"),
    (Kind.ASKED, THEIRS): gettext_lazy("%(name)s asked"),
    (Kind.ASKED, OURS): gettext_lazy("You asked"),
    (Kind.ANSWERED, THEIRS): gettext_lazy("%(name)s answered"),
    (Kind.ANSWERED, OURS): gettext_lazy("You answered"),
    (Kind.MENTIONED, THEIRS): gettext_lazy("%(name)s mentioned you"),
    (Kind.MENTIONED, OURS): gettext_lazy("You mentioned %(name)s"),
    (Kind.SHARED, THEIRS): gettext_lazy("%(name)s shared what you told"),
    (Kind.SHARED, OURS): gettext_lazy("You shared what %(name)s told"),
    (Kind.REACTED, THEIRS): gettext_lazy("%(name)s liked what you told"),
    (Kind.REACTED, OURS): gettext_lazy("You liked what %(name)s told"),
    (Kind.FOLLOWED, THEIRS): gettext_lazy("%(name)s follows you"),
    (Kind.FOLLOWED, OURS): gettext_lazy("You follow %(name)s"),
    (Kind.MET, BOTH): gettext_lazy("You met"),
    (Kind.MET, THEIRS): gettext_lazy("%(name)s came to see you"),
    (Kind.MET, OURS): gettext_lazy("You went to see %(name)s"),
    (Kind.CALLED, BOTH): gettext_lazy("You called"),
    (Kind.CALLED, THEIRS): gettext_lazy("%(name)s called you"),
    (Kind.CALLED, OURS): gettext_lazy("You called %(name)s"),
    (Kind.WROTE, BOTH): gettext_lazy("You wrote to each other"),
    (Kind.WROTE, THEIRS): gettext_lazy("%(name)s wrote to you"),
    (Kind.WROTE, OURS): gettext_lazy("You wrote to %(name)s"),
    (Kind.OTHER, BOTH): gettext_lazy("You were in touch"),
    (Kind.OTHER, THEIRS): gettext_lazy("%(name)s was in touch"),
    (Kind.OTHER, OURS): gettext_lazy("You were in touch with %(name)s"),
}

CHANNELS = {
    "mastodon": gettext_lazy("on Mastodon"),
    "bluesky": gettext_lazy("on Bluesky"),
    "web": gettext_lazy("on the web"),
}


def happened(kind: str, direction: str, name: str) -> str:
    """What happened, as a short sentence without its full stop: "Joris asked"."""
    words = HAPPENED.get((Kind(kind), Moment.Direction(direction)))
    return str(words) % {"name": short_name(name)} if words else str(Kind(kind).label)


def where(channel: str, place: str) -> str:
    """Where it happened: "on Mastodon", "in Arnhem", or nothing."""
    if place:
        return _("in %(place)s") % {"place": place}
    return str(CHANNELS.get(channel, ""))
