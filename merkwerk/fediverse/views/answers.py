"""How documents for other servers are answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from merkwerk.connectors.activitypub.client import TYPE, packed
from merkwerk.fediverse import actions

MINUTE = "public, max-age=60"
GONE = 410


def document(told: Any, *, kind: str = TYPE, status: int = 200) -> HttpResponse:
    """For everybody, kept for a minute at most, and readable by scripts of other sites."""
    answer = HttpResponse(packed(told), content_type=kind, status=status)
    answer.headers["Cache-Control"] = MINUTE
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Vary"] = "Accept"
    return answer


def gone(address: str) -> HttpResponse:
    """What was there is gone for good."""
    return document(actions.tombstone(address), status=GONE)


def page_for_people(request: HttpRequest, path: str) -> HttpResponse | None:
    """Sends a person's browser on to the page; None for a server, which wants the document."""
    wanted = request.headers.get("accept", "")
    if "text/html" not in wanted or "json" in wanted.partition("text/html")[0]:
        return None
    answer = HttpResponseRedirect(path)
    answer.headers["Vary"] = "Accept"
    return answer
