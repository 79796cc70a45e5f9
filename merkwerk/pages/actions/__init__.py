"""The verbs of made pages. What other rooms call: `shows` in a public view, `touched` and
`touched_path` in the action that changes something, `forget_all`; `make_due`, `how_many` and
`clear_changes` are for the worker."""

from merkwerk.pages.actions.changes import clear_changes
from merkwerk.pages.actions.making import Making, how_many, make_due
from merkwerk.pages.actions.marks import forget_all, shows, touched, touched_path

__all__ = [
    "Making",
    "clear_changes",
    "forget_all",
    "how_many",
    "make_due",
    "shows",
    "touched",
    "touched_path",
]
