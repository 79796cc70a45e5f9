"""Why two contacts may be one person, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _


def _sentences() -> dict[str, str]:
    return {
        "said": _("You said so."),
        "same-link": _("Both profiles link to %(link)s, and it links back."),
        "same-mail": _("Both have the address %(mail)s."),
        "same-handle": _("Both are called %(handle)s."),
        "same-phone": _("Both have the number %(phone)s."),
        "same-name": _("Both are called %(name)s."),
        "same-words": _("The names have the same words: %(name)s."),
        "short-name": _("%(one)s is short for %(other)s."),
        "initial": _("The initial %(initial)s and the family name %(family)s fit."),
        "handle-name": _("%(handle)s holds the whole name %(name)s."),
        "handle-initial": _("%(handle)s holds an initial and the name of %(name)s."),
        "handle-part": _("%(handle)s holds the name %(part)s."),
        "handle-short": _("%(handle)s holds %(short)s, as %(name)s is called."),
        "near-name": _("%(one)s and %(other)s differ by a slip of the pen."),
        "rare-name": _("%(name)s is a rare name."),
        "common-name": _("But many people are called %(name)s."),
        "same-organisation": _("Both are at %(organisation)s."),
        "domain": _("%(domain)s belongs to %(organisation)s."),
        "other-mail": _("But their mail addresses differ."),
        "company": _("But %(name)s looks like an organisation."),
    }


def reasons_in_words(parts: Iterable[Mapping[str, Any]]) -> list[str]:
    """Each reason as a sentence, the strongest first; one without words, or with facts of another
    time, is left out."""
    known = _sentences()
    told = []
    for part in parts:
        try:
            told.append(known[str(part["code"])] % part.get("facts", {}))
        except (KeyError, TypeError, ValueError):
            continue
    return told


def certainty_in_words(certainty: float) -> str:
    """How sure a proposal is."""
    if certainty >= 0.9:
        return _("Very likely the same person")
    return _("Probably the same person") if certainty >= 0.7 else _("Perhaps the same person")
