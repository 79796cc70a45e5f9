"""Why a Micropub call could not be read, in a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

UNFIT = {
    "not-an-entry": _("Only h-entry can be sent here."),
    "no-properties": _("“properties” is missing: a JSON object of lists."),
    "not-a-list": _("Every value is a list, also a single one."),
    "an-act": _("A like, a follow or an answer to an invitation is yours to press, over there."),
    "empty": _("There is nothing in it: send “content”."),
    "nothing-to-change": _("Say what to change: “replace” or “delete”."),
    "only-words-change": _("Of a draft only “content” can be changed from outside."),
}


def unfit(code: str) -> str:
    """One sentence for the code of a `connectors.micropub.Unfit`."""
    return str(UNFIT.get(code, _("That can't be read as Micropub.")))
