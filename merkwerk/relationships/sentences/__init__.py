"""Words for what the engine gives as codes, and for what happened between two people."""

from merkwerk.relationships.sentences.ground import (
    birthday_in_words,
    job_in_words,
    new_work_in_words,
    noticed_in_words,
    promise_in_words,
    shared_in_words,
)
from merkwerk.relationships.sentences.joins import certainty_in_words, reasons_in_words
from merkwerk.relationships.sentences.moments import (
    CHANNELS,
    HAPPENED,
    came_from,
    happened,
    short_name,
    where,
)
from merkwerk.relationships.sentences.together import (
    glimpsed,
    history,
    prepared_question,
    standing,
    step_in_words,
    way_in_words,
)
from merkwerk.relationships.sentences.upkeep import (
    attention_sentences,
    balance_sentences,
    upkeep_sentences,
)
from merkwerk.relationships.sentences.warmth import (
    STAGES,
    ago,
    span,
    warmth_in_words,
    warmth_sentences,
)

__all__ = [
    "CHANNELS",
    "HAPPENED",
    "STAGES",
    "ago",
    "attention_sentences",
    "balance_sentences",
    "birthday_in_words",
    "came_from",
    "certainty_in_words",
    "glimpsed",
    "happened",
    "history",
    "job_in_words",
    "new_work_in_words",
    "noticed_in_words",
    "prepared_question",
    "promise_in_words",
    "reasons_in_words",
    "shared_in_words",
    "short_name",
    "span",
    "standing",
    "step_in_words",
    "upkeep_sentences",
    "warmth_in_words",
    "warmth_sentences",
    "way_in_words",
    "where",
]
