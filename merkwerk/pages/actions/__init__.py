"""The verbs of made pages. What other rooms call: `shows` in a public view, `touched` and
`touched_path` in the action that changes something, `forget_all`; `make_due`, `how_many` and
`begin` are for the worker and the door."""

from merkwerk.pages.actions.making import how_many, make_due
from merkwerk.pages.actions.marks import forget_all, shows, touched, touched_path

__all__ = ["forget_all", "how_many", "make_due", "shows", "touched", "touched_path"]
