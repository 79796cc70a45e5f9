"""Upkeep in one's own calendar program."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from merkwerk.lib.requests import Request
from merkwerk.today import actions
from merkwerk.today.models import CalendarAddress


@require_safe
def calendar(request: Request) -> HttpResponse:
    """Whether there is an address, and when it was last read; the address itself isn't kept."""
    return _page(request)


def _page(request: Request, secret: str = "") -> HttpResponse:
    address = CalendarAddress.objects.filter(colleague=request.user).first()
    place = reverse("today:feed", args=[secret]) if secret else ""
    words = {
        "here": "today",
        "address": address,
        "told": settings.SITE_URL + place if place else "",
    }
    return render(request, "today/calendar.html", words)


@require_POST
def make_calendar(request: Request) -> HttpResponse:
    """A new address, shown on this page and never again."""
    return _page(request, actions.make_address(by=request.user, now=timezone.now()))


@require_POST
def stop_calendar(request: Request) -> HttpResponse:
    actions.stop_address(by=request.user)
    messages.success(request, _("The address leads nowhere any more."))
    return redirect("today:calendar")


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar behind a secret address, for a program that can't sign in. An address that is
    wrong, ended or a leaver's is not found, all alike."""
    body = actions.calendar_of(secret=secret, now=timezone.now())
    if body is None:
        raise Http404
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer.headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    answer.headers["Cache-Control"] = "private, max-age=3600"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Content-Disposition"] = 'inline; filename="merkwerk.ics"'
    found = get_conditional_response(request, etag=answer.headers["ETag"], response=answer)
    return found or answer
