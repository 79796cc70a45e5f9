"""Own acts on a relationship: rest, let go. All by POST, all back to where you were."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.lib.requests import Request
from merkwerk.relationships import actions
from merkwerk.relationships.views.shown import back, own_relationship

RESTS = {"week": timedelta(days=7), "month": timedelta(days=30), "good": None}


@require_POST
def rest(request: Request, pk: int) -> HttpResponse:
    relationship = own_relationship(request, pk)
    asked = request.POST.get("until", "")
    if asked not in RESTS:
        messages.error(request, _("Choose a week, a month or for good."))
        return back(request, pk)
    length = RESTS[asked]
    until = timezone.now() + length if length else None
    actions.rest(relationship=relationship, by=request.user, until=until)
    if asked == "week":
        messages.success(request, _("Not now. It comes back in a week."))
    else:
        messages.success(request, _("It rests. What happens still comes on the timeline."))
    return back(request, pk)


@require_POST
def wake(request: Request, pk: int) -> HttpResponse:
    actions.wake(relationship=own_relationship(request, pk), by=request.user)
    messages.success(request, _("It is awake again."))
    return back(request, pk)


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    relationship = own_relationship(request, pk)
    name = relationship.contact.name
    actions.remove(relationship=relationship, by=request.user)
    messages.success(
        request, _("Your relationship with %(name)s is erased, notes included.") % {"name": name}
    )
    return redirect("relationships:people")
