"""Readers: what they say, how they hear of stories, and what other sites and servers tell us."""

from merkwerk.stories.actions.readers.authoring import (
    answer,
    change_answer,
    goes_back,
    hide,
    hide_sign,
    settle,
    show,
    take_back_answer,
    waiting_for,
)
from merkwerk.stories.actions.readers.elsewhere import note_sign, take_away, take_in
from merkwerk.stories.actions.readers.hearing import hear, is_due, mentions_due, tidy
from merkwerk.stories.actions.readers.issues import send_due
from merkwerk.stories.actions.readers.mentions_in import Refused, receive
from merkwerk.stories.actions.readers.mentions_out import told_of
from merkwerk.stories.actions.readers.reacting import (
    TooMany,
    change_words,
    confirm,
    count_one,
    react,
    sheet_of,
    sheet_token,
    withdraw,
)
from merkwerk.stories.actions.readers.showing import Footnote, Shown, Under, to_answer, under
from merkwerk.stories.actions.readers.subscribing import (
    change_rhythm,
    confirm_wish,
    drop_wish,
    is_ours,
    stop_token,
    subscribe,
    subscriber_of,
    unsubscribe,
    wish_of,
    wishes_of,
)
from merkwerk.stories.actions.readers.telling import reaction_of, title_of, token_of

__all__ = [
    "Footnote",
    "Refused",
    "Shown",
    "TooMany",
    "Under",
    "answer",
    "change_answer",
    "change_rhythm",
    "change_words",
    "confirm",
    "confirm_wish",
    "count_one",
    "drop_wish",
    "goes_back",
    "hear",
    "hide",
    "hide_sign",
    "is_due",
    "is_ours",
    "mentions_due",
    "note_sign",
    "react",
    "reaction_of",
    "receive",
    "send_due",
    "settle",
    "sheet_of",
    "sheet_token",
    "show",
    "stop_token",
    "subscribe",
    "subscriber_of",
    "take_away",
    "take_back_answer",
    "take_in",
    "tidy",
    "title_of",
    "to_answer",
    "token_of",
    "told_of",
    "under",
    "unsubscribe",
    "waiting_for",
    "wish_of",
    "wishes_of",
    "withdraw",
]
