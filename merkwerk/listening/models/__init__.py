"""What the listening room keeps, one noun family a file."""

from merkwerk.listening.models.heard import Echo, MatchPage
from merkwerk.listening.models.readings import Claim, Interpretation, PassedPost, Reading
from merkwerk.listening.models.tone import ToneCard, ToneNote
from merkwerk.listening.models.topics import Correction, Mute, Topic, TopicReader

__all__ = [
    "Claim",
    "Correction",
    "Echo",
    "Interpretation",
    "MatchPage",
    "Mute",
    "PassedPost",
    "Reading",
    "ToneCard",
    "ToneNote",
    "Topic",
    "TopicReader",
]
