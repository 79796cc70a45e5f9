"""Where other sites tell that a page of theirs links to a story (Webmention)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from merkwerk.lib.limits import wait_for
from merkwerk.lib.network_address import address_of
from merkwerk.stories.actions import readers, standing
from merkwerk.stories.actions.readers.reacting import neighbourhood

PER_HOUR = 60
WHY = {
    "source": "The source is not an address of the web.",
    "target": "The target is not an address of the web.",
    "same": "The source and the target are the same page.",
    "unknown": "The target is not a story that stands here.",
}


@login_not_required
@csrf_exempt
@require_POST
def webmention(request: HttpRequest) -> HttpResponse:
    """Takes a webmention in (202) and looks at it later; says at once what can't be one (400). In
    English, as the specification is: programs read it."""
    site = standing.open_site()
    if site is None:
        raise Http404
    if wait := wait_for(
        "webmention", neighbourhood(address_of(request)), most=PER_HOUR, seconds=3600
    ):
        return _say("Too many at once. Try again later.", 429, {"Retry-After": str(wait)})
    try:
        readers.receive(
            source=request.POST.get("source", ""),
            target=request.POST.get("target", ""),
            now=timezone.now(),
        )
    except readers.Refused as refused:
        return _say(WHY[refused.code], 400)
    return _say("Thank you. We look at it soon.", 202)


def _say(words: str, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(f"{words}\n", "text/plain; charset=utf-8", status, headers=headers)
