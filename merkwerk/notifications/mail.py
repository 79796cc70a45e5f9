"""The mail backend of the house: letters become rows, in the transaction of who writes them."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import make_msgid, parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address
from django.db import transaction
from django.utils import timezone

from merkwerk.notifications import tasks
from merkwerk.notifications.models import Letter


class LetterBox(BaseEmailBackend):
    """Pages write letters here; the worker posts them. A letter gets its Message-ID now, so that
    it is the same letter however often it is tried."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            kept = [_keep(message) for message in email_messages if message.recipients()]
            if kept:
                tasks.post.enqueue()
        return len(kept)


def _keep(message: EmailMessage) -> Letter:
    sender = sanitize_address(message.from_email, "utf-8")
    domain = parseaddr(sender)[1].rpartition("@")[2]
    message.extra_headers.setdefault("Message-ID", make_msgid(domain=domain))
    message.extra_headers.setdefault("Auto-Submitted", "auto-generated")
    return Letter.objects.create(
        sender=sender,
        recipients=[sanitize_address(to, "utf-8") for to in message.recipients()],
        subject=message.subject[:300],
        source=message.message().as_bytes(linesep="\r\n").decode(),  # type: ignore[call-arg]
        next_try=timezone.now(),
    )
