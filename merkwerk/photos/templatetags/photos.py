"""A photo in a page, and who made it."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from merkwerk.photos import actions
from merkwerk.photos.models import Photo

register = template.Library()


@register.simple_tag(name="photo")
def photo_tag(
    photo: Photo | None,
    sizes: str = "100vw",
    eager: bool = False,
    inside: bool = False,
    silent: bool = False,
    **also: str,
) -> SafeString:
    """`<picture>` in all formats; see `actions.picture`. `class="…"` names more classes."""
    return actions.picture(
        photo,
        sizes=sizes,
        eager=eager,
        inside=inside,
        silent=silent,
        classes=also.get("class", ""),
    )


@register.simple_tag
def photo_credit(photo: Photo | None) -> SafeString:
    """Who made the photo and where it comes from; nothing when nobody said."""
    return actions.credit_line(photo)
