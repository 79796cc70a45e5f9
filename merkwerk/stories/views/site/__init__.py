"""The pages of the site, for everybody."""

from merkwerk.stories.views.site.about import about, gone, look
from merkwerk.stories.views.site.home import home
from merkwerk.stories.views.site.lists import archive, archive_year, series, subject
from merkwerk.stories.views.site.people import people, person
from merkwerk.stories.views.site.search import search
from merkwerk.stories.views.site.story import story

__all__ = [
    "about",
    "archive",
    "archive_year",
    "gone",
    "home",
    "look",
    "people",
    "person",
    "search",
    "series",
    "story",
    "subject",
]
