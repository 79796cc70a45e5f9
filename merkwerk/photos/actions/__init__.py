"""What happens in this room."""

from merkwerk.photos.actions.consent import Verdict, may_show, showable, why_not
from merkwerk.photos.actions.describing import describe, missing
from merkwerk.photos.actions.picturing import address_of, credit_line, picture, with_pictures
from merkwerk.photos.actions.showing import hide_outside, show_outside
from merkwerk.photos.actions.using import no_uses, note_uses, uses_of

__all__ = [
    "Verdict",
    "address_of",
    "credit_line",
    "describe",
    "hide_outside",
    "may_show",
    "missing",
    "no_uses",
    "note_uses",
    "picture",
    "show_outside",
    "showable",
    "uses_of",
    "why_not",
    "with_pictures",
]
