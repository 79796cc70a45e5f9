"""What stands on the site, as its pages show it: only public rows, in a number of queries that
doesn't grow with what is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import (
    DateTimeField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.utils import timezone

from merkwerk.colleagues.models import Subject
from merkwerk.photos import actions as photos
from merkwerk.photos.models import Photo
from merkwerk.stories.actions.cleaning import photos_in
from merkwerk.stories.actions.laying_out import Piece, laid_out
from merkwerk.stories.models import PersonPage, PublicStory, Series, Site

ON_HOME, ON_A_PAGE, RELATED, FACES, SERIES_ON_HOME = 11, 20, 3, 8, 3
LIGHT = ("body", "folded", "question")
"""What no list shows, and is not read for one."""


@dataclass(frozen=True)
class Told:
    """A story in a list, with those of its pictures that everybody may see now."""

    story: PublicStory
    cover: Photo | None = None
    face: Photo | None = None

    @property
    def month(self) -> str:
        return f"{timezone.localtime(self.story.published_at):%Y-%m}"


@dataclass(frozen=True)
class Teller:
    """Somebody whose page is on the site."""

    page: PersonPage
    face: Photo | None = None


@dataclass(frozen=True)
class Listed:
    """One page of a list of stories; `more` is the number of the next one, or None."""

    told: list[Told]
    page: int = 1
    more: int | None = None

    @property
    def back(self) -> int | None:
        return self.page - 1 if self.page > 1 else None


@dataclass(frozen=True)
class Home:
    told: list[Told]
    people: list[Teller]
    series: list[Series]
    older: bool


@dataclass(frozen=True)
class Reading:
    """One story with everything around it. `before` and `after` are its neighbours in the series,
    `part` its number there; `translations` are the same story in other languages."""

    told: Told
    pieces: list[Piece]
    subjects: list[Subject]
    translations: list[PublicStory]
    parts: list[PublicStory] = field(default_factory=list)
    related: list[Told] = field(default_factory=list)

    @property
    def place(self) -> int:
        return next(
            (at for at, one in enumerate(self.parts) if one.pk == self.told.story.pk),
            -1,
        )

    @property
    def number(self) -> int:
        return self.place + 1

    @property
    def before(self) -> PublicStory | None:
        return self.parts[self.place - 1] if self.place > 0 else None

    @property
    def after(self) -> PublicStory | None:
        here = self.place
        return self.parts[here + 1] if 0 <= here < len(self.parts) - 1 else None

    @property
    def changed(self) -> bool:
        """Whether it was changed on a later day than it was told."""
        told = self.told.story
        return timezone.localdate(told.changed_at) > timezone.localdate(told.published_at)

    @property
    def minutes(self) -> int:
        """How long reading takes at 230 words a minute."""
        return max(1, round(self.told.story.words / 230))


def the_site() -> Site | None:
    """The site, open or not; None when nobody began it."""
    return Site.objects.select_related("mark").filter(pk=1).first()


def open_site() -> Site | None:
    """The site, when it stands open: only then anything of it is there for people outside."""
    return Site.objects.select_related("mark").filter(pk=1, is_open=True).first()


def shown_now(wanted: Iterable[Photo | None]) -> dict[int, Photo]:
    """Those of these photos that may be seen on the site today, by number."""
    there = {one.pk: one for one in wanted if one is not None}
    if not there:
        return {}
    said = photos.showable(list(there), place="site", on=timezone.localdate())
    return {pk: one for pk, one in there.items() if pk in said and said[pk].ok}


def listed(stories: Iterable[PublicStory]) -> list[Told]:
    """Stories for a list. They must bring their cover, person and portrait along."""
    rows = list(stories)
    seen = shown_now([one.cover for one in rows] + [_portrait(one.person) for one in rows])
    return [
        Told(one, seen.get(one.cover_id or 0), seen.get(_portrait_pk(one.person))) for one in rows
    ]


def newest(language: str = "") -> QuerySet[PublicStory]:
    """Stories for lists, newest first. With a language, a story that was told in that one too is
    left out in its other languages."""
    stories = PublicStory.objects.newest().select_related("person__portrait", "cover")
    stories = stories.defer(*LIGHT)
    if not language:
        return stories
    translated = PublicStory.objects.filter(translates=OuterRef("pk"), language=language)
    return stories.filter(
        Q(language=language)
        | (~Exists(translated) & (Q(translates=None) | ~Q(translates__language=language)))
    )


def page_of(stories: QuerySet[PublicStory], page: int = 1) -> Listed:
    """One page of twenty. Pages beyond the last are empty."""
    first = (page - 1) * ON_A_PAGE
    rows = list(stories[first : first + ON_A_PAGE + 1])
    more = page + 1 if len(rows) > ON_A_PAGE else None
    return Listed(listed(rows[:ON_A_PAGE]), page, more)


def home(language: str) -> Home:
    """The newest stories, some of the people who told them last, and series."""
    rows = list(newest(language)[: ON_HOME + 1])
    last = PublicStory.objects.filter(person=OuterRef("pk")).newest().values("published_at")[:1]
    people = PersonPage.objects.open().select_related("portrait").annotate(last=Subquery(last))
    people = people.filter(last__isnull=False).order_by("-last", "pk")
    series = Series.objects.annotate(last=_newest_of_series()).filter(last__isnull=False)
    return Home(
        told=listed(rows[:ON_HOME]),
        people=tellers(people[:FACES]),
        series=list(series.order_by("-last", "pk")[:SERIES_ON_HOME]),
        older=len(rows) > ON_HOME,
    )


def _newest_of_series() -> Subquery:
    parts = PublicStory.objects.filter(series=OuterRef("pk")).newest()
    return Subquery(parts.values("published_at")[:1], output_field=DateTimeField())


def tellers(people: Iterable[PersonPage]) -> list[Teller]:
    """People with their portraits, when these may be shown."""
    rows = list(people)
    seen = shown_now(one.portrait for one in rows)
    return [Teller(one, seen.get(one.portrait_id or 0)) for one in rows]


def everybody() -> list[Teller]:
    """All whose page is on the site, by name."""
    return tellers(PersonPage.objects.open().select_related("portrait"))


def person(slug: str) -> Teller | None:
    """Somebody's page, when they opened it."""
    found = PersonPage.objects.open().select_related("portrait").filter(slug=slug).first()
    return tellers([found])[0] if found else None


