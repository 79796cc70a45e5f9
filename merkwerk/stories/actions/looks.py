"""The site's own colours and letters: the sheet they give, and what of them can't be read."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from merkwerk.engine.contrast import SIGN, TEXT, ratio, standing_out
from merkwerk.stories.models import Site

GROUND = Path(__file__).resolve().parents[1] / "static" / "site" / "site.css"
PAPER, WASH, INK = "#ffffff", "#f4f6f9", "#131a2a"
NIGHT_PAPER = "#10141c"
NIGHT_TEXT = 8.0
"""How far a lightened colour stands out at night: more than needed, as the house's own does."""
HOUSE_INK, HOUSE_NIGHT_INK = "#1c3f94", "#9db8ff"
HOUSE_ACCENT, HOUSE_NIGHT_ACCENT = "#f5a400", "#ffb92e"
LETTERS = {
    Site.Type.HOUSE: "",
    Site.Type.PLAIN: "--ui:system-ui,sans-serif;--read:ui-serif,Georgia,serif;",
    Site.Type.SERIF: "--ui:var(--read);",
}
FONTS = {
    Site.Type.HOUSE: ("newsreader-site", "hanken-grotesk-site"),
    Site.Type.PLAIN: (),
    Site.Type.SERIF: ("newsreader-site",),
}
"""Which files of letters a page asks for at once."""


@dataclass(frozen=True)
class Sheet:
    """A whole style sheet, and a mark that changes with every letter of it."""

    text: str
    mark: str


@dataclass(frozen=True)
class Fault:
    """Two colours that are too near to each other: in which field, in words, and what would do."""

    field: str
    sentence: str | Promise
    better: str


def sheet_of(site: Site) -> Sheet:
    """The site's sheet: the house's, with the site's colours and letters after it."""
    return _sheet(site.ink.lower(), site.accent.lower(), site.type)


@cache
def _sheet(ink: str, accent: str, letters: str) -> Sheet:
    night_ink, night_accent = at_night(ink, accent)
    own = (
        f":root{{--delft:light-dark({ink},{night_ink});"
        f"--marigold:light-dark({accent},{night_accent});{LETTERS[Site.Type(letters)]}}}"
    )
    text = _ground() + own
    return Sheet(text, hashlib.sha256(text.encode()).hexdigest()[:12])


@cache
def _ground() -> str:
    """The written sheet without what only its readers need, with the addresses of its letters."""
    plain = re.sub(r"/\*.*?\*/", "", GROUND.read_text(encoding="utf-8"), flags=re.DOTALL)
    plain = re.sub(r"\s+", " ", plain)
    plain = re.sub(r" ?([{};,]) ?", r"\1", plain).replace(": ", ":").replace(";}", "}")
    return re.sub(r'url\("([^"]+)"\)', lambda m: f'url("{static("site/" + m[1])}")', plain).strip()


def at_night(ink: str, accent: str) -> tuple[str, str]:
    """Both colours as they are on dark paper: light enough to be read, the house's own as drawn."""
    night_ink = standing_out(ink, NIGHT_PAPER, NIGHT_TEXT)
    night_accent = standing_out(accent, NIGHT_PAPER, NIGHT_TEXT)
    return (
        HOUSE_NIGHT_INK if ink == HOUSE_INK else night_ink,
        HOUSE_NIGHT_ACCENT if accent == HOUSE_ACCENT else night_accent,
    )


def fonts_of(site: Site) -> list[str]:
    """The addresses of the letters a page needs at once."""
    return [static(f"site/fonts/{name}.woff2") for name in FONTS[Site.Type(site.type)]]


def icon_of(site: Site) -> str:
    """The mark in the site's colours, small, as an address that asks nothing of the server."""
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28">'
        f'<path fill="{site.accent}" d="M14 7.6a7.9 7.9 0 0 1 0 12.8a7.9 7.9 0 0 1 0-12.8z"/>'
        f'<g fill="none" stroke="{site.ink}" stroke-width="2.4"><circle cx="9.4" cy="14" r="7.9"/>'
        '<circle cx="18.6" cy="14" r="7.9"/></g></svg>'
    )
    return f"data:image/svg+xml,{quote(drawn)}"


def faults(ink: str, accent: str) -> list[Fault]:
    """Every pair that can't be read well by day, each with a colour that would do; at night
    `at_night` sees to it. Both are colours as "#1c3f94"."""
    found = []
    if min(ratio(ink, PAPER), ratio(ink, WASH)) < TEXT:
        words = _(
            "Links in %(colour)s are hard to read on white: %(ratio)s to 1, and 4.5 is needed. "
            "The nearest darker colour that does: %(better)s."
        )
        found.append(_fault("ink", words, ink, WASH, standing_out(ink, WASH)))
    if ratio(accent, INK) < SIGN:
        words = _(
            "Dark letters on %(colour)s are hard to read: %(ratio)s to 1, and 3 is needed. "
            "The nearest lighter colour that does: %(better)s."
        )
        found.append(_fault("accent", words, accent, INK, standing_out(accent, INK, SIGN)))
    return found


def _fault(field: str, words: Promise, colour: str, on: str, better: str) -> Fault:
    told = {"colour": colour, "ratio": number_format(ratio(colour, on), 1), "better": better}
    return Fault(field, str(words) % told, better)
