"""The register of consent, for editors: everybody in every photo, and the proof to take along."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from merkwerk.accounts.models import Role
from merkwerk.accounts.permissions import allowed
from merkwerk.lib.downloads import json_file
from merkwerk.lib.requests import Request
from merkwerk.photos.actions import consent

A_PAGE = 50
FILTERS = {
    "": _("Everybody"),
    "waiting": _("Waiting"),
    "agreed": _("Yes"),
    "partly": _("Partly"),
    "refused": _("No"),
    "withdrawn": _("Taken back"),
    "running-out": _("Nearly over"),
    "ran-out": _("Over"),
    "not-needed": _("Not needed"),
}


@require_safe
@allowed(Role.EDITOR)
def register(request: Request) -> HttpResponse:
    show = _shown(request)
    people = consent.in_register(show=show, now=timezone.now())
    page = Paginator(people, A_PAGE).get_page(request.GET.get("page"))
    words = {
        "here": "stories",
        "page": page,
        "rows": [(one, consent.places_in_words(one.agreed_to)) for one in page],
        "filters": FILTERS.items(),
        "show": show,
        "day": timezone.localdate(),
    }
    return render(request, "photos/consent/register.html", words)


@require_safe
@allowed(Role.EDITOR)
def as_table(request: Request) -> HttpResponse:
    people = consent.in_register(show=_shown(request), now=timezone.now())
    answer = HttpResponse(consent.as_csv(people), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="consent-register.csv"'
    return answer


@require_safe
@allowed(Role.EDITOR)
def as_json(request: Request) -> HttpResponse:
    """With every line of proof, and the words that were read."""
    people = consent.in_register(show=_shown(request), now=timezone.now())
    told = consent.with_proof(people.prefetch_related("forms"))
    return json_file(told, name="consent-register.json")


def _shown(request: Request) -> str:
    show = request.GET.get("show", "")
    return show if show in FILTERS else ""
