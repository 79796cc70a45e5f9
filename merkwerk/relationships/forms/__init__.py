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
from merkwerk.relationships.forms.rhythm import (
    A_WEEK,
    ITSELF,
    OWN,
    REST,
    AddressForm,
    GroupForm,
    RhythmForm,
)
from merkwerk.relationships.forms.together import (
    AnswerForm,
    AskForm,
    KnowsForm,
    OutcomeForm,
    ShareForm,
)

__all__ = [
    "A_WEEK",
    "BY_HAND",
    "ITSELF",
    "OWN",
    "REST",
    "AddForm",
    "AddressForm",
    "AnswerForm",
    "AskForm",
    "ContactForm",
    "GroupForm",
    "HandleField",
    "HandleForm",
    "KnowsForm",
    "MomentForm",
    "NoteForm",
    "OutcomeForm",
    "RhythmForm",
    "SearchForm",
    "ShareForm",
    "today",
]
