"""A topic that a team reads together: who reads along, and what is whose."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.lib.requests import Request
from merkwerk.listening import actions
from merkwerk.listening.views.shown import own_topic, show

FEW = 3


@require_POST
def join(request: Request, pk: int) -> HttpResponse:
    topic = own_topic(request, pk)
    if topic.team_id is None:
        raise Http404
    actions.join(topic=topic, by=request.user)
    messages.success(request, _("You read along. Your share stands under Listening."))
    return redirect("listening:topic", pk)


@require_POST
def leave(request: Request, pk: int) -> HttpResponse:
    topic = own_topic(request, pk)
    actions.leave(topic=topic, by=request.user)
    messages.success(request, _("Your share goes to the others."))
    return redirect("listening:topic", pk)


def shares(request: Request, pk: int) -> HttpResponse:
    """What each reader has still to read: one's own first, the others' open when one likes."""
    topic = own_topic(request, pk)
    if topic.team_id is None:
        raise Http404
    found = actions.shares(topic=topic, by=request.user, now=timezone.now())
    readers = topic.readers.select_related("colleague").order_by("colleague__name")
    rows = [{"reader": one.colleague, "posts": found.get(one.colleague_id, [])} for one in readers]
    rows.sort(key=lambda row: row["reader"] != request.user)
    return show(request, "shares.html", topic=topic, rows=rows)
