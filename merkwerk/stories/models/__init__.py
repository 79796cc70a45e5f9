"""What the site is made of."""

from merkwerk.stories.models.site import OldAddress, PersonPage, Site, StoryEvent
from merkwerk.stories.models.stories import PublicStory, Series, Story, StoryProposal, StoryVersion

__all__ = [
    "OldAddress",
    "PersonPage",
    "PublicStory",
    "Series",
    "Site",
    "Story",
    "StoryEvent",
    "StoryProposal",
    "StoryVersion",
]
