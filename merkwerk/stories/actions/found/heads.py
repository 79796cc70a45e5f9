"""What stands in the head of a public page, for those who find, show and share it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from merkwerk.accounts.models import Organisation
from merkwerk.colleagues.models import Subject
from merkwerk.stories.actions.addresses import elsewhere, handle_of, site_address
from merkwerk.stories.actions.cleaning import photos_in, words_of
from merkwerk.stories.actions.found import cards, paths, structured
from merkwerk.stories.actions.found.pictures import Shown, shown
from merkwerk.stories.models import PersonPage, PublicStory, Series, Site

LONGEST = 200
LOCALES = {"nl": "nl_NL", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Picture:
    """What is shown beside a link to the page."""

    address: str
    width: int
    height: int
    alt: str
    type: str


@dataclass(frozen=True, slots=True)
class Head:
    """All of it, whole addresses only. `kind` is Open Graph's; `alternates` are (language,
    address), "x-default" included; `feed` is the page of a feed, a path."""

    site: str
    title: str
    address: str
    kind: str = "website"
    description: str = ""
    language: str = ""
    picture: Picture | None = None
    alternates: Sequence[tuple[str, str]] = ()
    feed_title: str = ""
    feed: str = ""
    previous: str = ""
    following: str = ""
    author: str = ""
    author_at: str = ""
    creator: str = ""
    actor: str = ""
    published: datetime | None = None
    changed: datetime | None = None
    subjects: Sequence[str] = ()
    section: str = ""
    noindex: bool = False
    reserved: bool = False
    data: Sequence[SafeString] = ()

    @property
    def locale(self) -> str:
        return LOCALES.get(self.language, self.language)

    @property
    def whole_title(self) -> str:
        """For `<title>`: the page first, then the site."""
        return self.title if self.title.startswith(self.site) else f"{self.title} · {self.site}"

    @property
    def feeds(self) -> list[tuple[str, str]]:
        """(type, address) of each spelling of the page's feed."""
        if not self.feed:
            return []
        types = ("application/rss+xml", "application/atom+xml", "application/feed+json")
        own = [site_address(paths.feed(self.feed, spelling)) for spelling in paths.SPELLINGS]
        return list(zip(types, own, strict=True))


def head_of_story(standing: PublicStory, *, site: Site) -> Head:
    """A story's: in its own language, beside its translations. A fixed number of queries."""
    pks = [standing.cover_id, *photos_in(standing.body)]
    found = shown([*pks, site.mark_id])
    pictures = [found[pk] for pk in dict.fromkeys(pks) if pk in found]
    person, organisation = standing.person, _organisation()
    card = cards.card_of(standing, site=site, organisation=organisation, pictures=found)
    drawn = Picture(site_address(card.path), cards.WIDTH, cards.HEIGHT, standing.title, card.kind)
    told = structured.article(
        standing,
        site=site,
        organisation=organisation,
        pictures=pictures,
        card=drawn.address,
    )
    crumbs = structured.crumbs(_way(standing, site))
    followed = person is not None and person.can_be_followed
    return Head(
        site=site.name,
        title=standing.title,
        address=site_address(paths.story(standing.slug)),
        kind="article",
        description=described(standing.opening or words_of(standing.body)),
        language=standing.language,
        picture=drawn,
        alternates=translations(standing),
        feed_title=f"{person.name} · {site.name}" if person and person.is_open else site.name,
        feed=paths.person(person.slug) if person and person.is_open else paths.ROOT,
        author=person.name if person else "",
        author_at=site_address(paths.person(person.slug)) if person and person.is_open else "",
        creator=handle_of(person) if person else "",
        actor=elsewhere(standing.story) if followed else "",
        published=standing.published_at,
        changed=max(standing.changed_at, standing.published_at),
        subjects=[one.name for one in standing.subjects.all()],
        section=standing.get_kind_display(),
        noindex=site.keeps_out_search,
        reserved=site.keeps_out_models,
        data=[structured.in_a_page(told), structured.in_a_page(crumbs)],
    )


def head_of_person(page: PersonPage, *, site: Site, language: str = "") -> Head:
    """Somebody's own page. `language` is the frame's when it is another than the site's."""
    portrait = shown([page.portrait_id]).get(page.portrait_id or 0)
    told = structured.person(page, organisation=_organisation(), portrait=portrait)
    path = paths.person(page.slug)
    way = [(site.name, paths.home()), (page.name, path)]
    return _framed(
        path,
        site,
        language,
        title=page.name,
        kind="profile",
        description=described(page.introduction or page.work),
        picture=_seen(portrait),
        feed=path,
        creator=handle_of(page),
        actor=site_address(f"/ap/people/{page.slug}") if page.can_be_followed else "",
        data=[structured.in_a_page(told), structured.in_a_page(structured.crumbs(way))],
    )


