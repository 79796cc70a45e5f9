"""What a page is about, for machines: JSON-LD in the words of schema.org.

Which properties Google asks for: developers.google.com/search/docs/appearance/structured-data
(article, profile-page, breadcrumb, sitelinks-searchbox, image-license-metadata)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from merkwerk.lib.downloads import AS_TEXT
from merkwerk.stories.actions.addresses import site_address
from merkwerk.stories.actions.found import paths
from merkwerk.stories.actions.found.pictures import Shown
from merkwerk.stories.models import PersonPage, PublicStory, Series, Site, Story

Data = dict[str, Any]
LINE_ENDS = {0x2028: "\\u2028", 0x2029: "\\u2029"}
_KINDS = {Story.Kind.KITCHEN: "BlogPosting", Story.Kind.STARTER: "BlogPosting"}


def in_a_page(told: Data) -> SafeString:
    """The data as it can stand inside `<script type="application/ld+json">`: nothing in it can end
    the element or begin another, whatever somebody typed."""
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(AS_TEXT | LINE_ENDS))  # noqa: S308


def article(
    one: PublicStory, *, site: Site, organisation: str, pictures: Sequence[Shown], card: str
) -> Data:
    """A story. `pictures` may be shown, the first first; `card` is the picture drawn for it."""
    address = site_address(paths.story(one.slug))
    told: Data = {
        "@context": "https://schema.org",
        "@type": _KINDS.get(Story.Kind(one.kind), "Article"),
        "@id": f"{address}#story",
        "mainEntityOfPage": address,
        "url": address,
        "headline": one.title,
        "description": " ".join(one.opening.split()),
        "datePublished": one.published_at.isoformat(timespec="seconds"),
        "dateModified": max(one.changed_at, one.published_at).isoformat(timespec="seconds"),
        "inLanguage": one.language,
        "wordCount": one.words,
        "isAccessibleForFree": True,
        "author": _teller(one.person),
        "publisher": publisher(organisation),
        "image": [image(one) for one in pictures] or [card],
        "about": [{"@type": "Thing", "name": subject.name} for subject in one.subjects.all()],
        "isPartOf": _series(one.series) if one.series else None,
        "position": one.place if one.series and one.place else None,
    }
    return _filled(told)


def publisher(organisation: str) -> Data:
    """The organisation behind the site."""
    return {"@type": "Organization", "name": organisation, "url": site_address(paths.home())}


def image(one: Shown) -> Data:
    """A photo with who made it."""
    told = {
        "@type": "ImageObject",
        "url": one.address,
        "contentUrl": one.address,
        "width": one.width,
        "height": one.height,
        "caption": one.alt,
        "creditText": one.credit,
        "creator": {"@type": "Person", "name": one.photographer} if one.photographer else None,
        "copyrightNotice": one.credit,
    }
    return _filled(told)


def person(page: PersonPage, *, organisation: str, portrait: Shown | None) -> Data:
    """Somebody's own page."""
    address = site_address(paths.person(page.slug))
    about = {
        "@type": "Person",
        "@id": f"{address}#person",
        "name": page.name,
        "url": address,
        "jobTitle": page.work,
        "description": " ".join(page.introduction.split()),
        "image": portrait.address if portrait else None,
        "sameAs": same_as(page),
        "knowsAbout": [one.name for one in page.subjects.all()],
        "worksFor": publisher(organisation) if page.left_at is None else None,
    }
    return {
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "url": address,
        "mainEntity": _filled(about),
    }


def same_as(page: PersonPage) -> list[str]:
    """Their own addresses elsewhere, as they chose them."""
    found = (link.get("address") for link in page.links if isinstance(link, Mapping))
    return [one for one in found if isinstance(one, str) and one.startswith("https://")]


def crumbs(way: Sequence[tuple[str, str]]) -> Data:
    """The way from the first page to this one: names and paths."""
    steps = [
        {"@type": "ListItem", "position": n, "name": name, "item": site_address(path)}
        for n, (name, path) in enumerate(way, start=1)
    ]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": steps,
    }


def website(site: Site, *, organisation: str) -> Data:
    """The site itself, and how to search it."""
    search = site_address(f"{paths.ROOT}search/") + "?q={search_term_string}"
    told = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": site.name,
        "description": site.motto,
        "url": site_address(paths.home()),
        "inLanguage": site.language,
        "publisher": publisher(organisation),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=search_term_string",
        },
    }
    return _filled(told)


def _teller(page: PersonPage | None) -> list[Data]:
    if page is None:
        return []
    if not page.is_open:
        return [{"@type": "Person", "name": page.name}]
    address = site_address(paths.person(page.slug))
    told = {
        "@type": "Person",
        "@id": f"{address}#person",
        "name": page.name,
        "url": address,
        "jobTitle": page.work,
        "sameAs": same_as(page),
    }
    return [_filled(told)]


def _series(one: Series) -> Data:
    address = site_address(paths.series(one.slug))
    return {"@type": "CreativeWorkSeries", "name": one.title, "url": address}


def _filled(told: Data) -> Data:
    return {name: value for name, value in told.items() if value not in (None, "", [])}
