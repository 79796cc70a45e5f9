"""What stands in the way of a move, in the words of the page."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_TROUBLES: dict[str, Promise] = {
    "not-named": _(
        "That account doesn't name this one yet. Add this handle there as one of your own "
        "accounts (often under “aliases”), and try again."
    ),
    "not-found": _("There is nobody by that name on that server. Look at how it is written."),
    "bad-address": _("That doesn't look like a handle. Write it as @name@server."),
    "unreachable": _("That server doesn't answer now. It is tried again."),
    "too-slow": _("That server doesn't answer now. It is tried again."),
    "server-trouble": _("That server has trouble now. It is tried again."),
}
_OTHER = _("That server gave an answer we can't read. Look at how the handle is written.")


def troubles(code: str) -> Promise | str:
    """The sentence for a code; nothing for none."""
    return _TROUBLES.get(code, _OTHER) if code else ""