def head_of_subject(one: Subject, *, site: Site, language: str = "") -> Head:
    """The list of what is told about a subject."""
    path = paths.subject(one)
    return _listed(path, one.name, "", site, language)


def head_of_series(one: Series, *, site: Site, language: str = "") -> Head:
    """A series and its parts."""
    return _listed(paths.series(one.slug), one.title, one.introduction, site, language)


def head_of_page(
    path: str,
    *,
    site: Site,
    title: str = "",
    description: str = "",
    language: str = "",
    previous: str = "",
    following: str = "",
    kept_out: bool = False,
) -> Head:
    """Any other page of the frame, by its path without language: home (no title needed), archive,
    people, about. `previous` and `following` are paths; `kept_out` is for pages that are no place
    by themselves, such as what was searched."""
    at_home = path in {"/", paths.ROOT}
    path = paths.home() if at_home else path
    organisation = _organisation()
    told = structured.website(site, organisation=organisation)
    way = structured.crumbs([(site.name, paths.home()), (title, path)])
    return _framed(
        path,
        site,
        language,
        title=title or site.name,
        description=described(description or (site.motto or site.introduction)),
        previous=site_address(previous) if previous else "",
        following=site_address(following) if following else "",
        feed=paths.ROOT,
        noindex=kept_out or site.keeps_out_search,
        data=[structured.in_a_page(told if at_home else way)],
    )


def card_of_story(standing: PublicStory, *, site: Site) -> cards.Card:
    """What is drawn for this story now."""
    pictures = shown([standing.cover_id, site.mark_id])
    return cards.card_of(standing, site=site, organisation=_organisation(), pictures=pictures)


def marks_of_card(standing: PublicStory, *, site: Site) -> list[str]:
    """Whose change makes the card another one."""
    marks = [f"story:{standing.story_id}"]
    if standing.person_id:
        marks.append(f"person:{standing.person_id}")
    return [*marks, *(f"photo:{pk}" for pk in (standing.cover_id, site.mark_id) if pk)]


def described(text: str) -> str:
    """A text in one line, short enough to stand under a link."""
    return Truncator(" ".join(text.split())).chars(LONGEST)


def translations(standing: PublicStory) -> list[tuple[str, str]]:
    """The story in each language it is told in, and the one it was told in first for everybody
    else; nothing when it has no translation."""
    first = standing.translates or standing
    every = {one.language: one for one in first.translations.all()}
    every[first.language] = first
    every[standing.language] = standing
    if len(every) < 2:
        return []
    told = [(word, site_address(paths.story(one.slug))) for word, one in sorted(every.items())]
    return [*told, ("x-default", site_address(paths.story(first.slug)))]


def _listed(path: str, title: str, description: str, site: Site, language: str) -> Head:
    way = structured.crumbs([(site.name, paths.home()), (title, path)])
    return _framed(
        path,
        site,
        language,
        title=title,
        description=described(description),
        feed=path,
        data=[structured.in_a_page(way)],
    )


def _framed(path: str, site: Site, language: str, **told: object) -> Head:
    """A page of the frame, which stands in every language."""
    title = str(told["title"])
    others = [word for word, _name in settings.LANGUAGES if word != site.language]
    home = path == paths.home()
    plain = paths.ROOT if home else path
    own = site_address(path)
    alternates = [(site.language, own)]
    alternates += [(word, site_address(paths.framed(plain, word))) for word in others]
    return Head(
        site=site.name,
        address=site_address(paths.framed(plain, language)) if language else own,
        language=language or site.language,
        alternates=[*alternates, ("x-default", own)],
        feed_title=site.name if home or title == site.name else f"{title} · {site.name}",
        reserved=site.keeps_out_models,
        **({"noindex": site.keeps_out_search} | told),  # type: ignore[arg-type]
    )


def _way(standing: PublicStory, site: Site) -> list[tuple[str, str]]:
    between: list[tuple[str, str]] = []
    if standing.series is not None:
        between = [(standing.series.title, paths.series(standing.series.slug))]
    elif standing.person is not None and standing.person.is_open:
        between = [(standing.person.name, paths.person(standing.person.slug))]
    story = (standing.title, paths.story(standing.slug))
    return [(site.name, paths.home()), *between, story]


def _seen(one: Shown | None) -> Picture | None:
    return Picture(one.address, one.width, one.height, one.alt, "image/jpeg") if one else None


def _organisation() -> str:
    return Organisation.objects.values_list("name", flat=True).get(pk=1)
