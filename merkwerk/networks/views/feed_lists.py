"""A whole list of feeds: taken in, looked at, added; and ours handed out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from merkwerk.accounts.models import Role
from merkwerk.accounts.permissions import allowed
from merkwerk.connectors.errors import TooLarge, Unreadable
from merkwerk.lib.requests import SENT_BACK, Request, wants_part, whole_number
from merkwerk.networks import actions
from merkwerk.networks.forms import FeedListForm
from merkwerk.networks.models import Lookup


@allowed(Role.COLLEAGUE)
def new_list(request: Request) -> HttpResponse:
    """One field: the file of a list."""
    form = FeedListForm(request.POST, request.FILES) if request.method == "POST" else FeedListForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            told = actions.read_list(
                by=request.user, body=file.read(), content_type=file.content_type or ""
            )
        except TooLarge:
            form.add_error("file", _("This list is too large: at most 8 MB."))
        except Unreadable:
            form.add_error(
                "file", _("This is no list of feeds. Let your other reader export OPML.")
            )
        else:
            return redirect("networks:list", pk=told.pk)
    status = SENT_BACK if form.errors else 200
    return render(
        request, "networks/new_list.html", {"here": "listening", "form": form}, status=status
    )


def feed_list(request: Request, pk: int) -> HttpResponse:
    """What the list would bring; while it is being added how far that is."""
    mine = Lookup.objects.visible_to(request.user).filter(aim=Lookup.Aim.OPML)
    one = get_object_or_404(mine, pk=pk)
    facts = {"here": "listening", "lookup": one, "preview": actions.preview(one)}
    template = "networks/_list.html" if wants_part(request) else "networks/list.html"
    return render(request, template, facts)


@require_POST
@allowed(Role.COLLEAGUE)
def add_list(request: Request, pk: int) -> HttpResponse:
    """Add the feeds in the chosen folders."""
    mine = Lookup.objects.visible_to(request.user).filter(aim=Lookup.Aim.OPML)
    one = get_object_or_404(mine, pk=pk)
    chosen = [n for word in request.POST.getlist("folder") if (n := whole_number(word)) is not None]
    if not chosen:
        messages.error(request, _("Choose at least one folder."))
    elif actions.add_list(by=request.user, lookup=one, folders=chosen):
        messages.success(request, _("They are being added. You need not wait here."))
    return redirect("networks:list", pk=pk)


@require_safe
def feeds(request: Request) -> HttpResponse:
    """Our feeds as a file for another reader."""
    answer = HttpResponse(actions.feeds_as_list(now=timezone.now()), content_type="text/x-opml")
    answer["Content-Disposition"] = 'attachment; filename="merkwerk.opml"'
    return answer
