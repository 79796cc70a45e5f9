"""What an answer does to the photo: it goes away from everywhere we reach, or may come back."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from merkwerk.pages import actions as pages
from merkwerk.photos.actions.consent.showing import showable
from merkwerk.photos.actions.showing import hide_outside, hold, show_outside
from merkwerk.photos.models import ConsentEvent, Person, Photo, PhotoEvent, PhotoUse, Place

ENDS = (ConsentEvent.What.WITHDRAWN, ConsentEvent.What.RAN_OUT)


def empty(photo_pk: int, *, now: datetime) -> None:
    """Somebody lets the photo be shown in fewer places. Inside the caller's transaction: its sizes
    outside go and their addresses die, every made page with it goes, and the rooms above hear of
    it. Where the site still may show it, it comes back under a new address."""
    hold([photo_pk])
    outside = Photo.objects.filter(pk=photo_pk).exclude(outside_since=None)
    if outside.exists() or PhotoUse.objects.filter(photo=photo_pk).exists():
        PhotoEvent.objects.create(photo_pk=photo_pk, what=PhotoEvent.What.WITHDRAWN)
    hide_outside([photo_pk])
    pages.touched(f"photo:{photo_pk}")
    _lay_out_again(photo_pk, now)


def refresh(photo_pk: int, *, now: datetime) -> None:
    """Somebody agreed to more: what shows the photo is made anew, and what left it out may show it
    again."""
    pages.touched(f"photo:{photo_pk}")
    if _lay_out_again(photo_pk, now):
        PhotoEvent.objects.create(photo_pk=photo_pk, what=PhotoEvent.What.CHANGED)


def _lay_out_again(photo_pk: int, now: datetime) -> bool:
    """Whether the photo is used on the site, and may be there."""
    if not PhotoUse.objects.filter(photo=photo_pk, place=Place.SITE).exists():
        return False
    day = timezone.localdate(now)
    if not showable([photo_pk], place=Place.SITE, on=day)[photo_pk].ok:
        return False
    show_outside([photo_pk])
    return True


def was_shown(photo_pk: int) -> list[dict[str, str]]:
    """Every use of a photo that is known: place, title and address."""
    uses = PhotoUse.objects.filter(photo=photo_pk).order_by("pk")
    return [{"place": use.place, "title": use.title, "address": use.address} for use in uses]


def where_it_was(person: Person) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Where the photo was when this person's last yes ended: what is gone from there, and what is
    out of reach. Nothing while a yes stands."""
    if person.said_yes:
        return [], []
    ends = ConsentEvent.objects.filter(person_pk=person.pk, what__in=ENDS)
    last = ends.order_by("-pk").first()
    uses: list[dict[str, str]] = last.beyond if last else []
    site = [one for one in uses if one["place"] == Place.SITE]
    return site, [one for one in uses if one["place"] != Place.SITE]