def subjects_of(page: PersonPage) -> list[Subject]:
    """What somebody says on the site they tell about."""
    return list(page.subjects.all())


def subject(pk: int) -> Subject | None:
    """A subject that stands on the site: a story is about it or somebody there tells about it.
    Others are nobody's business outside."""
    told = PublicStory.objects.filter(subjects=OuterRef("pk"))
    chosen = PersonPage.objects.open().filter(subjects=OuterRef("pk"))
    return Subject.objects.filter(Exists(told) | Exists(chosen), pk=pk).first()


def tellers_about(subject: Subject) -> list[Teller]:
    """Those who say on the site that they tell about it."""
    people = PersonPage.objects.open().filter(subjects=subject)
    return tellers(people.select_related("portrait")[:ON_A_PAGE])


def parts_of(series: Series) -> list[Told]:
    """The stories of a series in their order."""
    return listed(newest().filter(series=series).order_by("place", "published_at", "pk"))


def years() -> list[int]:
    """The years in which something was told, newest first."""
    dates = PublicStory.objects.order_by("published_at").values_list("published_at", flat=True)
    first, last = dates.first(), dates.last()  # Both stand at an end of the index.
    if first is None or last is None:
        return []
    span = range(timezone.localtime(last).year, timezone.localtime(first).year - 1, -1)
    told = {f"y{year}": Exists(_of_year(year)) for year in span}
    row = Site.objects.annotate(one=Value(1), **told).values(*told).first() or {}
    return [year for year in span if row.get(f"y{year}")]


def _of_year(year: int) -> QuerySet[PublicStory]:
    return PublicStory.objects.filter(published_at__year=year).order_by()


def of_year(year: int, page: int = 1, language: str = "") -> Listed:
    """One page of what was told in a year, newest first."""
    return page_of(newest(language).filter(published_at__year=year), page)


def reading(slug: str) -> Reading | None:
    """The story at an address, with everything around it."""
    found = (
        PublicStory.objects.select_related("person__portrait", "cover", "series")
        .filter(slug=slug)
        .first()
    )
    if found is None:
        return None
    subjects = list(found.subjects.all())
    inside = list(Photo.objects.filter(pk__in=photos_in(found.body)))
    seen = shown_now([found.cover, _portrait(found.person), *inside])
    told = Told(found, seen.get(found.cover_id or 0), seen.get(_portrait_pk(found.person)))
    return Reading(
        told=told,
        pieces=laid_out(found.body, seen),
        subjects=subjects,
        translations=_translations(found),
        parts=_neighbours(found),
        related=related(found, subjects),
    )


def _translations(story: PublicStory) -> list[PublicStory]:
    first = story.translates_id or story.pk
    same = PublicStory.objects.filter(Q(pk=first) | Q(translates=first)).exclude(pk=story.pk)
    return list(same.exclude(language=story.language).only("slug", "language", "title"))


def _neighbours(story: PublicStory) -> list[PublicStory]:
    if story.series_id is None:
        return []
    parts = PublicStory.objects.filter(series=story.series_id)
    parts = parts.order_by("place", "published_at", "pk")
    return list(parts.only("slug", "title", "place", "language", "series"))


def related(story: PublicStory, subjects: Sequence[Subject]) -> list[Told]:
    """Up to three others, each once and in this story's language if there: those about the same
    subjects first, then of the same person. Parts of the same series and translations of this
    one are left out; they have a place of their own."""
    first = story.translates_id or story.pk
    others = newest(story.language).exclude(Q(pk__in=[story.pk, first]) | Q(translates=first))
    if story.series_id:
        others = others.exclude(series=story.series_id)
    link = PublicStory.subjects.through.objects.filter(subject__in=subjects)
    about = others.filter(pk__in=link.values("publicstory"))[:RELATED] if subjects else []
    same = others.filter(person=story.person_id)[:RELATED] if story.person_id else []
    found = {one.pk: one for one in [*about, *same]}
    return listed(list(found.values())[:RELATED])


def _portrait(page: PersonPage | None) -> Photo | None:
    return page.portrait if page is not None and page.is_open else None


def _portrait_pk(page: PersonPage | None) -> int:
    return (page.portrait_id or 0) if page is not None and page.is_open else 0


def photo_marks(*groups: Iterable[Told | Teller]) -> list[str]:
    """The marks of every picture in these."""
    shown = [photo for group in groups for one in group for photo in _pictures(one)]
    return [f"photo:{photo.pk}" for photo in shown]


def _pictures(one: Told | Teller) -> list[Photo]:
    both = [one.face, one.cover] if isinstance(one, Told) else [one.face]
    return [photo for photo in both if photo is not None]
