"""The door where other servers bring what they have to say."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from merkwerk.connectors.activitypub.heard import MOST_BYTES
from merkwerk.connectors.activitypub.request import Received
from merkwerk.fediverse import actions
from merkwerk.stories.actions import open_site

TYPES = frozenset(("application/activity+json", "application/ld+json", "application/json"))
TOO_LARGE, WRONG_TYPE = 413, 415


@csrf_exempt
@login_not_required
@require_POST
def inbox(request: HttpRequest, handle: str = "") -> HttpResponse:
    """Takes a message for everybody here, or for one; what is done with it depends on its
    signature and words alone. Answers with a status and no words."""
    if request.content_type not in TYPES:
        return HttpResponse(status=WRONG_TYPE)
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > MOST_BYTES:
        return HttpResponse(status=TOO_LARGE)
    if open_site() is None:
        return HttpResponse(status=404)
    try:
        body = request.body
    except RequestDataTooBig:
        return HttpResponse(status=TOO_LARGE)
    fields = {name.lower(): value for name, value in request.headers.items()}
    told = Received("POST", request.get_full_path(), actions.origin(), fields, body)
    return HttpResponse(status=actions.receive(told, now=timezone.now()))
