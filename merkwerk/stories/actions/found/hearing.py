"""What follows when a story is told, changed or taken back."""

from __future__ import annotations

from datetime import datetime

from merkwerk.pages import actions as pages
from merkwerk.stories.actions.found import heads, paths, pings
from merkwerk.stories.actions.standing import open_site
from merkwerk.stories.models import PublicStory, StoryEvent


def hear(event: StoryEvent, now: datetime) -> None:
    """Has the story's page, its card and the feed made before anybody asks, and leaves a row for
    each who has to be told. Does no network; met twice, nothing more happens than once."""
    site = open_site()
    if site is None or event.what == StoryEvent.What.ANSWERED:
        return
    told = PublicStory.objects.select_related("person").filter(story__key=event.story_key)
    standing = told.first()
    if standing is not None:
        pages.touched_path(heads.card_of_story(standing, site=site).path)
        pages.touched_path(paths.story(standing.slug))
        for spelling in paths.SPELLINGS:
            pages.touched_path(paths.feed(paths.ROOT, spelling))
    pings.ask(event, site=site, now=now)
