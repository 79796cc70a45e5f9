"""The verbs of the handbook: read it, work on it, publish it, tell how one does it, ask.

For other rooms: `renewed_for` (what is new, for one calm line), `ask` (a question, with the words
of a draft as a copy), `waiting_for` (open questions that somebody was asked), `answered_for` (own
questions that were answered), `names_of_answerers` and `promise_from`.
"""

from merkwerk.handbook.actions.beginning import begin
from merkwerk.handbook.actions.editing import (
    EDITORS,
    add_situation,
    change_situation,
    guide,
    may_edit,
    open_outside,
    promise_hours,
    remove_example,
    remove_situation,
    save_example,
    the_draft,
)
from merkwerk.handbook.actions.helping import (
    AskedBefore,
    decline_help,
    let_help,
    propose_example,
    take_back_example,
)
from merkwerk.handbook.actions.leaving import forget, forget_leavers, questions_of
from merkwerk.handbook.actions.naming import agree, decline
from merkwerk.handbook.actions.people import (
    answerers,
    ask_answerer,
    invite_stand,
    is_willing,
    may_stand,
    names_of_answerers,
    release_answerer,
    remove_stand,
    step_down,
    tell_stand,
)
from merkwerk.handbook.actions.publishing import NothingNew, NothingYet, freeze, is_changed, publish
from merkwerk.handbook.actions.questions import (
    NobodyAnswers,
    answered_for,
    ask,
    ask_also,
    asked_now,
    erase,
    promise_from,
    remind,
    reply,
    waiting_for,
)
from merkwerk.handbook.actions.reading import (
    Renewed,
    current,
    mark_read,
    outside,
    read,
    renewed_for,
)
from merkwerk.handbook.actions.tone import look_at, look_at_draft

__all__ = [
    "EDITORS",
    "AskedBefore",
    "NobodyAnswers",
    "NothingNew",
    "NothingYet",
    "Renewed",
    "add_situation",
    "agree",
    "answered_for",
    "answerers",
    "ask",
    "ask_also",
    "ask_answerer",
    "asked_now",
    "begin",
    "change_situation",
    "current",
    "decline",
    "decline_help",
    "erase",
    "forget",
    "forget_leavers",
    "freeze",
    "guide",
    "invite_stand",
    "is_changed",
    "is_willing",
    "let_help",
    "look_at",
    "look_at_draft",
    "mark_read",
    "may_edit",
    "may_stand",
    "names_of_answerers",
    "open_outside",
    "outside",
    "promise_from",
    "promise_hours",
    "propose_example",
    "publish",
    "questions_of",
    "read",
    "release_answerer",
    "remind",
    "remove_example",
    "remove_situation",
    "remove_stand",
    "renewed_for",
    "reply",
    "save_example",
    "step_down",
    "take_back_example",
    "tell_stand",
    "the_draft",
    "waiting_for",
]
