"""Pages of the site that take something in: never kept, without cookies, sessions or tokens of the
browser; what they accept is signed or comes from a link in a letter."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from merkwerk.stories.actions import readers, standing
from merkwerk.stories.models import Site
from merkwerk.stories.views.site.frame import Frame, not_here, spoken

View = Callable[..., HttpResponse]


def asked_page(view: View) -> View:
    """A page of the open site that may be posted to: `view(request, site, **words)`. What leads to
    nothing is answered in the site's look."""

    @login_not_required
    @csrf_exempt
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, **words: Any) -> HttpResponse:
        site = standing.open_site()
        if site is None:
            raise Http404
        try:
            response = view(request, site, **words)
        except Http404:
            with spoken(site.language):
                response = not_here(request, site, "")
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return answer


def page(
    request: HttpRequest,
    site: Site,
    template: str,
    *,
    language: str,
    status: int = 200,
    **facts: Any,
) -> HttpResponse:
    """A page of `site/readers/` in the look of the site, in one language."""
    frame = Frame(site, language, request.path)
    with spoken(language):
        told = {"frame": frame, "site": site, **facts}
        text = render_to_string(f"site/readers/{template}.html", told)
    response = HttpResponse(text, status=status)
    response.headers["Content-Language"] = language
    return response


def wait_in_words(trouble: readers.TooMany) -> str:
    """That something has to wait, and how long."""
    minutes = max(1, round(trouble.seconds / 60))
    return ngettext(
        "So much came from there just now that it has to wait. Try again in %(minutes)s minute.",
        "So much came from there just now that it has to wait. Try again in %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
