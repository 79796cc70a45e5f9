"""What happens in this room: the verbs that other rooms and the pages call."""

from merkwerk.stories.actions.addresses import site_address
from merkwerk.stories.actions.people import (
    close_pages_of_leavers,
    free_slug,
    person_page_of,
)
from merkwerk.stories.actions.publishing import (
    Unpublishable,
    all_photos,
    in_the_way,
    marks_of,
    photos_changed,
    publish,
    take_down,
)

__all__ = [
    "Unpublishable",
    "all_photos",
    "close_pages_of_leavers",
    "free_slug",
    "in_the_way",
    "marks_of",
    "person_page_of",
    "photos_changed",
    "publish",
    "site_address",
    "take_down",
]
