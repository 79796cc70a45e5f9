"""Topics: saved queries, read once, and held against every post that comes in. See
`docs/using/topics.md` for the language."""

from merkwerk.engine.topics.listened import Listened
from merkwerk.engine.topics.matcher import Matcher
from merkwerk.engine.topics.parse import parse
from merkwerk.engine.topics.query import Query, QueryError
from merkwerk.engine.topics.reasons import Reason, because, lean

__all__ = ["Listened", "Matcher", "Query", "QueryError", "Reason", "because", "lean", "parse"]
