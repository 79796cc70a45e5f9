"""Words for what the engine gives as codes, and for what happened between two people."""

from merkwerk.relationships.sentences.moments import (
    CHANNELS,
    HAPPENED,
    happened,
    short_name,
    where,
)
from merkwerk.relationships.sentences.together import (
    glimpsed,
    history,
    prepared_question,
    step_in_words,
    way_in_words,
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
    "glimpsed",
    "happened",
    "history",
    "prepared_question",
    "short_name",
    "span",
    "step_in_words",
    "warmth_in_words",
    "warmth_sentences",
    "way_in_words",
    "where",
]
