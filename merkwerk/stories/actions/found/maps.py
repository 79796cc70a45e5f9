"""What stands on the site, for search engines: the files of the sitemap."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db.models import Max

from merkwerk.colleagues.models import Subject
from merkwerk.connectors.feeds import sitemaps
from merkwerk.connectors.feeds.sitemaps import Place
from merkwerk.photos.models import PhotoUse
from merkwerk.stories.actions.addresses import site_address
from merkwerk.stories.actions.found import paths
from merkwerk.stories.actions.found.pictures import shown
from merkwerk.stories.models import PersonPage, PublicStory, Series, Site

STORIES_A_FILE = sitemaps.MOST
PICTURED_A_FILE = 1_000
"""Fewer than a file may hold: it is made anew each time, since a photo must be able to go."""
NEWS = timedelta(hours=48)


def index() -> bytes:
    """The file that names the others; those that would be empty are left out."""
    told = PublicStory.objects.aggregate(changed=Max("changed_at"))
    changed, count = told["changed"], PublicStory.objects.count()
    files = [(_at("places", 1), changed)]
    files += [(_at("stories", n), changed) for n in _parts(count, STORIES_A_FILE)]
    if count:
        files.append((_at("news", 1), changed))
        files += [(_at("images", n), changed) for n in _parts(count, PICTURED_A_FILE)]
    return sitemaps.index(files)


def part(kind: str, number: int, *, site: Site, now: datetime) -> bytes | None:
    """One file: `kind` is one of KINDS, `number` counts from one. None when there is none. Those of
    news and pictures may be empty: what they held went by time, or by a no."""
    make = KINDS.get(kind)
    places = make(number, site, now) if make and number > 0 else None
    return None if places is None else sitemaps.sitemap(places)


def _stories(number: int, site: Site, now: datetime) -> list[Place] | None:
    first = (number - 1) * STORIES_A_FILE
    rows = PublicStory.objects.order_by("pk").values_list("slug", "changed_at")
    found = rows[first : first + STORIES_A_FILE]
    return [Place(site_address(paths.story(slug)), changed) for slug, changed in found] or None


def _places(number: int, site: Site, now: datetime) -> list[Place] | None:
    """People, subjects, series and the pages that lead to them."""
    first = (number - 1) * sitemaps.MOST
    mine = list(_standing_places())[first : first + sitemaps.MOST]
    return [Place(site_address(path), changed) for path, changed in mine] or None


def _standing_places() -> Iterator[tuple[str, datetime | None]]:
    newest = Max("public_stories__changed_at")
    yield paths.home(), PublicStory.objects.aggregate(at=Max("changed_at"))["at"]
    for word in ("people", "archive", "about"):
        yield f"{paths.ROOT}{word}/", None
    people = PersonPage.objects.open().annotate(at=newest).order_by("pk")
    for slug, changed in people.values_list("slug", "at"):
        yield paths.person(slug), changed
    told = PublicStory.subjects.through.objects.values("subject_id")
    for one in Subject.objects.filter(pk__in=told).order_by("pk"):
        yield paths.subject(one), None
    series = Series.objects.filter(public_stories__isnull=False).annotate(at=newest)
    for slug, changed in series.order_by("pk").values_list("slug", "at"):
        yield paths.series(slug), changed


def _news(number: int, site: Site, now: datetime) -> list[Place] | None:
    """What was told in the last two days."""
    if number > 1:
        return None
    fresh = PublicStory.objects.newest().filter(published_at__gt=now - NEWS, published_at__lte=now)
    return [
        Place(
            site_address(paths.story(one.slug)),
            one.changed_at,
            paper=site.name,
            language=one.language,
            title=one.title,
            published=one.published_at,
        )
        for one in fresh.defer("body", "folded")[: sitemaps.MOST_NEWS]
    ]


def _images(number: int, site: Site, now: datetime) -> list[Place] | None:
    first = (number - 1) * PICTURED_A_FILE
    rows = PublicStory.objects.order_by("pk").values_list("story_id", "slug")
    slugs = {f"story:{pk}": slug for pk, slug in rows[first : first + PICTURED_A_FILE]}
    if not slugs:
        return None
    uses = PhotoUse.objects.filter(mark__in=slugs, place="site").order_by("pk")
    of: dict[str, list[int]] = {}
    for mark, photo in uses.values_list("mark", "photo_id"):
        of.setdefault(mark, []).append(photo)
    fine = shown(pk for pks in of.values() for pk in pks)
    told = []
    for mark, pks in of.items():
        seen = [fine[pk].address for pk in pks if pk in fine]
        if seen:
            told.append(Place(site_address(paths.story(slugs[mark])), pictures=seen))
    return told


def _parts(count: int, in_one: int) -> range:
    return range(1, -(-count // in_one) + 1)


def _at(kind: str, number: int) -> str:
    return site_address(f"/sitemap-{kind}-{number}.xml")


KINDS: dict[str, Callable[[int, Site, datetime], list[Place] | None]] = {
    "stories": _stories,
    "places": _places,
    "news": _news,
    "images": _images,
}
LASTING = frozenset({"stories", "places"})
"""Those that change only when a story or a page does; the others also by time or by consent."""
