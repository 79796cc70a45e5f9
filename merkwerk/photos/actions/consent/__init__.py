"""The yes of people in photos: mark, ask, answer, take back, run out, and what may be shown."""

from merkwerk.photos.actions.consent.answering import (
    MONTHS,
    Answer,
    OtherWords,
    answer,
    months_on,
    record_paper,
    speak,
    withdraw,
)
from merkwerk.photos.actions.consent.asking import (
    Asked,
    ask,
    new_link,
    own_link,
    person_of,
    stop_links,
)
from merkwerk.photos.actions.consent.erasing import OVER, erase, let_go
from merkwerk.photos.actions.consent.marking import (
    ANSWERED,
    StandsFast,
    Told,
    change,
    keeps,
    mark,
    people_in,
    remove,
    say_all_marked,
    say_nobody,
    take_back_looking,
)
from merkwerk.photos.actions.consent.naming import is_named
from merkwerk.photos.actions.consent.paper import NoForm, forget_forms, form_path, keep_form
from merkwerk.photos.actions.consent.proof import is_whole, who_mark
from merkwerk.photos.actions.consent.reaching import where_it_was
from merkwerk.photos.actions.consent.register import (
    KINDS,
    as_csv,
    in_register,
    own_copy,
    with_proof,
)
from merkwerk.photos.actions.consent.running_out import (
    colleague_left,
    near_end,
    run_due,
    running_out,
)
from merkwerk.photos.actions.consent.saying import places_in_words, why_not
from merkwerk.photos.actions.consent.showing import Verdict, may_show, showable
from merkwerk.photos.actions.consent.wording import Terms, terms_for

__all__ = [
    "ANSWERED",
    "KINDS",
    "MONTHS",
    "OVER",
    "Answer",
    "Asked",
    "NoForm",
    "OtherWords",
    "StandsFast",
    "Terms",
    "Told",
    "Verdict",
    "answer",
    "as_csv",
    "ask",
    "change",
    "colleague_left",
    "erase",
    "forget_forms",
    "form_path",
    "in_register",
    "is_named",
    "is_whole",
    "keep_form",
    "keeps",
    "let_go",
    "mark",
    "may_show",
    "months_on",
    "near_end",
    "new_link",
    "own_copy",
    "own_link",
    "people_in",
    "person_of",
    "places_in_words",
    "record_paper",
    "remove",
    "run_due",
    "running_out",
    "say_all_marked",
    "say_nobody",
    "showable",
    "speak",
    "stop_links",
    "take_back_looking",
    "terms_for",
    "where_it_was",
    "who_mark",
    "why_not",
    "with_proof",
    "withdraw",
]
