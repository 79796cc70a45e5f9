"""The verbs of the worker: reading what came in, and looking whether all is well."""

from merkwerk.worker.actions.reading import again, read_posts
from merkwerk.worker.actions.remembering import (
    remember_message,
    remember_messages,
    remember_reaction,
    remember_reactions,
    unremembered,
)

__all__ = [
    "again",
    "read_posts",
    "remember_message",
    "remember_messages",
    "remember_reaction",
    "remember_reactions",
    "unremembered",
]
