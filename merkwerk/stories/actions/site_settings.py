"""The site itself: its name, look and choices, and whether it is open."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Organisation, Role
from merkwerk.pages import actions as pages
from merkwerk.photos import actions as photos
from merkwerk.photos.models import Photo
from merkwerk.stories.models import Site

LOOKS_AFTER = (Role.EDITOR, Role.SOCIAL_LEAD, Role.ADMINISTRATOR)
"""Who looks after the site: its look and its words, never anybody's story."""
FIELDS = frozenset(
    (
        *("is_open", "name", "motto", "introduction", "about", "language"),
        *("ink", "accent", "type", "mark"),
        *("keeps_out_models", "keeps_out_search", "asks_before_showing"),
    )
)


def begun_site() -> Site:
    """The site as it stands; before anybody began it, one that isn't kept yet, with the
    organisation's own name and language."""
    found = Site.objects.select_related("mark").filter(pk=1).first()
    if found is not None:
        return found
    own = Organisation.objects.first()
    return Site(pk=1, name=own.name if own else "", language=own.language if own else "nl")


def change_site(*, by: Colleague, **wanted: Any) -> Site:
    """Changes what is named and leaves the rest. Every made page goes; when the site closes,
    nothing is remembered of any, and its pictures can't be fetched until it opens again. Raises
    PermissionError for who doesn't look after the site, and TypeError for a word that is no choice
    of it."""
    if by.roles.isdisjoint(LOOKS_AFTER):
        raise PermissionError("The site is looked after by an editor, a lead or an administrator.")
    if unknown := set(wanted) - FIELDS:
        raise TypeError(f"no choices of the site: {sorted(unknown)}")
    with transaction.atomic():
        site = begun_site()
        was_open = site.is_open
        for name, value in wanted.items():
            setattr(site, name, value)
        site.save()
        _use_mark(site.mark if site.is_open else None, site.name)
        if was_open and not site.is_open:
            pages.forget_all()
            photos.hide_outside(photos.used_in("site"))
        elif site.is_open and not was_open:
            _lay_out_pictures()
        pages.touched("site")
        if site.is_open:
            pages.touched_path("/stories/")
    return site


def _lay_out_pictures() -> None:
    wanted = photos.used_in("site")
    photos.hold(wanted)
    said = photos.showable(wanted, place="site", on=timezone.localdate())
    photos.show_outside(pk for pk, verdict in said.items() if verdict.ok)


def _use_mark(mark: Photo | None, name: str) -> None:
    if mark is None:
        photos.no_uses(mark="site")
        return
    photos.note_uses(mark="site", photos=[mark.pk], title=name, address="/stories/", place="site")
    photos.hold([mark.pk])
    if photos.may_show(mark, place="site", on=timezone.localdate()).ok:
        photos.show_outside([mark.pk])
