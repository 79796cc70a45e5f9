"""The picture that stands beside a link to a story: its title on paper, who tells it and where,
and its photo at the side when that may be shown. Drawn when it is first asked for; the made page
keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter, ImageOps, UnidentifiedImageError

from merkwerk.stories.actions.found import lettering, paths
from merkwerk.stories.actions.found.lettering import GROTESK, SERIF, Colour, Letters
from merkwerk.stories.actions.found.pictures import Shown, file_of
from merkwerk.stories.models import PublicStory, Site

WIDTH, HEIGHT = 1200, 630
MOST_BYTES = 60_000
SIDE = 430
LOGO = (220, 56)
EDGE = 72
PAPER: Colour = (255, 255, 255)
INK: Colour = (19, 26, 42)
QUIET: Colour = (84, 93, 112)
SIZES = (92, 84, 76, 68, 60, 54, 48, 44)
DRAWN = 1
"""Changes when the drawing does, so that cards get a new address."""
_QUALITIES = (88, 78, 66, 55)
_SOFTER = (0, 2, 5, 12)
"""How much a photo is blurred that is too restless to be sent small, in points."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is drawn for a story."""

    slug: str
    title: str
    author: str
    site: str
    organisation: str
    ink: str
    accent: str
    type: str
    cover: str
    logo: str
    focus: tuple[int, int]

    @property
    def mark(self) -> str:
        """Of everything that is drawn: another drawing has another one."""
        told = repr((DRAWN, self)).encode()
        return sha256(told).hexdigest()[:16]

    @property
    def path(self) -> str:
        """Where it stands; JPEG with a photo, PNG with letters alone."""
        return f"{paths.story(self.slug)}card-{self.mark}.{'jpg' if self.cover else 'png'}"

    @property
    def kind(self) -> str:
        """As in MIME."""
        return "image/jpeg" if self.cover else "image/png"


def card_of(
    standing: PublicStory, *, site: Site, organisation: str, pictures: Mapping[int, Shown]
) -> Card:
    """What has to be drawn for this story now. Its photo and the site's mark are drawn when they
    are among `pictures`, those that may be shown."""
    cover = pictures.get(standing.cover_id or 0)
    logo = pictures.get(site.mark_id or 0)
    return Card(
        slug=standing.slug,
        title=standing.title,
        author=standing.person.name if standing.person else "",
        site=site.name,
        organisation=organisation,
        ink=site.ink,
        accent=site.accent,
        type=site.type,
        cover=cover.address if cover else "",
        logo=logo.address if logo else "",
        focus=cover.focus if cover else (50, 50),
    )


def draw(card: Card) -> bytes:
    """The card, WIDTH by HEIGHT, smaller than MOST_BYTES. What the letters can't say (emoji, a
    script that no font here knows) is left out; a photo that can't be read too."""
    photo = _photo(card)
    if photo is None:
        return _as_png(_drawn(card, None))
    for softer in _SOFTER:
        ground = _drawn(card, photo.filter(ImageFilter.GaussianBlur(softer)))
        data = _as_jpeg(ground)
        if len(data) < MOST_BYTES:
            break
    return data


def _drawn(card: Card, photo: Image.Image | None) -> Image.Image:
    ground, pen = lettering.blank((WIDTH, HEIGHT), PAPER)
    wide = WIDTH - 2 * EDGE
    pen.rectangle((0, 0, WIDTH, 11), fill=_colour(card.ink, INK))
    if photo is not None:
        ground.paste(photo, (WIDTH - SIDE, 0))
        wide -= SIDE - EDGE + 56
    _say_where(ground, pen, card, wide)
    _say_title(pen, card, wide)
    _say_who(pen, card, wide)
    return ground


def _say_where(ground: Image.Image, pen: ImageDraw.ImageDraw, card: Card, wide: int) -> None:
    """The organisation's own mark, or the house's in its colours, and the name of the site."""
    top = 62
    logo = _picture(card.logo)
    if logo is not None:
        logo = ImageOps.contain(logo, LOGO)
        ground.paste(logo, (EDGE, top + 17 - logo.height // 2))
    else:
        _mark(pen, card, (EDGE, top))
    left = (logo.width if logo else 52) + 16
    letters = Letters(GROTESK, 680)
    name = lettering.sayable(card.site, letters)
    block = lettering.fitted(name, letters, width=wide - left, height=40, sizes=(32, 28))
    lettering.draw(pen, block, letters, at=(EDGE + left, top - 2), width=wide - left, colour=INK)


def _mark(pen: ImageDraw.ImageDraw, card: Card, at: tuple[int, int]) -> None:
    """Two circles that meet: the house's mark in the colours of the site."""
    x, y = at
    line, spot = _colour(card.ink, INK), _colour(card.accent, QUIET)
    pen.ellipse((x, y, x + 34, y + 34), outline=line, width=5)
    pen.ellipse((x + 18, y, x + 52, y + 34), outline=line, width=5)
    pen.ellipse((x + 20, y + 11, x + 32, y + 23), fill=spot)


def _say_title(pen: ImageDraw.ImageDraw, card: Card, wide: int) -> None:
    serif = card.type == Site.Type.SERIF
    letters = Letters(SERIF if serif else GROTESK, 600 if serif else 700)
    title = lettering.sayable(card.title, letters) or lettering.sayable(card.author, letters)
    block = lettering.fitted(title, letters, width=wide, height=330, sizes=SIZES)
    high = len(block.lines) * block.step
    top = 130 + max(0, (340 - high) // 2)
    lettering.draw(pen, block, letters, at=(EDGE, top), width=wide, colour=INK)


def _say_who(pen: ImageDraw.ImageDraw, card: Card, wide: int) -> None:
    top = 508
    pen.rectangle((EDGE, top, EDGE + 64, top + 6), fill=_colour(card.accent, QUIET))
    strong, light = Letters(GROTESK, 640), Letters(GROTESK, 420)
    author = lettering.sayable(card.author, strong)
    block = lettering.fitted(author, strong, width=wide, height=44, sizes=(36, 30))
    lettering.draw(pen, block, strong, at=(EDGE, top + 20), width=wide, colour=INK)
    if card.organisation == card.site:
        return
    house = lettering.sayable(card.organisation, light)
    block = lettering.fitted(house, light, width=wide, height=36, sizes=(27, 24))
    lettering.draw(pen, block, light, at=(EDGE, top + 64), width=wide, colour=QUIET)


def _photo(card: Card) -> Image.Image | None:
    x, y = card.focus
    found = _picture(card.cover)
    return found and ImageOps.fit(found, (SIDE, HEIGHT), centering=(x / 100, y / 100))


def _picture(address: str) -> Image.Image | None:
    if not address:
        return None
    try:
        with Image.open(file_of(address), formats=["JPEG"]) as found:
            found.draft("RGB", (WIDTH, HEIGHT))
            return found.convert("RGB")
    except (OSError, UnidentifiedImageError):
        return None


def _as_png(ground: Image.Image) -> bytes:
    out = BytesIO()
    few = ground.quantize(64, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def _as_jpeg(ground: Image.Image) -> bytes:
    """In the best quality in which it is small enough, or else the least that letters bear."""
    for quality in _QUALITIES:
        out = BytesIO()
        ground.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        if out.tell() < MOST_BYTES:
            break
    return out.getvalue()


def _colour(written: str, otherwise: Colour) -> Colour:
    """ "#1c3f94" as red, green and blue."""
    try:
        number = int(written.removeprefix("#"), 16)
    except ValueError:
        return otherwise
    return (number >> 16 & 255, number >> 8 & 255, number & 255) if len(written) == 7 else otherwise
