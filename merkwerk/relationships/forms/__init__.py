"""What may be typed in, one subject a file."""

from merkwerk.relationships.forms.coming_in import (
    CalendarForm,
    FolderForm,
    JotForm,
    WithWhomForm,
)
from merkwerk.relationships.forms.imports import (
    CUT_OFF,
    BringForm,
    FarewellForm,
    FormatForm,
    UnsealForm,
    columns_of,
)
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
    "CUT_OFF",
    "ITSELF",
    "OWN",
    "REST",
    "AddForm",
    "AddressForm",
    "AnswerForm",
    "AskForm",
    "BringForm",
    "CalendarForm",
    "ContactForm",
    "FarewellForm",
    "FolderForm",
    "FormatForm",
    "GroupForm",
    "HandleField",
    "HandleForm",
    "JotForm",
    "KnowsForm",
    "MomentForm",
    "NoteForm",
    "OutcomeForm",
    "RhythmForm",
    "SearchForm",
    "ShareForm",
    "UnsealForm",
    "WithWhomForm",
    "columns_of",
    "today",
]
