"""The verbs of relationships, one family a file."""

from merkwerk.relationships.actions.cards import add_contact, describe, remember_position
from merkwerk.relationships.actions.contacts import (
    cards_of,
    clean_handle,
    contact_of,
    contacts_of,
    known_people,
    others_who_know,
    refresh_words,
)
from merkwerk.relationships.actions.joining import join, part
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
from merkwerk.relationships.actions.own_cards import own_card
from merkwerk.relationships.actions.reckoning import reckon, reckon_all
from merkwerk.relationships.actions.remembering import (
    remember_message,
    remember_posts,
    remember_reactions,
)
from merkwerk.relationships.actions.uniting import (
    agree,
    join_people,
    keep_apart,
    take_apart,
)
from merkwerk.relationships.sentences import warmth_in_words

__all__ = [
    "add_contact",
    "agree",
    "cards_of",
    "change_moment",
    "clean_handle",
    "contact_of",
    "contacts_of",
    "describe",
    "find",
    "join",
    "join_people",
    "keep_apart",
    "keep_note",
    "known_people",
    "note_moment",
    "others_who_know",
    "own_card",
    "part",
    "reckon",
    "reckon_all",
    "refresh_words",
    "remember_message",
    "remember_position",
    "remember_posts",
    "remember_reactions",
    "remove",
    "remove_moment",
    "rest",
    "share",
    "take_apart",
    "unshare",
    "wake",
    "warmth_in_words",
]
