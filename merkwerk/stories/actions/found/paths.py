"""Where everything of the site stands, as paths; `site_address` makes whole addresses of them."""

from __future__ import annotations

from django.conf import settings

from merkwerk.colleagues.models import Subject
from merkwerk.stories.actions.addresses import subject_slug

ROOT = "/stories/"
SPELLINGS = ("rss", "atom", "json")


def home(language: str = "") -> str:
    """The first page; on the site's own domain that is the domain itself."""
    if settings.SITE_ADDRESS and not language:
        return "/"
    return framed(ROOT, language)


def story(slug: str) -> str:
    """A story; it has one address, in its own language."""
    return f"{ROOT}{slug}/"


def person(slug: str, language: str = "") -> str:
    return framed(f"{ROOT}people/{slug}/", language)


def subject(one: Subject, language: str = "") -> str:
    return framed(f"{ROOT}subjects/{one.pk}-{subject_slug(one)}/", language)


def series(slug: str, language: str = "") -> str:
    return framed(f"{ROOT}series/{slug}/", language)


def framed(path: str, language: str) -> str:
    """The same page in a frame of another language than the site's own (then `language` is not
    empty): "/stories/people/" becomes "/stories/en/people/"."""
    return f"{ROOT}{language}/{path.removeprefix(ROOT)}" if language else path


def unframed(path: str) -> tuple[str, str]:
    """A path without the language of its frame, and that language ("" for none)."""
    for language, _name in settings.LANGUAGES:
        if path.startswith(f"{ROOT}{language}/"):
            return ROOT + path.removeprefix(f"{ROOT}{language}/"), language
    return path, ""


def feed(of: str, spelling: str) -> str:
    """The feed that stands beside a page; the home page's stands in /stories/ always."""
    return f"{ROOT if of == '/' else of}feed.{spelling}"
