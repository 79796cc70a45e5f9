"""How somebody stands on the site: their own page, opened and written by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.colleagues.models import Subject
from merkwerk.pages import actions as pages
from merkwerk.photos import actions as photos
from merkwerk.photos.models import Photo
from merkwerk.stories.actions.people import person_page_of
from merkwerk.stories.models import PersonPage, PublicStory

MOST_LINKS = 6
WORDS = ("name", "work", "introduction", "interests")


def change_person_page(
    *,
    by: Colleague,
    told: dict[str, str],
    subjects: Sequence[Subject] = (),
    links: Sequence[dict[str, str]] = (),
    portrait: Photo | None = None,
    is_open: bool,
    is_followable: bool = True,
    now: datetime | None = None,
) -> PersonPage:
    """Writes somebody's own page: `told` has name, work, introduction and interests; `links` are
    {"label", "address"}, six at most. The first time it is opened is kept. Subjects are those
    chosen for the site, never taken from the map of who knows what. Everything made that shows
    them is made anew."""
    page = person_page_of(by)
    now = now or timezone.now()
    with transaction.atomic():
        page = PersonPage.objects.select_for_update().get(pk=page.pk)
        before = set(page.subjects.values_list("pk", flat=True))
        for name in WORDS:
            setattr(page, name, told.get(name, ""))
        page.links = list(links)[:MOST_LINKS]
        page.portrait, page.is_followable = portrait, is_followable
        page.is_open = is_open
        if is_open and page.opened_at is None:
            page.opened_at = now
        page.save()
        page.subjects.set(subjects)
        _use_portrait(page)
        _touch(page, before | {one.pk for one in subjects})
    return page


def close_person_page(*, by: Colleague) -> PersonPage:
    """Takes somebody's page off the site; what they wrote on it stays theirs. Their stories stay
    under their name until they take them down."""
    page = person_page_of(by)
    with transaction.atomic():
        page.is_open = False
        page.save(update_fields=["is_open"])
        _use_portrait(page)
        _touch(page, set(page.subjects.values_list("pk", flat=True)))
    return page


def said_of(portrait: Photo) -> photos.Verdict:
    """Whether this photo may be seen on the site today, and why not."""
    return photos.may_show(portrait, place="site", on=timezone.localdate())


def _use_portrait(page: PersonPage) -> None:
    mark = f"person:{page.pk}"
    if page.portrait is None or not page.is_open:
        photos.no_uses(mark=mark)
        return
    address = reverse("site:person", kwargs={"slug": page.slug})
    photos.note_uses(
        mark=mark, photos=[page.portrait.pk], title=page.name, address=address, place="site"
    )
    photos.hold([page.portrait.pk])
    if said_of(page.portrait).ok:
        photos.show_outside([page.portrait.pk])


def _touch(page: PersonPage, subjects: set[int]) -> None:
    """Its own page, the lists of people, its stories and those that name it beside them."""
    told = PublicStory.objects.filter(person=page).values_list("story_id", flat=True)
    marks = [f"person:{page.pk}", "stories", *(f"subject:{pk}" for pk in subjects)]
    pages.touched(*marks, *(f"story:{pk}" for pk in told))
    pages.touched_path(reverse("site:person", kwargs={"slug": page.slug}))
