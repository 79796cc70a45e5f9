"""One address typed: looked up by the worker, shown with three recent items, kept or not."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.accounts.models import Role
from merkwerk.accounts.permissions import allowed
from merkwerk.lib.requests import SENT_BACK, Request, whole_number
from merkwerk.networks import actions
from merkwerk.networks.forms import AddressForm, LinkForm
from merkwerk.networks.models import Lookup
from merkwerk.networks.models.sources import KINDS


@allowed(Role.COLLEAGUE)
def new_source(request: Request) -> HttpResponse:
    """One field: what do you want to listen to?"""
    return _typed(request, AddressForm, Lookup.Aim.SOURCE, "networks/new_source.html")


@allowed(Role.COLLEAGUE)
def new_link(request: Request) -> HttpResponse:
    """One field: which page did you find?"""
    return _typed(request, LinkForm, Lookup.Aim.LINK, "networks/new_link.html")


def _typed(request: Request, form_class: type[Form], aim: str, template: str) -> HttpResponse:
    form = form_class(request.POST or None, initial={"text": request.GET.get("text", "")})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        found = actions.look_up(by=request.user, text=text, aim=aim)
        return redirect("networks:lookup", pk=found.pk)
    status = SENT_BACK if form.errors else 200
    facts = {
        "here": "listening",
        "form": form,
        "may_add_streams": actions.may_add_streams(request.user),
    }
    return render(request, template, facts, status=status)


def lookup(request: Request, pk: int) -> HttpResponse:
    """How the looking goes; refreshed by itself until there is something to say."""
    one = get_object_or_404(_typed_by(request), pk=pk)
    if one.post_id and one.aim == Lookup.Aim.LINK and not request.htmx:
        messages.success(request, _("Added. Colleagues who listen for this will see it."))
        return redirect("networks:conversation", pk=one.post_id)
    facts = {"here": "listening", "lookup": one, "findings": _shown(one)}
    template = "networks/_lookup.html" if request.htmx else "networks/lookup.html"
    return render(request, template, facts)


def _typed_by(request: Request) -> QuerySet[Lookup]:
    """One's own lookups. A whole list of feeds has pages of its own."""
    return Lookup.objects.visible_to(request.user).exclude(aim=Lookup.Aim.OPML)


def _shown(one: Lookup) -> list[dict[str, object]]:
    names = dict(KINDS)
    return [
        {
            **found,
            "kind_name": names.get(found["kind"], ""),
            "recent": [
                {**item, "written": parse_datetime(item["written"])} for item in found["recent"]
            ],
        }
        for found in one.findings
    ]


@require_POST
@allowed(Role.COLLEAGUE)
def keep(request: Request, pk: int) -> HttpResponse:
    """Keep one of the findings."""
    by = request.user
    one = get_object_or_404(_typed_by(request), pk=pk)
    chosen = whole_number(request.POST.get("choice", ""))
    number = -1 if chosen is None else chosen
    kept = actions.keep(by=by, lookup=one, choice=number)
    if kept is not None:
        messages.success(request, _("Kept. The first posts come in within a minute."))
        return redirect("networks:source", pk=kept.pk)
    if 0 <= number < len(one.findings):
        added = actions.add_link(by=by, address=one.findings[number]["address"])
        return redirect("networks:lookup", pk=added.pk)
    messages.error(request, _("Choose one of the places that were found."))
    return redirect("networks:lookup", pk=pk)
