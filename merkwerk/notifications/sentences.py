"""Every kind of notice and its sentence. The facts in it are filled in when it is read, so it
speaks the language of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from merkwerk.notifications.models import Notice

SENTENCES: dict[str, Promise] = {
    "passed_post": _("%(by)s passed you a post."),
    "message_refused": _("Your message was not sent to %(network)s: %(reason)s"),
    "account_refused": _("%(account)s doesn't let us in any more. Connect it again."),
    "source_stopped": _("We can't read %(source)s any more."),
    "device_gone": _(
        "%(device)s doesn't take our messages any more. If you still use it, switch it on there "
        "once more."
    ),
    "person_forgotten": _(
        "Somebody you know asked not to be stored here. What they said is gone; what you wrote "
        "down yourself is still yours to keep or remove."
    ),
    "introduction_asked": _("%(by)s asks if you would introduce them to %(who)s."),
    "introduction_promised": _("%(by)s promised to introduce you to %(who)s."),
    "introduction_declined": _("%(by)s can't introduce you to %(who)s now."),
    "introduction_made": _("%(by)s introduced you to %(who)s."),
    "introduction_met": _("%(by)s met %(who)s, thanks to you."),
}

BUZZES: dict[str, Promise] = {
    "questions": _("%(name)s asks you something."),
    "reactions": _("%(name)s reacts to what you told."),
    "try": _("Hello %(name)s. This is how it looks when somebody needs you."),
}
"""What a device says, by the wish that lets it."""


def sentence(notice: Notice) -> str:
    """The notice in words, in the language that is active now. A notice whose kind has gone from
    the list still says something true."""
    if words := SENTENCES.get(notice.kind):
        return str(words) % {name: str(fact) for name, fact in notice.facts.items()}
    return gettext("Something was told to you.")
