"""A story as other servers are told it, always as it stands on the site at that moment."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import nh3
from django.urls import reverse
from django.utils.html import escape

from merkwerk.connectors.activitypub import translate
from merkwerk.connectors.activitypub.translate import Told
from merkwerk.fediverse.actions import places
from merkwerk.fediverse.actions.pictures import sendable
from merkwerk.fediverse.models import Actor
from merkwerk.stories.actions import all_photos, site_address
from merkwerk.stories.actions.addresses import elsewhere, subject_slug
from merkwerk.stories.models import PublicStory

TAGS = frozenset(
    ("p", "h2", "h3", "ul", "ol", "li", "blockquote", "cite", "a", "strong", "em", "br", "hr")
)
MOST_PICTURES = 4
_FIGURE = re.compile(r"<figure\b[^>]*>.*?</figure>", re.DOTALL | re.IGNORECASE)


def document(standing: PublicStory, actor: Actor) -> dict[str, Any]:
    """The story's own document, said by this actor."""
    page = site_address(reverse("site:story", args=[standing.slug]))
    question = f"<p><strong>{escape(standing.question)}</strong></p>" if standing.question else ""
    pictures = sendable(all_photos(body=standing.body, cover=standing.cover_id))
    return translate.story(
        Told(
            address=elsewhere(standing.story),
            actor=places.actor_address(actor.handle),
            page=page,
            title=standing.title,
            opening=standing.opening,
            content=f"{words(standing.body)}{question}",
            language=standing.language,
            published=standing.published_at,
            changed=standing.changed_at,
            images=pictures[:MOST_PICTURES],
            tags=_tags(standing),
        )
    )


def words(body: str) -> str:
    """The clean words of a body; its pictures go along beside them, by their own consent."""
    return nh3.clean(
        _FIGURE.sub("", body),
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
    )


def about_story(
    kind: str, address: str, standing: PublicStory, actor: Actor, at: datetime
) -> dict[str, Any]:
    """A Create or Update with the whole story inside, or an Announce of its address."""
    by = places.actor_address(actor.handle)
    if kind == "Announce":
        about: Any = elsewhere(standing.story)
    else:
        about = document(standing, actor)
    return translate.says(kind, address=address, by=by, about=about, at=at)


def _tags(standing: PublicStory) -> list[tuple[str, str]]:
    found = []
    for subject in standing.subjects.all()[:10]:
        name = "".join(part[:1].upper() + part[1:] for part in re.findall(r"\w+", subject.name))
        if name:
            path = reverse("site:subject", args=[subject.pk, subject_slug(subject)])
            found.append((f"#{name}", site_address(path)))
    return found
