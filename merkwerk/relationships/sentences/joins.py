"""Why two contacts may be one person, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _


def _sentences() -> dict[str, str]:
    return {
        "said": _("You said so."),
        "same-link": _("Both profiles prove that %(link)s is theirs."),
        "same-mail": _("Both have the address %(mail)s."),
        "linked": _("%(link)s, proven by one of them, is the other's page."),
        "same-handle": _("Both are found as %(handle)s."),
        "same-phone": _("Both have the number %(phone)s."),
        "handle-elsewhere": _("%(handle)s is the same on another network."),
        "same-name": _("Both are called %(one)s."),
        "same-words": _("%(one)s and %(other)s are the same words."),
        "short-name": _("%(one)s and %(other)s: one is short for the other."),
        "initial": _("%(one)s and %(other)s: the initial fits."),
        "near-name": _("%(one)s and %(other)s differ by a slip of the pen."),
        "part-name": _("%(one)s is part of the name %(other)s."),
        "other-name": _("But %(one)s and %(other)s are different names."),
        "handle-name": _("%(handle)s holds the whole name %(name)s."),
        "handle-initial": _("%(handle)s holds an initial and the name of %(name)s."),
        "handle-part": _("%(handle)s holds the name %(part)s."),
        "handle-short": _("%(handle)s holds %(short)s, as %(name)s is called."),
        "same-organisation": _("Both are at %(organisation)s."),
        "domain": _("Mail at %(domain)s is mail at %(organisation)s."),
        "same-domain": _("Both have mail at %(domain)s."),
        "other-mail": _("But one has another mail address at %(domain)s."),
        "other-account": _("But each has an account of their own on the same network."),
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
