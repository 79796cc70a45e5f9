"""What the handbook is made of, who tells how they do it, and what colleagues ask."""

from merkwerk.handbook.models.editions import Edition, Handbook, ReadingMark
from merkwerk.handbook.models.examples import Agreement, Example, Situation, digest
from merkwerk.handbook.models.people import Answerer, Stand
from merkwerk.handbook.models.questions import Proposal, Question, Reply

__all__ = [
    "Agreement",
    "Answerer",
    "Edition",
    "Example",
    "Handbook",
    "Proposal",
    "Question",
    "ReadingMark",
    "Reply",
    "Situation",
    "Stand",
    "digest",
]
