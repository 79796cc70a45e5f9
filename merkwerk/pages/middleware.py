"""The site by its own name, and public pages that are the same for whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port

Next = Callable[[HttpRequest], HttpResponse]


def own_name(get_response: Next) -> Next:
    """Asked by the name of the site, where that is another than the workspace's, only what is
    public answers, and `/` is the site's home: nobody comes to the workspace by that name."""

    def answer(request: HttpRequest) -> HttpResponse:
        if is_site(request.get_host()):
            if request.path_info == "/":
                request.path = request.path_info = settings.SITE_HOME
            if not request.path_info.startswith(settings.OPEN_ON_THE_SITE):
                raise Http404
        return get_response(request)

    return answer


def is_site(host: str) -> bool:
    """Whether `host` (with its port, if it has one) is the site's own name only, however it is
    written: with another port or a dot at its end it is still that name."""
    site, workspace = (urlsplit(str(one)) for one in (settings.SITE_ADDRESS, settings.SITE_URL))
    if not site.hostname or site.netloc == workspace.netloc:
        return False
    if site.hostname == workspace.hostname:
        return host.lower() == site.netloc.lower()
    return split_domain_port(host)[0].strip("[]") == site.hostname


def the_same_for_everybody(get_response: Next) -> Next:
    """Whoever reads a public page is a stranger to it: it gets no cookie, no language of the
    reader's and only the site's own name, so what is made for one may be sent to all."""

    def answer(request: HttpRequest) -> HttpResponse:
        safe = request.method in {"GET", "HEAD"}
        if safe and request.path_info.startswith(settings.PUBLIC_PAGES):
            request.get_host()  # A name that isn't ours is refused before it is replaced.
            request.META["HTTP_HOST"] = urlsplit(settings.SITE_ADDRESS or settings.SITE_URL).netloc
            for header in ("HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE"):
                request.META.pop(header, None)
        return get_response(request)

    return answer
