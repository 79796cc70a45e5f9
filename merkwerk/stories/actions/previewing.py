"""A story as its readers would see it, before it stands anywhere."""

from __future__ import annotations

from datetime import datetime

from merkwerk.photos.models import Photo
from merkwerk.stories.actions.cleaning import clean_body, photos_in, words_of
from merkwerk.stories.actions.laying_out import laid_out
from merkwerk.stories.actions.people import person_page_of
from merkwerk.stories.actions.standing import Reading, Told
from merkwerk.stories.models import PublicStory, Story


def as_it_will_be(story: Story, *, now: datetime) -> Reading:
    """The words of now as its page will show them, to its author: with all its photos, also those
    that may not be shown yet. Keeps nothing."""
    body = clean_body(story.body)
    page = person_page_of(story.author) if story.author else None
    standing = PublicStory(
        story=story, person=page, version=0, slug=story.slug or "", kind=story.kind,
        language=story.language, title=story.title, opening=story.opening, body=body,
        question=story.question, words=len(words_of(body).split()), cover=story.cover,
        series=story.series, slides="", published_at=story.first_published_at or now,
        changed_at=now,
    )  # fmt: skip
    inside = Photo.objects.in_bulk(photos_in(body))
    face = page.portrait if page is not None else None
    return Reading(
        told=Told(standing, cover=story.cover, face=face),
        pieces=laid_out(body, inside),
        subjects=list(story.subjects.all()),
        translations=[],
    )
