"""A site with something on it, made without the desk: for tests of what readers see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.utils.text import slugify

from merkwerk.accounts.models import Colleague
from merkwerk.colleagues.actions import subject_called
from merkwerk.engine.folding import fold
from merkwerk.stories.actions import person_page_of
from merkwerk.stories.actions.searching import note_words
from merkwerk.stories.models import PersonPage, PublicStory, Series, Site, Story

MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)


def open_site(**wanted: object) -> Site:
    """An open site with a name; what is named is otherwise."""
    given = {"is_open": True, "name": "Kade en Kroon", "language": "nl", **wanted}
    site, _new = Site.objects.update_or_create(pk=1, defaults=given)
    return site


def teller(colleague: Colleague, is_open: bool = True, **wanted: object) -> PersonPage:
    """Somebody's page on the site."""
    page = person_page_of(colleague)
    for name, value in {"is_open": is_open, **wanted}.items():
        setattr(page, name, value)
    page.save()
    return page


def told(
    page: PersonPage,
    title: str = "De spreadsheet die een school redde",
    *,
    body: str = "<p>Op de derde verdieping zit iemand die je moet kennen.</p>",
    days: int = 0,
    about: Sequence[str] = (),
    series: Series | None = None,
    **wanted: object,
) -> PublicStory:
    """A story that stands on the site since `days` before a Monday."""
    at = MONDAY - timedelta(days=days)
    slug = str(wanted.pop("slug", slugify(title)[:70]))
    story = Story.objects.create(author=page.colleague, slug=slug, title=title, body=body)
    standing = PublicStory.objects.create(
        story=story, person=page, version=1, slug=slug, title=title, body=body, series=series,
        **{"language": "nl", "words": 300, "folded": fold(f"{title} {body}"), **wanted},
        published_at=at, changed_at=at,
    )  # fmt: skip
    standing.subjects.set([subject_called(name) for name in about])
    note_words(standing)
    return standing
