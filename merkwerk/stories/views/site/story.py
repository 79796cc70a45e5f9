"""A story, to be read."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from merkwerk.stories.actions import found, readers, standing
from merkwerk.stories.actions.addresses import site_address
from merkwerk.stories.views.site.frame import Frame, open_page, shown, spoken


@open_page
def story(request: HttpRequest, frame: Frame, slug: str) -> HttpResponse:
    """In the story's own language, frame and all."""
    read = standing.reading(slug)
    if read is None:
        raise Http404
    others = [
        (one.language, reverse("site:story", kwargs={"slug": one.slug}))
        for one in read.translations
    ]
    language = read.told.story.language
    frame = replace(frame, language=language, others=tuple(others))
    with spoken(language):
        response = shown(
            frame,
            "story",
            _marks(read),
            read=read,
            standing=read.told.story,
            under=readers.under(read.told.story.story_id),
            found=found.head_of_story(read.told.story, site=frame.site),
        )
    response["Link"] = f'<{site_address(reverse("site:webmention"))}>; rel="webmention"'
    return response


def _marks(read: standing.Reading) -> list[str]:
    told = read.told.story
    marks = [f"story:{told.story_id}", *(f"subject:{one.pk}" for one in read.subjects)]
    if told.person_id:
        marks.append(f"person:{told.person_id}")
    if told.series_id:
        marks.append(f"series:{told.series_id}")
    marks += [f"story:{one.story_id}" for one in read.translations]
    marks += [f"story:{one.story.story_id}" for one in read.related]
    inside = [f"photo:{one.photo.pk}" for one in read.pieces if one.photo]
    return [*marks, *inside, *standing.photo_marks([read.told], read.related)]
