"""The list of own relationships, and adding somebody to it."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from merkwerk.lib.requests import SENT_BACK, Request, wants_part
from merkwerk.relationships import actions
from merkwerk.relationships.forms import AddForm, SearchForm
from merkwerk.relationships.models import Moment, Relationship
from merkwerk.relationships.sentences import happened
from merkwerk.relationships.views.shown import show

A_PAGE = 30


@vary_on_headers("HX-Request")
def people(request: Request) -> HttpResponse:
    form, now = SearchForm(request.GET), timezone.now()
    words, view = form.words(), request.GET.get("show", "")
    found = actions.find(by=request.user, text=words).select_related("contact")
    if view == "quiet":
        found = found.quiet(now).order_by("-quiet_days", "pk")
    elif view == "resting":
        found = found.resting(now).order_by("-warmth", "contact__name", "pk")
    else:
        view = ""
        found = found.order_by("-warmth", "contact__name", "pk")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    lasts = _lasts(rows)
    template = "relationships/_found.html" if wants_part(request) else "relationships/people.html"
    return show(
        request,
        template,
        form=form,
        page=page,
        rows=[(row, lasts.get(row.pk, ""), row.rests(now)) for row in rows],
        words=words,
        view=view,
        anybody=bool(rows) or Relationship.objects.visible_to(request.user).exists(),
    )


def _lasts(rows: Sequence[Relationship]) -> dict[int, str]:
    """What happened last in each relationship, in words."""
    names = {row.pk: row.contact.name for row in rows}
    last = Moment.objects.filter(relationship__in=names, at=F("relationship__last_moment"))
    return {
        number: happened(kind, direction, names[number])
        for number, kind, direction in last.order_by("pk").values_list(
            "relationship", "kind", "direction"
        )
    }


def add(request: Request) -> HttpResponse:
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        relationship = actions.add_contact(by=request.user, **form.cleaned_data)
        messages.success(
            request, _("%(name)s is among your relationships.") % {"name": relationship.contact}
        )
        return redirect("relationships:person", pk=relationship.pk)
    return show(request, "relationships/add.html", SENT_BACK if form.errors else 200, form=form)
