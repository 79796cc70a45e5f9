"""What happens in this room: the verbs that other rooms and the pages call."""

from merkwerk.stories.actions.addresses import site_address
from merkwerk.stories.actions.beginning import begin, begin_about
from merkwerk.stories.actions.drafting import Words, add_source, save
from merkwerk.stories.actions.people import (
    close_pages_of_leavers,
    free_slug,
    person_page_of,
    short_slug,
)
from merkwerk.stories.actions.publishing import (
    Unpublishable,
    all_photos,
    differs,
    in_the_way,
    marks_of,
    photos_changed,
    publish,
    take_down,
)
from merkwerk.stories.actions.standing import open_site
from merkwerk.stories.actions.taking_along import everything_of, voices_of

__all__ = [
    "Unpublishable",
    "Words",
    "add_source",
    "all_photos",
    "begin",
    "begin_about",
    "close_pages_of_leavers",
    "differs",
    "everything_of",
    "free_slug",
    "in_the_way",
    "marks_of",
    "open_site",
    "person_page_of",
    "photos_changed",
    "publish",
    "save",
    "short_slug",
    "site_address",
    "take_down",
    "voices_of",
]
