"""How stories are found: feeds, sitemaps, what machines read in a page, addresses that moved, and
who outside is told."""

from merkwerk.stories.actions.found.cards import draw
from merkwerk.stories.actions.found.choices import headers, llms, reservation, robots
from merkwerk.stories.actions.found.feeds import (
    Of,
    of_home,
    of_person,
    of_series,
    of_subject,
    spelled,
)
from merkwerk.stories.actions.found.freshness import quiet_subjects
from merkwerk.stories.actions.found.heads import (
    Head,
    card_of_story,
    head_of_page,
    head_of_person,
    head_of_series,
    head_of_story,
    head_of_subject,
    marks_of_card,
)
from merkwerk.stories.actions.found.hearing import hear
from merkwerk.stories.actions.found.maps import LASTING
from merkwerk.stories.actions.found.maps import index as sitemap_index
from merkwerk.stories.actions.found.maps import part as sitemap_part
from merkwerk.stories.actions.found.moved import gone, move, moved
from merkwerk.stories.actions.found.pings import index_key, pings_due, pings_wait, tells_index

__all__ = [
    "LASTING",
    "Head",
    "Of",
    "card_of_story",
    "draw",
    "gone",
    "head_of_page",
    "head_of_person",
    "head_of_series",
    "head_of_story",
    "head_of_subject",
    "headers",
    "hear",
    "index_key",
    "llms",
    "marks_of_card",
    "move",
    "moved",
    "of_home",
    "of_person",
    "of_series",
    "of_subject",
    "pings_due",
    "pings_wait",
    "quiet_subjects",
    "reservation",
    "robots",
    "sitemap_index",
    "sitemap_part",
    "spelled",
    "tells_index",
]
