"""The sizes of a photo become everybody's to fetch, or nobody's any more."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from merkwerk.pages import actions as pages
from merkwerk.photos.actions.files import publish_files, unpublish_files
from merkwerk.photos.models import Photo
from merkwerk.photos.models.photos import new_key


def hold(pks: Iterable[int]) -> None:
    """Inside a transaction, before asking whether these photos may be shown: until its end nobody
    takes a yes to one of them back, so what is found then still holds."""
    held = Photo.objects.select_for_update().filter(pk__in=set(pks)).order_by("pk")
    list(held.values_list("pk"))


def show_outside(pks: Iterable[int]) -> int:
    """Lays the sizes of these photos where everybody can fetch them; returns how many photos went
    out now. Photos that are not ready stay in, those outside already stay as they are. Whether
    somebody said no is the caller's to ask first (`may_show`). Files are laid before the
    transaction ends: a page that shows a photo never goes before its files, and what a
    transaction that failed left behind, the sweep takes away."""
    count, wanted = 0, set(pks)
    with transaction.atomic():
        hold(wanted)
        for photo in Photo.objects.ready().filter(pk__in=wanted, outside_since=None):
            publish_files(photo)
            Photo.objects.filter(pk=photo.pk).update(outside_since=timezone.now())
            pages.touched(f"photo:{photo.pk}")
            count += 1
    return count


def hide_outside(pks: Iterable[int]) -> int:
    """Takes the sizes of these photos away from outside, for good: their files go at once, and
    with a new key their old addresses never lead anywhere again. Returns how many photos were
    outside. Every made page that shows one is gone with it."""
    count, wanted = 0, set(pks)
    with transaction.atomic():
        hold(wanted)
        for photo in Photo.objects.filter(pk__in=wanted).exclude(outside_since=None):
            Photo.objects.filter(pk=photo.pk).update(key=new_key(), outside_since=None)
            unpublish_files(photo.key)
            pages.touched(f"photo:{photo.pk}")
            count += 1
    return count
