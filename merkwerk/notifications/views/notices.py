"""What was told to a colleague."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from merkwerk.lib.requests import Request
from merkwerk.notifications import actions
from merkwerk.notifications.models import Notice
from merkwerk.notifications.sentences import sentence

ON_A_PAGE = 30


@require_GET
def notices(request: Request) -> HttpResponse:
    """One's own notices, newest first. Looking marks nothing as read; pressing one does."""
    mine = Notice.objects.visible_to(request.user)
    page = Paginator(mine, ON_A_PAGE).get_page(request.GET.get("page"))
    words = {
        "page": page,
        "told": [(notice, sentence(notice)) for notice in page],
        "unread": mine.unread().exists(),
    }
    return render(request, "notifications/notices.html", words)


@require_POST
def read(request: Request, pk: int) -> HttpResponse:
    """Marks one as read and goes where it leads."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    actions.mark_read(colleague=request.user, pk=notice.pk)
    return redirect(notice.link or "notifications:notices")


@require_POST
def read_all(request: Request) -> HttpResponse:
    actions.mark_read(colleague=request.user)
    return redirect("notifications:notices")
