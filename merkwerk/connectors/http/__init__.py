"""The one way out: every request Merkwerk makes to the world goes through `Http`, which connects
only to addresses it has checked. Nothing else in the house opens a connection."""

from merkwerk.connectors.http.addresses import is_public, safe_target
from merkwerk.connectors.http.answer import Answer, Headers, Hop
from merkwerk.connectors.http.client import Http
from merkwerk.connectors.http.way import Dialler, Resolver, Way

__all__ = [
    "Answer",
    "Dialler",
    "Headers",
    "Hop",
    "Http",
    "Resolver",
    "Way",
    "is_public",
    "safe_target",
]
