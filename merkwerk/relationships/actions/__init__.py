"""The verbs of relationships, one family a file."""

from merkwerk.relationships.actions.contacts import (
    add_contact,
    clean_handle,
    contact_of,
    contacts_of,
    describe,
    join,
    part,
    refresh_words,
)
from merkwerk.relationships.actions.keeping import (
    find,
    keep_note,
    remove,
    rest,
    share,
    unshare,
    wake,
)
from merkwerk.relationships.actions.moments import change_moment, note_moment, remove_moment
from merkwerk.relationships.actions.reckoning import reckon, reckon_all
from merkwerk.relationships.actions.remembering import (
    remember_message,
    remember_posts,
    remember_reactions,
)
from merkwerk.relationships.sentences import warmth_in_words

__all__ = [
    "add_contact",
    "change_moment",
    "clean_handle",
    "contact_of",
    "contacts_of",
    "describe",
    "find",
    "join",
    "keep_note",
    "note_moment",
    "part",
    "reckon",
    "reckon_all",
    "refresh_words",
    "remember_message",
    "remember_posts",
    "remember_reactions",
    "remove",
    "remove_moment",
    "rest",
    "share",
    "unshare",
    "wake",
    "warmth_in_words",
]
