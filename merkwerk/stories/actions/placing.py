"""What a story is, and where it belongs: kind, language, subjects, series, cover, translation."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from merkwerk.accounts.models import Colleague
from merkwerk.colleagues import actions as colleagues
from merkwerk.engine.text import without_tricks
from merkwerk.photos.models import Photo
from merkwerk.stories.actions.people import free_slug
from merkwerk.stories.models import Series, Story

MOST_SUBJECTS = 8


def make_series(*, by: Colleague, title: str, language: str = "nl") -> Series:
    """A series by this title; one that is called so already is that one."""
    title = " ".join(without_tricks(title).split())[:120]
    if not title:
        raise ValueError("a series has a title")
    with transaction.atomic():
        there = Series.objects.filter(title__iexact=title).first()
        if there is not None:
            return there
        taken = set(Series.objects.values_list("slug", flat=True))
        slug = free_slug(title, taken=taken, fallback="series")
        return Series.objects.create(title=title, slug=slug, language=language, begun_by=by)


def say_next(*, series: Series, by: Colleague, words: str) -> bool:
    """What is said under the newest part about the next one; by who began the series or has a
    story in it."""
    mine = Story.objects.of(by).filter(series=series).exists()
    if series.begun_by_id != by.pk and not mine:
        return False
    said = " ".join(without_tricks(words).split())[:120]
    return bool(Series.objects.filter(pk=series.pk).update(next_says=said))


def translatable(story: Story) -> QuerySet[Story]:
    """Own stories in another language, of which this one may be the translation."""
    mine = Story.objects.filter(author=story.author_id, translates=None)
    return mine.exclude(pk=story.pk).exclude(language=story.language)


def place_story(
    *,
    story: Story,
    by: Colleague,
    kind: str,
    language: str,
    subjects: Iterable[str] = (),
    series: Series | None = None,
    place: int = 0,
    translates: Story | None = None,
    cover: Photo | None = None,
) -> Story:
    """Says what the story is and where it belongs. What stands on the site follows when it is
    published anew. Raises PermissionError for another colleague's story."""
    if story.author_id != by.pk:
        raise PermissionError("a story is its author's alone")
    names = list(dict.fromkeys(" ".join(one.split()) for one in subjects if one.strip()))
    with transaction.atomic():
        mine = Story.objects.select_for_update().get(pk=story.pk)
        mine.kind, mine.language, mine.cover = kind, language, cover
        mine.series, mine.place = series, place if series else 0
        allowed = translates is not None and translatable(mine).filter(pk=translates.pk).exists()
        mine.translates = translates if allowed else None
        fields = ["kind", "language", "cover", "series", "place", "translates", "changed"]
        mine.save(update_fields=fields)
        mine.subjects.set(colleagues.subject_called(one) for one in names[:MOST_SUBJECTS])
    return mine
