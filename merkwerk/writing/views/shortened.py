"""What a short address answers, to anybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from merkwerk.connectors.content import safe_url
from merkwerk.writing.actions import short_links
from merkwerk.writing.models import ShortLink

GONE = 410


@login_not_required
@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Leads to where the link was made for, and counts who pressed without knowing them: no cookie,
    nothing kept of the call. Where it leads may change (it can be stopped), so nobody keeps the
    answer."""
    link = _found(code)
    if link.stopped_at:
        return _quiet(render(request, "writing/link_stopped.html", {"link": link}, status=GONE))
    pressed = short_links.was_a_person(method=request.method or "", headers=request.headers)
    own = request.user.is_authenticated and request.user.pk == link.colleague_id
    if pressed and not own:
        short_links.count(link)
    return _quiet(HttpResponseRedirect(link.target))


@login_not_required
@require_safe
def reveal(request: HttpRequest, code: str) -> HttpResponse:
    """Where a short link leads, without going there."""
    link = _found(code)
    words = {"link": link, "short": short_links.address_of(link)}
    return _quiet(render(request, "writing/link_shown.html", words))


def _found(code: str) -> ShortLink:
    link = short_links.link_of(code)
    if link is None or not safe_url(link.target):
        raise Http404
    return link


def _quiet(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
