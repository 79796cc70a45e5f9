"""Hints about words that somebody writes elsewhere in the house, a story for one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from merkwerk.lib.limits import wait_for
from merkwerk.lib.requests import Request, wants_part
from merkwerk.writing import actions
from merkwerk.writing.actions import hints as hinting
from merkwerk.writing.views.hints import MOST_A_MINUTE, fingerprint


@require_POST
def words_hints(request: Request) -> HttpResponse:
    """The hints about the `text` that was sent; nothing of it is kept. Within a page, or as a page
    of its own that leads `back`."""
    if wait_for("hints", request.user.pk, most=MOST_A_MINUTE, seconds=60):
        return HttpResponse(status=204) if request.htmx else render(request, "429.html", status=429)
    words = request.POST.get("text", "")[: actions.MOST].replace("\r\n", "\n")
    language = request.POST.get("language", "")[:35]
    found = hinting.hints_about(words=words, by=request.user, language=language)
    seen, part = fingerprint(found), wants_part(request)
    if part and request.POST.get("hints_seen") == seen:
        return HttpResponse(status=204)
    back = request.POST.get("back", "")
    facts = {
        "here": "writing",
        "hints": found[: hinting.SHOWN],
        "more": found[hinting.SHOWN :],
        "seen": seen,
        "text": words,
        "back": back if url_has_allowed_host_and_scheme(back, None) else "",
    }
    name = "writing/_words_hints.html" if part else "writing/words_hints.html"
    return render(request, name, facts)
