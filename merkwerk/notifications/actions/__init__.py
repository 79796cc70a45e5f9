"""The verbs of notifications: tell a colleague something, post letters, tell their devices."""

from merkwerk.notifications.actions.buzzing import Buzz, buzz, try_out
from merkwerk.notifications.actions.devices import (
    name_device,
    public_key,
    switch_off,
    switch_on,
    wishes_of,
)
from merkwerk.notifications.actions.posting import (
    LettersStuck,
    mail_is_set_up,
    post_letters,
    waiting_letters,
)
from merkwerk.notifications.actions.pushing import push_due
from merkwerk.notifications.actions.telling import mark_read, tell

__all__ = [
    "Buzz",
    "LettersStuck",
    "buzz",
    "mail_is_set_up",
    "mark_read",
    "name_device",
    "post_letters",
    "public_key",
    "push_due",
    "switch_off",
    "switch_on",
    "tell",
    "try_out",
    "waiting_letters",
    "wishes_of",
]
