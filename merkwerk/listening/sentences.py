"""A mistake in a query, explained in the reader's language."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from merkwerk.engine.topics import QueryError
from merkwerk.listening.actions import Tried

WEEK = timedelta(days=7)


def often(tried: Tried, now: datetime) -> str:
    """How much a query would bring, going by what was heard lately; nothing when that is little."""
    if not tried.total or tried.since is None or now - tried.since < WEEK / 7:
        return ""
    weekly = tried.total * (WEEK / (now - tried.since))
    if weekly >= 14:
        return _("That is about %(n)s a day.") % {"n": round(weekly / 7)}
    if weekly < 0.75:
        return _("That is less than one a week.")
    many = max(round(weekly), 1)
    return ngettext("That is about one a week.", "That is about %(n)s a week.", many) % {"n": many}


def mistake(error: QueryError) -> str:
    """One sentence: what is wrong at the marked place, and what to do."""
    facts = {key: str(value) for key, value in error.facts.items()}
    known = _sentences()
    unknown = _("This can't be read as a query. Look at the marked place.")
    found = known.get(f"{error.code} {facts.get('field')}") or known.get(error.code, unknown)
    return found % facts


def _sentences() -> dict[str, str]:
    return {
        "empty": _("Type at least one word to listen for."),
        "too-long": _("This is too long. Make two topics of it: that reads better, too."),
        "too-deep": _("There are too many brackets inside brackets here. Write it simpler."),
        "unbalanced-bracket": _("This bracket has no partner. Add one, or take this one away."),
        "unclosed-quote": _(
            "This quotation mark is never closed. Add one at the end of the phrase."
        ),
        "missing-term": _("A word is missing here."),
        "dangling-operator": _(
            "After %(operator)s something must follow. Add a word, or take it away."
        ),
        "only-not": _("This says only what you don't want. Add a word that you do want to hear."),
        "unknown-field": _(
            "“%(field)s:” is not known here. You can use from:, site:, lang:, has:, is: and maybe:."
        ),
        "bad-value": _("“%(value)s” doesn't fit behind %(field)s: here."),
        "bad-value lang": _(
            "“%(value)s” is no language here. Use its code of two letters, as in lang:nl."
        ),
        "bad-value has": _(
            "“%(value)s” is not known behind has: here. "
            "You can use question, link, image and video."
        ),
        "bad-value is": _(
            "“%(value)s” is not known behind is: here. You can use reply and original."
        ),
        "wide-prefix": _("“%(prefix)s” would find almost everything. Use at least two letters."),
        "misplaced-star": _("The star goes at the end of a word, as in boekhoud*."),
        "no-word": _("“%(text)s” has no letters or figures to listen for."),
        "bad-near": _(
            "Say how many words apart, from 1 to %(limit)s: %(operator)s/5. "
            "To find the word itself, write it in small letters."
        ),
        "bad-side": _(
            "NEAR looks for words, phrases or beginnings close together. "
            "This can't stand beside it; a few words between brackets with OR can."
        ),
        "misplaced-maybe": _(
            "maybe: stands before one word or phrase, outside brackets and not beside OR, NOT or "
            "NEAR."
        ),
        "only-maybe": _("maybe: only ranks what you hear. Add a word that must be there."),
        "link-as-word": _("To find posts that link to a site, write site:%(host)s."),
    }
