"""The feeds of the site: of everything, of a person, of a subject, of a series."""

from __future__ import annotations

import hmac
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.db.models import Q
from django.utils.html import escape

from merkwerk.accounts.models import Organisation
from merkwerk.colleagues.models import Subject
from merkwerk.connectors.feeds import writing
from merkwerk.connectors.feeds.writing import Attachment, Author, Channel, Told
from merkwerk.stories.actions.addresses import site_address
from merkwerk.stories.actions.cleaning import photos_in, shown_body
from merkwerk.stories.actions.found import paths
from merkwerk.stories.actions.found.pictures import TYPE, Shown, shown
from merkwerk.stories.models import PersonPage, PublicStory, Series, Site
from merkwerk.stories.models.stories import PublicStories

AT_ONCE = 20
SPELLED = {
    "rss": (writing.rss, writing.RSS),
    "atom": (writing.atom, writing.ATOM),
    "json": (writing.json_feed, writing.JSON),
}
_FIGURE = re.compile(r'<figure data-photo="(\d{1,18})">(.*?)</figure>', re.DOTALL)
_CAPTION = re.compile(r"<figcaption>(.*?)</figcaption>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Of:
    """Of what a feed is: its name among the marks, its page, and which stories stand in it."""

    mark: str
    path: str
    title: str
    description: str
    language: str
    stories: PublicStories
    authors: Sequence[Author] = ()


@dataclass(frozen=True, slots=True)
class Spelled:
    """A feed as it is sent, and the marks of what it shows."""

    body: bytes
    type: str
    marks: tuple[str, ...]
    links: str = ""
    """The hubs and itself, as a Link header (WebSub, section 4)."""


def of_home(site: Site) -> Of:
    """All stories."""
    description = site.motto or site.introduction
    told = (site.name, description, site.language)
    return Of("stories", paths.home(), *told, PublicStory.objects.all())


def of_person(page: PersonPage, site: Site) -> Of:
    """What one person tells."""
    author = Author(page.name, site_address(paths.person(page.slug)))
    return Of(
        f"person:{page.pk}",
        paths.person(page.slug),
        f"{page.name} · {site.name}",
        page.introduction,
        site.language,
        PublicStory.objects.filter(person=page),
        (author,),
    )


def of_subject(one: Subject, site: Site) -> Of:
    """What is told about one subject."""
    title = f"{one.name} · {site.name}"
    stories = PublicStory.objects.filter(subjects=one)
    return Of(f"subject:{one.pk}", paths.subject(one), title, "", site.language, stories)


def of_series(one: Series, site: Site) -> Of:
    """The parts of one series, the newest first as everywhere."""
    title = f"{one.title} · {site.name}"
    stories = PublicStory.objects.filter(series=one)
    told = (title, one.introduction, one.language)
    return Of(f"series:{one.pk}", paths.series(one.slug), *told, stories)


def spelled(of: Of, spelling: str, *, before: int | None = None) -> Spelled:
    """The feed in one of SPELLED, with the newest stories in full, or with those older than story
    `before` (its number as a public story). Photos that may not be shown are left out."""
    stories = _slice(of.stories, before)
    more, stories = len(stories) > AT_ONCE, stories[:AT_ONCE]
    pictures = shown(pk for one in stories for pk in _photos(one))
    own = paths.feed(of.path, spelling)
    channel = Channel(
        key=_key(of.mark),
        title=of.title,
        address=site_address(of.path),
        self_at=site_address(own if before is None else f"{own}?before={before}"),
        updated=Organisation.objects.get(pk=1).created,
        description=" ".join(of.description.split()),
        language=of.language,
        authors=of.authors,
        entries=[told(one, pictures) for one in stories],
        hubs=settings.HUBS,
        next_at=site_address(f"{own}?before={stories[-1].pk}") if more else "",
    )
    write, kind = SPELLED[spelling]
    links = [f'<{hub}>; rel="hub"' for hub in channel.hubs]
    links += [f'<{channel.self_at}>; rel="self"'] if links else []
    return Spelled(write(channel), kind, tuple(_marks(of, stories)), ", ".join(links))


def told(one: PublicStory, pictures: Mapping[int, Shown]) -> Told:
    """A story as an entry, whole; `pictures` are those that may be shown. `one` needs its person,
    story and subjects at hand."""
    cover = pictures.get(one.cover_id or 0)
    inside = [pictures[pk] for pk in photos_in(one.body) if pk in pictures and pk != one.cover_id]
    every = [cover, *inside] if cover else inside
    return Told(
        key=uuid.UUID(one.story.key).urn,
        address=site_address(paths.story(one.slug)),
        title=one.title,
        content=content(one, pictures),
        published=one.published_at,
        updated=max(one.changed_at, one.published_at),
        summary=" ".join(one.opening.split()),
        language=one.language,
        authors=_authors(one),
        subjects=[subject.name for subject in one.subjects.all()],
        pictures=[Attachment(p.address, TYPE, p.size, p.alt) for p in every],
    )


def content(one: PublicStory, pictures: Mapping[int, Shown]) -> str:
    """The story as HTML that stands by itself: whole addresses, no class, no script, and only the
    photos in `pictures`."""
    cover = pictures.get(one.cover_id or 0)
    first = _figure(cover, "") if cover else ""
    opening = f"<p>{escape(one.opening)}</p>" if one.opening else ""
    asked = f"<p><strong>{escape(one.question)}</strong></p>" if one.question else ""

    def filled(found: re.Match[str]) -> str:
        picture = pictures.get(int(found[1]))
        caption = _CAPTION.search(found[2])
        return _figure(picture, caption[1].strip() if caption else "") if picture else ""

    return f"{first}{opening}{_FIGURE.sub(filled, shown_body(one.body))}{asked}"


def _figure(picture: Shown, caption: str) -> str:
    size = f'width="{picture.width}" height="{picture.height}"'
    image = f'<img src="{escape(picture.address)}" {size} alt="{escape(picture.alt)}">'
    below = " ".join(part for part in (caption, escape(picture.credit)) if part)
    return f"<figure>{image}{f'<figcaption>{below}</figcaption>' if below else ''}</figure>"


def _authors(one: PublicStory) -> tuple[Author, ...]:
    if one.person is None:
        return ()
    page = site_address(paths.person(one.person.slug)) if one.person.is_open else ""
    return (Author(one.person.name, page),)


def _slice(stories: PublicStories, before: int | None) -> list[PublicStory]:
    found = stories.newest().select_related("person", "story").prefetch_related("subjects")
    found = found.defer("folded", "story__body", "story__title", "story__opening")
    last = PublicStory.objects.filter(pk=before).only("published_at").first() if before else None
    if last is not None:
        same = Q(published_at=last.published_at, pk__lt=last.pk)
        found = found.filter(Q(published_at__lt=last.published_at) | same)
    return list(found[: AT_ONCE + 1])


def _photos(one: PublicStory) -> list[int]:
    return [*([one.cover_id] if one.cover_id else []), *photos_in(one.body)]


def _marks(of: Of, stories: Sequence[PublicStory]) -> list[str]:
    """Photos that are left out are marked as well: once they may be shown, they are."""
    marks = [of.mark]
    for one in stories:
        marks.append(f"story:{one.story_id}")
        marks += [f"photo:{pk}" for pk in _photos(one)]
        if one.person_id:
            marks.append(f"person:{one.person_id}")
    return list(dict.fromkeys(marks))


def _key(mark: str) -> str:
    """A name for a feed that no other installation has, and that stays when addresses change."""
    made = hmac.new(settings.PEOPLE_KEY.encode(), f"merkwerk.feed {mark}".encode(), sha256)
    return uuid.UUID(bytes=made.digest()[:16], version=5).urn
