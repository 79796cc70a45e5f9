"""Echoes: the same thing said or shared many times. Recent texts are kept in an `Index` that is
asked for what resembles a text; `groups` makes one item, with its people, of what is the same."""

from merkwerk.engine.echoes.addresses import canonical
from merkwerk.engine.echoes.echo import NEARLY, SIMILAR, Echo, Kind
from merkwerk.engine.echoes.grams import score
from merkwerk.engine.echoes.groups import Group, Said, groups
from merkwerk.engine.echoes.index import Index
from merkwerk.engine.echoes.passages import fresh, shared

__all__ = [
    "NEARLY",
    "SIMILAR",
    "Echo",
    "Group",
    "Index",
    "Kind",
    "Said",
    "canonical",
    "fresh",
    "groups",
    "score",
    "shared",
]
