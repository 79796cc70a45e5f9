"""What is said beside a draft, for its writer only: made when asked, kept nowhere."""

from merkwerk.writing.actions.hints.confiding import without_confidence
from merkwerk.writing.actions.hints.deciding import decide, speak_again
from merkwerk.writing.actions.hints.gathering import hints_about, hints_for
from merkwerk.writing.actions.hints.hint import ALWAYS, KINDS, SHOWN, Act, Hint, Kind, Point
from merkwerk.writing.actions.hints.timeline import told_by

__all__ = [
    "ALWAYS",
    "KINDS",
    "SHOWN",
    "Act",
    "Hint",
    "Kind",
    "Point",
    "decide",
    "hints_about",
    "hints_for",
    "speak_again",
    "told_by",
    "without_confidence",
]
