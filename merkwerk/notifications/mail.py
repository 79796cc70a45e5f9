"""The mail backend of the house: letters become rows."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class LetterBox(BaseEmailBackend):
    """Pages write letters here; the worker posts them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return 0
