"""Words for what the engine gives as codes, and for what happened between two people."""

from merkwerk.relationships.sentences.moments import (
    CHANNELS,
    HAPPENED,
    happened,
    short_name,
    where,
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
    "happened",
    "short_name",
    "span",
    "warmth_in_words",
    "warmth_sentences",
    "where",
]
