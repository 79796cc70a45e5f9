"""What was told to a colleague."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from merkwerk.accounts.permissions import signed_in
from merkwerk.notifications import actions
from merkwerk.notifications.models import Notice
from merkwerk.notifications.sentences import sentence

ON_A_PAGE = 30


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """One's own notices, newest first. Looking marks nothing as read; pressing one does."""
    mine = Notice.objects.visible_to(signed_in(request))
    page = Paginator(mine, ON_A_PAGE).get_page(request.GET.get("page"))
    words = {
        "page": page,
        "told": [(notice, sentence(notice)) for notice in page],
        "unread": mine.unread().exists(),
    }
    return render(request, "notifications/notices.html", words)


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks one as read and goes where it leads."""
    me = signed_in(request)
    notice = get_object_or_404(Notice.objects.visible_to(me), pk=pk)
    actions.mark_read(colleague=me, pk=notice.pk)
    return redirect(notice.link or "notifications:notices")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    actions.mark_read(colleague=signed_in(request))
    return redirect("notifications:notices")
