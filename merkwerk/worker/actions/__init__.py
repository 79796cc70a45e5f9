"""The verbs of the worker: reading what came in, and looking whether all is well."""

from merkwerk.worker.actions.copying import make_copies
from merkwerk.worker.actions.doctor import Finding, examine
from merkwerk.worker.actions.health import Health, health
from merkwerk.worker.actions.leaving import erase_leavers
from merkwerk.worker.actions.reading import again, read_posts
from merkwerk.worker.actions.remembering import (
    remember_message,
    remember_messages,
    remember_outside,
    remember_photo,
    remember_reaction,
    remember_reactions,
    remember_story,
)
from merkwerk.worker.actions.sieving import sieve

__all__ = [
    "Finding",
    "Health",
    "again",
    "erase_leavers",
    "examine",
    "health",
    "make_copies",
    "read_posts",
    "remember_message",
    "remember_messages",
    "remember_outside",
    "remember_photo",
    "remember_reaction",
    "remember_reactions",
    "remember_story",
    "sieve",
]
