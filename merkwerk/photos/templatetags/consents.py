"""Where a photo may be shown, on the pages of colleagues."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from merkwerk.photos.actions import consent
from merkwerk.photos.models import Photo, Place

register = template.Library()


@register.inclusion_tag("photos/consent/_verdict.html")
def where_it_may_be(photo: Photo) -> dict[str, Any]:
    """The places in which a photo may be shown today, and why not in the others. Names nobody."""
    day = timezone.localdate()
    verdicts = {place: consent.may_show(photo, place=place, on=day) for place in Place}
    said: dict[str, None] = {}
    for verdict in verdicts.values():
        said |= dict.fromkeys(consent.why_not(verdict))
    return {
        "may_be": [place.label for place, verdict in verdicts.items() if verdict.ok],
        "why_not": list(said),
    }
