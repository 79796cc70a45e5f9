"""Contacts (public facts and own cards), relationships (one colleague's own), moments (what
happened), and what grows on them: joins, introductions, outcomes, imports."""

from merkwerk.relationships.models.contacts import (
    Address,
    Belonging,
    Contact,
    Contacts,
    Handle,
    Position,
)
from merkwerk.relationships.models.imports import (
    Feeder,
    Import,
    ImportRow,
    MomentAddress,
    MomentBox,
    StrayEvent,
)
from merkwerk.relationships.models.joining import Join
from merkwerk.relationships.models.moments import Moment, Moments
from merkwerk.relationships.models.relationships import (
    PRIVATE,
    Group,
    Relationship,
    Relationships,
    Share,
)
from merkwerk.relationships.models.taking import Erasure, Farewell, Takeaway
from merkwerk.relationships.models.together import Introduction, Outcome
from merkwerk.relationships.models.words import SharedWord
from merkwerk.relationships.models.work import NewWork

__all__ = [
    "PRIVATE",
    "Address",
    "Belonging",
    "Contact",
    "Contacts",
    "Erasure",
    "Farewell",
    "Feeder",
    "Group",
    "Handle",
    "Import",
    "ImportRow",
    "Introduction",
    "Join",
    "Moment",
    "MomentAddress",
    "MomentBox",
    "Moments",
    "NewWork",
    "Outcome",
    "Position",
    "Relationship",
    "Relationships",
    "Share",
    "SharedWord",
    "StrayEvent",
    "Takeaway",
]
