"""Where posts come from: the list, one source, and what may be done with it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.lib.requests import Request
from merkwerk.networks import actions
from merkwerk.networks.models import Post, Source

A_PAGE = 30
RECENT = 10


def sources(request: Request) -> HttpResponse:
    """Shared sources and one's own; narrowed to what is one's own or in trouble."""
    found = Source.objects.visible_to(request.user).select_related("account", "added_by")
    show = request.GET.get("show", "")
    if show == "own":
        found = found.filter(account__colleague=request.user)
    elif show == "trouble":
        found = found.in_trouble()
    page = Paginator(found.troubled_first(), A_PAGE).get_page(request.GET.get("page"))
    facts = {"here": "listening", "page": page, "show": show}
    return render(request, "networks/sources.html", facts)


def source(request: Request, pk: int) -> HttpResponse:
    """How one source is doing, in words, and what it said lately."""
    found = Source.objects.visible_to(request.user).select_related("account", "added_by")
    one = get_object_or_404(found, pk=pk)
    posts = Post.objects.visible_to(request.user).filter(sightings__source=one)
    facts = {
        "here": "listening",
        "source": one,
        "posts": posts.select_related("identity").order_by("-written")[:RECENT],
        "is_next": one.next_check is None or one.next_check <= timezone.now(),
        "may_change": actions.may_change(one, request.user) and one.kind != "link",
        "may_change_mailbox": actions.may_add_streams(request.user),
        "may_remove": actions.may_remove(one, request.user) and one.kind != "link",
    }
    return render(request, "networks/source.html", facts)


@require_POST
def change_source(request: Request, pk: int, what: str) -> HttpResponse:
    """Pause it, go on, look now, or remove it."""
    one = get_object_or_404(Source.objects.visible_to(request.user), pk=pk)
    match what:
        case "pause":
            done, says = actions.pause(source=one, by=request.user), _("Paused.")
        case "resume":
            done, says = actions.resume(source=one, by=request.user), _("Listening again.")
        case "look":
            done, says = actions.look_now(source=one, by=request.user), _("We are having a look.")
        case "remove":
            done, says = actions.remove(source=one, by=request.user), _("Removed.")
        case _:
            raise Http404
    if not done:
        messages.error(request, _("You can't change this source. Ask whoever added it."))
        return redirect("networks:source", pk=pk)
    messages.success(request, says)
    if what == "remove":
        return redirect("networks:sources")
    return redirect("networks:source", pk=pk)
