"""Bringing what one has elsewhere: a file is read, shown, taken over as far as chosen, undone."""

from merkwerk.relationships.actions.importing.bringing import TooManyOpen, bring, correct, drop
from merkwerk.relationships.actions.importing.choosing import (
    NotYours,
    choose,
    decide,
    take_over,
    undo,
)
from merkwerk.relationships.actions.importing.reading import read_import
from merkwerk.relationships.actions.importing.showing import (
    Shown,
    found_rows,
    owner_of_file,
    shown,
    told,
    verdicts,
)
from merkwerk.relationships.actions.importing.sweeping import go_on, sweep
from merkwerk.relationships.actions.importing.taking import apply_import
from merkwerk.relationships.actions.importing.undoing import undo_import

__all__ = [
    "NotYours",
    "Shown",
    "TooManyOpen",
    "apply_import",
    "bring",
    "choose",
    "correct",
    "decide",
    "drop",
    "found_rows",
    "go_on",
    "owner_of_file",
    "read_import",
    "shown",
    "sweep",
    "take_over",
    "told",
    "undo",
    "undo_import",
    "verdicts",
]
