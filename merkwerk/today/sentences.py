"""The greeting, and why you, why now: the engine's reasons in the reader's language."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from merkwerk.engine.because import Because
from merkwerk.lib import wording
from merkwerk.today.actions import Place
from merkwerk.today.models import Occasion


def heading(place: Place) -> str:
    """Who, and what they do: one line, the person first."""
    return _headings()[Occasion.Kind(place.occasion.kind)] % {"name": name_of(place)}


def name_of(place: Place) -> str:
    """The name to show: as the contact is called, else as the identity is."""
    if place.relationship:
        return place.relationship.contact.name
    return place.occasion.identity.called if place.occasion.identity else ""


def _headings() -> dict[str, str]:
    return {
        Occasion.Kind.WAITING: _("%(name)s is talking to you"),
        Occasion.Kind.COLLEAGUE: _("A colleague thinks of you for %(name)s"),
        Occasion.Kind.QUESTION: _("%(name)s asks something that you know about"),
        Occasion.Kind.SAID: _("%(name)s speaks about your subject"),
        Occasion.Kind.REACTION: _("%(name)s reacted to what you told"),
        Occasion.Kind.QUIET: _("It is quiet between you and %(name)s"),
    }


def why_you(place: Place) -> str:
    """Why this colleague: the reasons in one sentence, for behind "Why you:"."""
    reasons = list(dict.fromkeys(filter(None, map(_why_you, place.why_you))))
    return f"{get_text_list(reasons, _('and'))}." if reasons else ""


def why_now(place: Place) -> str:
    """Why today, in whole sentences."""
    said = [sentence for sentence in map(_why_now, place.why_now) if sentence]
    if place.answered_by:
        names = get_text_list(sorted(set(place.answered_by)), _("and"))
        said.append(_("%(names)s answered already.") % {"names": names})
    return " ".join(said)


def _why_you(reason: Because) -> str:
    facts = dict(reason.facts)
    sentences = {
        "asks-you": _("they ask you"),
        "you-promised": _("you promised it"),
        "colleague-asks": _("%(colleague)s passed it on to you"),
        "you-know-them": _("you know each other"),
        "your-subject": _("it is about your topic “%(subjects)s”"),
        "names-you": _("they name you"),
        "you-told": _("it is about something you told"),
        "your-relationship": _("you know each other"),
    }
    return sentences[reason.code] % facts if reason.code in sentences else ""


def _why_now(reason: Because) -> str:
    facts = dict(reason.facts)
    if reason.code == "waiting":
        waited = wording.span(timedelta(minutes=int(facts["minutes"])))
        return _("They have been waiting for %(span)s.") % {"span": waited}
    if reason.code == "nobody-answered":
        return _("None of us has answered yet.")
    if reason.code == "silent":
        said = _("Usually you are in touch %(every)s; now it has been quiet for %(span)s.")
        return said % {
            "every": wording.every(int(facts["rhythm_days"])),
            "span": _days(int(facts["silent_days"])),
        }
    if reason.code == "overdue":
        return _("It should have been done %(span)s ago.") % {"span": _days(int(facts["days"]))}
    if reason.code == "due":
        return _("It is due in %(span)s.") % {"span": _days(int(facts["days"]))}
    return ""


def _days(number: int) -> str:
    return wording.span(timedelta(days=max(number, 1)))


def greeting(now: datetime, name: str) -> str:
    """A greeting that fits the hour where the reader is."""
    hour = timezone.localtime(now).hour
    if 5 <= hour < 12:
        return _("Good morning, %(name)s.") % {"name": name}
    if 12 <= hour < 18:
        return _("Good afternoon, %(name)s.") % {"name": name}
    return _("Good evening, %(name)s.") % {"name": name}
