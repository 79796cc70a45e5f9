"""What one can do in listening, one family of verbs a file."""

from merkwerk.listening.actions.book import bind, is_loose
from merkwerk.listening.actions.by_reason import (
    Group,
    Item,
    Why,
    by_reason,
    in_order,
    known_people,
)
from merkwerk.listening.actions.claiming import claim, claims, unclaim
from merkwerk.listening.actions.ears import heard, query_of, reasons
from merkwerk.listening.actions.echoes import find_echoes
from merkwerk.listening.actions.hearing import Meeting, consider, meeting, sieve
from merkwerk.listening.actions.importing import Imported, Line, Unread, import_topics, lines
from merkwerk.listening.actions.joining import join, leave, mute, shares, unmute
from merkwerk.listening.actions.looking_back import look_back
from merkwerk.listening.actions.queue import Found, echoes_of, to_read, topics_of
from merkwerk.listening.actions.reading import (
    interpret,
    keep,
    let_go,
    meanings,
    note_message,
    pass_on,
    read_again,
    rest,
    scrapbook,
    take_back,
    undo,
)
from merkwerk.listening.actions.sharpening import (
    Sharper,
    accept,
    correct,
    decline,
    sharper,
    speaks_for,
    uncorrect,
)
from merkwerk.listening.actions.stretching import refresh_forms
from merkwerk.listening.actions.tone import measure_places
from merkwerk.listening.actions.topics import (
    Sample,
    Tried,
    change_query,
    listen_on,
    remove_topic,
    save_topic,
    set_resting,
    try_query,
)

__all__ = [
    "Found",
    "Group",
    "Imported",
    "Item",
    "Line",
    "Meeting",
    "Sample",
    "Sharper",
    "Tried",
    "Unread",
    "Why",
    "accept",
    "bind",
    "by_reason",
    "change_query",
    "claim",
    "claims",
    "consider",
    "correct",
    "decline",
    "echoes_of",
    "find_echoes",
    "heard",
    "import_topics",
    "in_order",
    "interpret",
    "is_loose",
    "join",
    "keep",
    "known_people",
    "leave",
    "let_go",
    "lines",
    "listen_on",
    "look_back",
    "meanings",
    "measure_places",
    "meeting",
    "mute",
    "note_message",
    "pass_on",
    "query_of",
    "read_again",
    "reasons",
    "refresh_forms",
    "remove_topic",
    "rest",
    "save_topic",
    "scrapbook",
    "set_resting",
    "shares",
    "sharper",
    "sieve",
    "speaks_for",
    "take_back",
    "to_read",
    "topics_of",
    "try_query",
    "unclaim",
    "uncorrect",
    "undo",
    "unmute",
]
