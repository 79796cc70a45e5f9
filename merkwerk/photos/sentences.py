"""Why a photo could not be taken or read, and what to do, in words for whoever brought it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TROUBLES: dict[str, str | Promise] = {
    "drawing": _("This is a drawing made of lines (SVG). Save it as PNG, and bring that."),
    "page": _("This is a page (HTML), not a photo. Save the photo itself, and bring that."),
    "document": _("This is a document (PDF). Save the photo in it as JPEG, and bring that."),
    "polyglot": _(
        "This file is a picture and a program at once, so it stays out. Save the picture as PNG, "
        "and bring that."
    ),
    "no-picture": _(
        "This is not a photo that can be read. Bring a JPEG, PNG, WebP, GIF, AVIF or HEIC."
    ),
    "broken": _(
        "This photo can't be read: it ends too early, or something in it is damaged. Save it once "
        "more, and bring that."
    ),
    "too-many-points": _(
        "This photo has too many points. A JPEG may have 120 million, others 64 million: save it "
        "smaller, and bring that."
    ),
    "too-long": _("This is a very long strip. Cut out the part that matters, and bring that."),
    "too-heavy": _(
        "This photo took too much time or memory to read. Save it as an ordinary JPEG, and bring "
        "that."
    ),
    "too-large": _("This file is larger than 64 MB. Save the photo smaller, and bring that."),
    "no-room": _(
        "There is no room for it on the server now. Tell your administrator, and try again later."
    ),
    "missing": _("The file of this photo is not here any more. Bring it once more."),
}


def trouble(code: str) -> str:
    """One sentence for a trouble's word; a word that nobody knows reads as a broken photo."""
    return str(TROUBLES.get(code, TROUBLES["broken"]))
