"""How people talk in a place: a card of figures, each of which opens to the posts that show it."""

from merkwerk.engine.tone.address import Address, address
from merkwerk.engine.tone.card import FEWEST, Card, Figure, Heard
from merkwerk.engine.tone.differences import differences
from merkwerk.engine.tone.formality import Formality, formality
from merkwerk.engine.tone.measure import measure

__all__ = [
    "FEWEST",
    "Address",
    "Card",
    "Figure",
    "Formality",
    "Heard",
    "address",
    "differences",
    "formality",
    "measure",
]
