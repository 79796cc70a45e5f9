"""The page of a person on the site."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from merkwerk.accounts.models import Colleague
from merkwerk.colleagues.models import Profile
from merkwerk.pages import actions as pages
from merkwerk.photos import actions as photos
from merkwerk.stories.models import PersonPage

LONGEST_SLUG = 60


def short_slug(wanted: str) -> str:
    """An address part of whole words, as many as fit in sixty signs; a longer first word is cut."""
    slug = slugify(wanted).strip("-")
    if len(slug) <= LONGEST_SLUG:
        return slug
    words, _dash, _cut = slug[: LONGEST_SLUG + 1].rpartition("-")
    return words.strip("-") or slug[:LONGEST_SLUG]


def free_slug(wanted: str, *, taken: set[str], fallback: str) -> str:
    """An address part made of `wanted` that isn't in `taken`: "koffie", "koffie-2", … Signs that
    can't stand in an address fall away; `fallback` is used when nothing is left."""
    plain = short_slug(wanted) or fallback
    number, slug = 2, plain
    while slug in taken:
        slug = f"{plain}-{number}"
        number += 1
    return slug


def person_page_of(colleague: Colleague) -> PersonPage:
    """Their page on the site, made on first need and closed until they open it themselves."""
    found = PersonPage.objects.filter(colleague=colleague).first()
    if found is not None:
        return found
    with transaction.atomic():
        stem = short_slug(colleague.name) or "collega"
        taken = set(PersonPage.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
        profile = Profile.objects.filter(colleague=colleague).first()
        made, _new = PersonPage.objects.get_or_create(
            colleague=colleague,
            defaults={
                "slug": free_slug(colleague.name, taken=taken, fallback="collega"),
                "name": colleague.name,
                "work": profile.function if profile else "",
            },
        )
    return made


def close_pages_of_leavers(*, now: datetime) -> int:
    """Nobody can be followed or written to here after leaving: the page closes. The stories stay
    with the name, since they are theirs and were told under it; returns how many closed."""
    gone = PersonPage.objects.filter(colleague__in=Colleague.objects.left(), left_at=None)
    closed = 0
    for page in gone:
        with transaction.atomic():
            mine = PersonPage.objects.filter(pk=page.pk, left_at=None)
            closed += mine.update(left_at=now, is_open=False, is_followable=False)
            photos.no_uses(mark=f"person:{page.pk}")
            pages.touched(f"person:{page.pk}", "stories")
    return closed
