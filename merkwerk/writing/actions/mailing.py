"""A draft by mail to its own writer, to go on with it in a tool of theirs."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from merkwerk.accounts.models import Colleague
from merkwerk.notifications.actions import mail_is_set_up
from merkwerk.writing.models import Draft


def mail_to_myself(*, draft: Draft, by: Colleague) -> bool:
    """Sends the words of a draft to its writer's own address. False when no mail is set up or
    there are no words. Refuses (PermissionError) another colleague's draft."""
    if draft.colleague_id != by.pk:
        raise PermissionError("a draft is its writer's alone")
    if not draft.text.strip() or not mail_is_set_up():
        return False
    words = "\n\n".join(part for part in (draft.text.strip(), draft.link) if part)
    EmailMessage(_("Your own words"), words, None, [by.email]).send()
    return True
