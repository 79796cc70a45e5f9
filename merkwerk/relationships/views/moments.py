"""Moments noted by hand: adding, changing, taking away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.relationships import actions
from merkwerk.relationships.forms import MomentForm
from merkwerk.relationships.models import Moment
from merkwerk.relationships.views.person import show_person
from merkwerk.relationships.views.shown import back, own_relationship, show


def own_moment(request: Request, pk: int) -> Moment:
    """An own moment that was noted by hand; any other is a page that isn't there."""
    found = Moment.objects.visible_to(request.user).by_hand()
    return get_object_or_404(found.select_related("relationship__contact"), pk=pk)


@require_POST
def note(request: Request, pk: int) -> HttpResponse:
    relationship, now = own_relationship(request, pk), timezone.now()
    form = MomentForm(request.POST)
    if not form.is_valid():
        return show_person(request, relationship, form)
    key = form.cleaned_data["key"]
    actions.note_moment(
        by=request.user,
        relationship=relationship,
        key=key.hex if key else "",
        now=now,
        **form.told(now),
    )
    messages.success(request, _("Noted, for you alone."))
    return back(request, pk)


def change(request: Request, pk: int) -> HttpResponse:
    moment, now = own_moment(request, pk), timezone.now()
    there = {
        "kind": moment.kind,
        "day": timezone.localdate(moment.at),
        "place": moment.place,
        "direction": moment.direction,
        "note": moment.note,
        "given": moment.given,
        "asked": moment.asked,
    }
    form = MomentForm(request.POST or None, initial=there)
    if request.method == "POST" and form.is_valid():
        actions.change_moment(by=request.user, moment=moment, now=now, **form.told(now, moment.at))
        messages.success(request, _("Changed."))
        return redirect("relationships:person", pk=moment.relationship_id)
    status = SENT_BACK if form.errors else 200
    return show(request, "relationships/moment.html", status, form=form, moment=moment)


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    moment = own_moment(request, pk)
    actions.remove_moment(by=request.user, moment=moment)
    messages.success(request, _("Removed."))
    return redirect("relationships:person", pk=moment.relationship_id)
