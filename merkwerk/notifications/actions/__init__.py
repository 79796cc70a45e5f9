"""The verbs of notifications: tell a colleague something, post letters."""

from merkwerk.notifications.actions.posting import (
    LettersStuck,
    mail_is_set_up,
    post_letters,
    waiting_letters,
)
from merkwerk.notifications.actions.telling import mark_read, tell

__all__ = [
    "LettersStuck",
    "mail_is_set_up",
    "mark_read",
    "post_letters",
    "tell",
    "waiting_letters",
]
