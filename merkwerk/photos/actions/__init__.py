"""What happens in this room."""

from merkwerk.photos.actions.bringing import Told, bring, try_again
from merkwerk.photos.actions.consent import Verdict, may_show, showable, why_not
from merkwerk.photos.actions.describing import describe, missing
from merkwerk.photos.actions.developing import develop, has_work, lookalikes, work_due
from merkwerk.photos.actions.picturing import address_of, credit_line, picture, with_pictures
from merkwerk.photos.actions.removing import StillUsed, remove
from merkwerk.photos.actions.showing import hide_outside, hold, show_outside
from merkwerk.photos.actions.sweeping import sweep_files
from merkwerk.photos.actions.using import no_uses, note_uses, used_in, uses_of

__all__ = [
    "StillUsed",
    "Told",
    "Verdict",
    "address_of",
    "bring",
    "credit_line",
    "describe",
    "develop",
    "has_work",
    "hide_outside",
    "hold",
    "lookalikes",
    "may_show",
    "missing",
    "no_uses",
    "note_uses",
    "picture",
    "remove",
    "show_outside",
    "showable",
    "sweep_files",
    "try_again",
    "used_in",
    "uses_of",
    "why_not",
    "with_pictures",
    "work_due",
]
