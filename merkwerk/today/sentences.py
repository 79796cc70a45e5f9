"""Why you, why now: the engine's reasons in the reader's language."""

from __future__ import annotations

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from merkwerk.engine.because import Because
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
        return _("They have been waiting for %(span)s.") % {"span": span(int(facts["minutes"]))}
    if reason.code == "nobody-answered":
        return _("None of us has answered yet.")
    if reason.code == "silent":
        return _("You used to be in touch every %(rhythm)s; it has been %(silence)s now.") % {
            "rhythm": days(int(facts["rhythm_days"])),
            "silence": days(int(facts["silent_days"])),
        }
    if reason.code == "overdue":
        return _("It should have been done %(span)s ago.") % {"span": days(int(facts["days"]))}
    if reason.code == "due":
        return _("It is due in %(span)s.") % {"span": days(int(facts["days"]))}
    return ""


def span(minutes: int) -> str:
    """A stretch of time in the largest plain unit."""
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", max(minutes, 1)) % {"n": max(minutes, 1)}
    if minutes < 24 * 60:
        hours = minutes // 60
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return days(minutes // (24 * 60))


def days(number: int) -> str:
    """Days, or weeks from a fortnight on."""
    if number >= 14:
        weeks = round(number / 7)
        return ngettext("%(n)d week", "%(n)d weeks", weeks) % {"n": weeks}
    return ngettext("%(n)d day", "%(n)d days", max(number, 1)) % {"n": max(number, 1)}
