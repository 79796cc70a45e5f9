"""What the site is made of."""

from merkwerk.stories.models.found import Ping
from merkwerk.stories.models.interviews import Interview, VoiceMemo
from merkwerk.stories.models.reactions import MentionIn, MentionOut, Reaction, Sign
from merkwerk.stories.models.site import OldAddress, PersonPage, Site, StoryEvent
from merkwerk.stories.models.stories import PublicStory, Series, Story, StoryProposal, StoryVersion
from merkwerk.stories.models.subscriptions import (
    Rhythm,
    Subscriber,
    SubscriberIssue,
    SubscriberWish,
)
from merkwerk.stories.models.words import StoryWord

__all__ = [
    "Interview",
    "MentionIn",
    "MentionOut",
    "OldAddress",
    "PersonPage",
    "Ping",
    "PublicStory",
    "Reaction",
    "Rhythm",
    "Series",
    "Sign",
    "Site",
    "Story",
    "StoryEvent",
    "StoryProposal",
    "StoryVersion",
    "StoryWord",
    "Subscriber",
    "SubscriberIssue",
    "SubscriberWish",
    "VoiceMemo",
]
