"""What may be typed in, one subject a file."""

from merkwerk.relationships.forms.people import (
    BY_HAND,
    AddForm,
    ContactForm,
    HandleField,
    HandleForm,
    MomentForm,
    NoteForm,
    SearchForm,
    today,
)

__all__ = [
    "BY_HAND",
    "AddForm",
    "ContactForm",
    "HandleField",
    "HandleForm",
    "MomentForm",
    "NoteForm",
    "SearchForm",
    "today",
]
