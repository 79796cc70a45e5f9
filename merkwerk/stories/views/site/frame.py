"""What every page of the site has in common: it is there only when the site is open, it speaks
one language whoever asks, and it knows nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from merkwerk.lib.requests import whole_number
from merkwerk.pages import actions as pages
from merkwerk.stories.actions import found, looks, standing
from merkwerk.stories.actions.addresses import site_address
from merkwerk.stories.models import Site
from merkwerk.stories.views.found import sent_on

LANGUAGES = [code for code, _name in settings.LANGUAGES]
OWN_WORD = {"nl": "Nederlands", "en": "English"}
MOST_PAGES = 1000
ALONE = frozenset(("site:story", "site:gone"))
"""What has no sister in another language of the frame."""
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Frame:
    """What stands around a page. `language` is that of the frame, "" stands for the site's own in
    addresses; `others` are (language, address) of the same page in other languages."""

    site: Site
    language: str
    path: str
    others: tuple[tuple[str, str], ...] = ()
    here: str = ""
    sheet: str = ""

    @property
    def prefix(self) -> str:
        return "" if self.language == self.site.language else self.language

    @property
    def look(self) -> str:
        """The address of the sheet; a preview behind the door has its own."""
        return self.sheet or reverse("site:look", args=[looks.sheet_of(self.site).mark])

    @property
    def fonts(self) -> list[str]:
        return looks.fonts_of(self.site)

    @property
    def icon(self) -> str:
        return looks.icon_of(self.site)

    @property
    def elsewhere(self) -> list[dict[str, str]]:
        """The same page in other languages, each language in its own word."""
        return [{"language": one, "path": path, "name": OWN_WORD[one]} for one, path in self.others]

    @property
    def address(self) -> str:
        return site_address(self.path)

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """Whole addresses of this page in every language it is there in, its own too."""
        if not self.others:
            return []
        every = [(self.language, self.path), *self.others]
        return [(language, site_address(path)) for language, path in sorted(every)]

    @property
    def bare(self) -> str:
        """The path of this page without the language of the frame."""
        return self.path.replace(f"/{self.prefix}/", "/", 1) if self.prefix else self.path

    def head(self, path: str, title: str, stories: standing.Listed | None = None) -> found.Head:
        """What a page without a kind of its own says of itself; lists name their neighbours."""
        back, more = (stories.back, stories.more) if stories else (None, None)
        return found.head_of_page(
            path,
            site=self.site,
            title=title,
            language=self.prefix,
            previous=f"{path}?page={back}" if back else "",
            following=f"{path}?page={more}" if more else "",
        )

    def at(self, name: str, **words: object) -> str:
        """The address of a page of the site in the language of this frame."""
        return reverse(
            f"site:{name}", kwargs=words | ({"language": self.prefix} if self.prefix else {})
        )


def open_page(view: View) -> View:
    """A page of the site: `view(request, frame, **words)`. Closed, there is nothing; what isn't
    there or has moved is answered in the site's own look."""

    @login_not_required
    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, language: str = "", **words: Any) -> HttpResponse:
        site = standing.open_site()
        if site is None:
            raise Http404
        if language == site.language:
            return HttpResponsePermanentRedirect(request.path.replace(f"/{language}/", "/", 1))
        with spoken(language or site.language):
            try:
                response = view(request, frame_of(request, site, language, words), **words)
            except Http404:
                response = not_here(request, site, language)
        return response

    return answer


class spoken:  # noqa: N801
    """One language and the house's own time zone, whoever asks."""

    def __init__(self, language: str) -> None:
        self.language = translation.override(language)
        self.zone = timezone.override(None)

    def __enter__(self) -> None:
        self.language.__enter__()
        self.zone.__enter__()

    def __exit__(self, *trouble: Any) -> None:
        self.zone.__exit__(*trouble)
        self.language.__exit__(*trouble)


def frame_of(request: HttpRequest, site: Site, language: str, words: dict[str, Any]) -> Frame:
    """The frame of the page that is asked for, with its sisters in other languages."""
    own = language or site.language
    name = request.resolver_match.view_name if request.resolver_match else ""
    name = name if name.startswith("site:") else "site:home"
    others = [] if name in ALONE else [one for one in LANGUAGES if one != own]
    return Frame(
        site,
        own,
        request.path,
        tuple((one, _sister(name, site, one, words)) for one in others),
    )


def _sister(name: str, site: Site, language: str, words: dict[str, Any]) -> str:
    prefix = {} if language == site.language else {"language": language}
    return reverse(name, kwargs=words | prefix)


def shown(
    frame: Frame, template: str, marks: Iterable[str] = (), status: int = 200, **facts: Any
) -> HttpResponse:
    """The page, with the marks of everything it shows. No cookie, no token, no reader."""
    told = {"frame": frame, "site": frame.site, **facts}
    response = HttpResponse(render_to_string(f"site/{template}.html", told), status=status)
    response["Content-Language"] = frame.language
    return pages.shows(response, "site", *dict.fromkeys(marks))


def not_here(request: HttpRequest, site: Site, language: str) -> HttpResponse:
    """Sent on when it has moved, else a page that says there is nothing, with ways on."""
    moved = sent_on(request)
    if moved is not None:
        return moved
    gone = found.gone(request.path)
    frame = Frame(site, language or site.language, request.path)
    told = {"frame": frame, "site": site, "newest": standing.newest(frame.language)[:3]}
    told["gone"] = gone
    response = HttpResponse(render_to_string("site/gone.html", told), status=410 if gone else 404)
    response["Content-Language"] = frame.language
    return response


def page_number(request: HttpRequest) -> int:
    """Which page of a list is asked for; anything strange is the first."""
    typed = whole_number(request.GET.get("page", "")) or 1
    return min(max(typed, 1), MOST_PAGES)
