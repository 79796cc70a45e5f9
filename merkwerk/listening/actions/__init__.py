"""What one can do in listening, one family of verbs a file."""

from merkwerk.listening.actions.hearing import consider, heard, reasons
from merkwerk.listening.actions.reading import interpret, keep, note_message, pass_on, rest
from merkwerk.listening.actions.topics import (
    Found,
    Tried,
    remove_topic,
    save_topic,
    set_resting,
    try_query,
)

__all__ = [
    "Found",
    "Tried",
    "consider",
    "heard",
    "interpret",
    "keep",
    "note_message",
    "pass_on",
    "reasons",
    "remove_topic",
    "rest",
    "save_topic",
    "set_resting",
    "try_query",
]
