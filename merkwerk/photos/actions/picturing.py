"""A photo as HTML: in all formats and sizes, with its place kept free before it is there.

No style attribute is written (the security policy forbids it): the focus is in classes (`fx-0` to
`fx-10`, `fy-0` to `fy-10`), and the placeholder is a tiny picture below the real one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from merkwerk.photos.actions.files import public_name
from merkwerk.photos.models import KINDS, Photo

FIGURE = re.compile(r'<figure data-photo="(\d{1,18})">(.*?)</figure>', re.DOTALL)
CAPTION = re.compile(r"<figcaption>(.*?)</figcaption>", re.DOTALL)
PLAIN_WIDTH = 640
"""What a browser takes that knows neither AVIF nor WebP nor sizes."""


def picture(
    photo: Photo | None,
    *,
    sizes: str = "100vw",
    eager: bool = False,
    inside: bool = False,
    silent: bool = False,
    classes: str = "",
) -> SafeString:
    """The photo for a page. `sizes` is how wide it stands, as in HTML; `eager` is for the one on
    top of the page. Asks the database nothing. A photo whose sizes don't lie outside gives
    nothing, whoever asks: so nothing shows what may not be shown. `inside` is for pages behind
    the door alone, and takes the private addresses; `silent` where its words stand beside it."""
    if photo is None or not photo.is_ready or not photo.sizes:
        return SafeString("")
    if not inside and photo.outside_since is None:
        return SafeString("")
    return format_html(
        '<span class="photo fx-{} fy-{}{}">{}<picture>{}{}</picture></span>',
        round(photo.focus_x / 10),
        round(photo.focus_y / 10),
        f" {classes}" if classes else "",
        _placeholder(photo),
        _sources(photo, sizes, inside),
        _plain(photo, eager, inside, alt="" if silent else photo.alt),
    )


def address_of(photo: Photo, *, width: int = 1280, ending: str = "jpg") -> str:
    """The path of one size outside: the widest of at most `width` points. Empty for a photo that
    is not outside. For feeds, cards and structured data."""
    if not photo.sizes or photo.outside_since is None:
        return ""
    fitting = [size[0] for size in photo.sizes if size[0] <= width]
    return _address(photo, max(fitting or [photo.sizes[0][0]]), ending, inside=False)


def credit_line(photo: Photo | None) -> SafeString:
    """ "Photo: Sanne Vos / Kade en Kroon", or nothing."""
    if photo is None or not photo.credit:
        return SafeString("")
    said = format_html("<bdi>{}</bdi>", photo.credit)
    return format_html('<span class="photo-credit">{} {}</span>', _("Photo:"), said)


def with_pictures(
    body: str,
    *,
    shown: Mapping[int, Photo],
    sizes: str = "100vw",
    inside: bool = False,
    classes: str = "",
) -> SafeString:
    """A story's clean body with each `<figure data-photo="17"></figure>` filled: picture, caption
    and credit. A figure whose photo is not in `shown`, or gives no picture, is left out whole.
    `body` must be cleaned HTML; nothing else of it is touched."""

    def filled(found: re.Match[str]) -> str:
        photo = shown.get(int(found[1]))
        made = picture(photo, sizes=sizes, inside=inside)
        if not made:
            return ""
        caption = CAPTION.search(found[2])
        told = f"{caption[1].strip()} " if caption else ""
        below = f"{told}{credit_line(photo)}".strip()
        line = f"<figcaption>{below}</figcaption>" if below else ""
        opened = f'<figure class="{classes}">' if classes else "<figure>"
        return f"{opened}{made}{line}</figure>"

    return mark_safe(FIGURE.sub(filled, body))  # noqa: S308


def _placeholder(photo: Photo) -> SafeString:
    address = photo.placeholder_address
    if not address:
        return SafeString("")
    return format_html(
        '<img class="photo-under" src="{}" width="{}" height="{}" alt="">',
        address,
        photo.width,
        photo.height,
    )


def _sources(photo: Photo, sizes: str, inside: bool) -> SafeString:
    made = [
        format_html(
            '<source type="{}" srcset="{}" sizes="{}">',
            KINDS[ending],
            _srcset(photo, ending, inside),
            sizes,
        )
        for ending in ("avif", "webp")
    ]
    return SafeString("".join(made))


def _plain(photo: Photo, eager: bool, inside: bool, *, alt: str) -> SafeString:
    widths = [size[0] for size in photo.sizes]
    width = min(widths, key=lambda one: abs(one - PLAIN_WIDTH))
    hurry = SafeString(' fetchpriority="high"') if eager else SafeString(' loading="lazy"')
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="{}"{} decoding="async">',
        _address(photo, width, "jpg", inside),
        photo.width,
        photo.height,
        alt,
        hurry,
    )


def _srcset(photo: Photo, ending: str, inside: bool) -> str:
    first = photo.sizes[0][0]
    one = _address(photo, first, ending, inside)
    before = one.removesuffix(f"{first}.{ending}")
    return ", ".join(f"{before}{width}.{ending} {width}w" for width, _height in photo.sizes)


def _address(photo: Photo, width: int, ending: str, inside: bool) -> str:
    if inside:
        return reverse("photos:size", args=[photo.pk, width, ending])
    return reverse("pictures:size", args=[public_name(photo.key, width, ending)])
