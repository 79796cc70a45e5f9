"""Common ground, work, and what one could give, in words."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from merkwerk.connectors.exports.values import YEARLESS
from merkwerk.engine.common_ground import Shared
from merkwerk.relationships.models import Introduction, NewWork, Position

NOTICED_IN = {
    "linkedin": gettext_lazy("noticed in your LinkedIn file"),
    "google": gettext_lazy("noticed in your Google contacts"),
    "outlook": gettext_lazy("noticed in your Outlook contacts"),
    "vcard": gettext_lazy("noticed on their contact card"),
    "table": gettext_lazy("noticed in your table"),
    "profile": gettext_lazy("noticed in their profile"),
}


def shared_in_words(shared: Shared, name: str) -> str:
    """Where a common subject shows: "Joris asks about it"."""
    if shared.asked:
        return _("%(name)s asks about it") % {"name": name}
    kinds = [part.code for part in shared.because]
    if posts := kinds.count("post"):
        words = ngettext("said in public", "said in public, in %(n)s posts", posts)
        return words % {"n": posts}
    if "bio" in kinds:
        return _("stands in their profile")
    return _("you wrote it down about them")


def _apart(name: str) -> str:
    """A name that keeps its own direction of writing within a sentence."""
    return f"\u2068{name}\u2069"


def job_in_words(now: Position, before: Position | None) -> str:
    """Where somebody works, since when, and what came before, as short sentences."""
    told = []
    if now.since:
        place = _apart(now.organisation or now.function)
        since = date_format(now.since, "F Y")
        told.append(_("At %(place)s since %(since)s.") % {"place": place, "since": since})
    if before and (place := before.organisation or before.function):
        told.append(_("Before that at %(place)s.") % {"place": _apart(place)})
    return " ".join(told)


def noticed_in_words(position: Position) -> str:
    """Where a change of work was noticed, or nothing."""
    return str(NOTICED_IN.get(position.because, ""))


def new_work_in_words(question: NewWork, name: str) -> str:
    """Other work that a profile seems to name, as a question."""
    facts = {
        "name": _apart(name),
        "function": _apart(question.function),
        "organisation": _apart(question.organisation),
    }
    if question.function:
        said = _("It looks as if %(name)s is now %(function)s at %(organisation)s. Is that so?")
    else:
        said = _("It looks as if %(name)s now works at %(organisation)s. Is that so?")
    return said % facts


def promise_in_words(promise: Introduction) -> str:
    """An introduction that one promised to a colleague."""
    facts = {"name": str(promise.asker)}
    if promise.promised_for:
        facts["day"] = date_format(promise.promised_for, "j F")
        return _("You promised %(name)s an introduction, before %(day)s.") % facts
    return _("You promised %(name)s an introduction.") % facts


def birthday_in_words(kept: str) -> str:
    """A day as people say it, without the year that nobody told; other words as they stand."""
    try:
        day = date.fromisoformat(kept)
    except ValueError:
        return kept
    return date_format(day, "j F" if day.year == YEARLESS else "j F Y")
