"""Where the site stands, as whole addresses."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify

from merkwerk.colleagues.models import Subject
from merkwerk.stories.models import PersonPage, Story


def site_address(path: str = "") -> str:
    """The whole address of a path of the site: on its own domain when it has one
    (MERKWERK_SITE_ADDRESS), else on the workspace's."""
    return f"{settings.SITE_ADDRESS or settings.SITE_URL}{path}"


def elsewhere(story: Story) -> str:
    """What a story is called on other servers, as a whole address."""
    return site_address(f"/ap/stories/{story.name_elsewhere}")


def handle_of(page: PersonPage) -> str:
    """By which they are followed from the fediverse: @name@host; "" when they can't be."""
    return f"@{page.slug}@{urlsplit(site_address()).netloc}" if page.can_be_followed else ""


def subject_slug(subject: Subject) -> str:
    """The words in a subject's address; its number is what it is found by."""
    return slugify(subject.name)[:60].strip("-") or "subject"


def public_handbook() -> str:
    """The address of the handbook's public page, or "" while that is closed. The handbook is a
    room beside this one: it is asked by name whether it is open, never called."""
    book = apps.get_model("handbook", "Handbook")
    is_open = book._default_manager.filter(pk=1, is_public=True).exists()
    return reverse("handbook:public") if is_open else ""
