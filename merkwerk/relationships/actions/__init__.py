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
from merkwerk.relationships.actions.introducing import (
    Meanwhile,
    NotNow,
    Promise,
    answer_later,
    ask,
    introduce,
    name_for,
    not_now,
    nothing_came,
    promises,
    they_met,
    withdraw,
)
from merkwerk.relationships.actions.joining import join, part
from merkwerk.relationships.actions.keeping import (
    find,
    keep_note,
    remove,
    rest,
    wake,
)
from merkwerk.relationships.actions.knowing import in_order, my_own, who_knows
from merkwerk.relationships.actions.moments import change_moment, note_moment, remove_moment
from merkwerk.relationships.actions.nightly import reckon_all
from merkwerk.relationships.actions.outcomes import (
    change_outcome,
    keep_outcome_private,
    remove_outcome,
    tell_outcome,
)
from merkwerk.relationships.actions.own_cards import own_card
from merkwerk.relationships.actions.reckoning import reckon
from merkwerk.relationships.actions.remembering import (
    remember_message,
    remember_posts,
    remember_reactions,
)
from merkwerk.relationships.actions.shared_words import refresh_shared_words
from merkwerk.relationships.actions.sharing import (
    Shown,
    as_others_see,
    as_shown,
    glimpses,
    may_be_told,
    opened,
    share,
    shared_ones,
    shares_of,
    unshare,
)
from merkwerk.relationships.actions.steps import Step, steps
from merkwerk.relationships.actions.through import through
from merkwerk.relationships.actions.uniting import (
    agree,
    join_people,
    keep_apart,
    take_apart,
)
from merkwerk.relationships.sentences import warmth_in_words

__all__ = [
    "Meanwhile",
    "NotNow",
    "Promise",
    "Shown",
    "Step",
    "add_contact",
    "agree",
    "answer_later",
    "as_others_see",
    "as_shown",
    "ask",
    "cards_of",
    "change_moment",
    "change_outcome",
    "clean_handle",
    "contact_of",
    "contacts_of",
    "describe",
    "find",
    "glimpses",
    "in_order",
    "introduce",
    "join",
    "join_people",
    "keep_apart",
    "keep_note",
    "keep_outcome_private",
    "known_people",
    "may_be_told",
    "my_own",
    "name_for",
    "not_now",
    "note_moment",
    "nothing_came",
    "opened",
    "others_who_know",
    "own_card",
    "part",
    "promises",
    "reckon",
    "reckon_all",
    "refresh_shared_words",
    "refresh_words",
    "remember_message",
    "remember_position",
    "remember_posts",
    "remember_reactions",
    "remove",
    "remove_moment",
    "remove_outcome",
    "rest",
    "share",
    "shared_ones",
    "shares_of",
    "steps",
    "take_apart",
    "tell_outcome",
    "they_met",
    "through",
    "unshare",
    "wake",
    "warmth_in_words",
    "who_knows",
    "withdraw",
]
