"""What is stored about somebody outside: the page, a copy of it, and forgetting them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from merkwerk.accounts.models import KEEPERS, Role
from merkwerk.accounts.permissions import allowed
from merkwerk.lib.downloads import json_file
from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.listening.actions import outsiders
from merkwerk.listening.views.shown import show
from merkwerk.networks.actions import may_erase
from merkwerk.networks.models import Identity

PAGE = 20


@require_safe
@allowed(*KEEPERS)
def find(request: Request) -> HttpResponse:
    """Looks for somebody who asks what is stored of them."""
    asked = request.GET.get("q", "")[:300]
    found = outsiders.find_people(asked)
    return show(request, "outsiders.html", asked=asked, people=found)


@require_POST
@allowed(*KEEPERS)
def forget_handle(request: Request) -> HttpResponse:
    """Erases whoever has a handle, when the box is ticked that they asked for it."""
    handle = request.POST.get("handle", "")[:300]
    if request.POST.get("asked") != "yes" or not handle.strip():
        messages.error(request, _("Tick that they asked for it, then press again."))
        return show(request, "outsiders.html", status=SENT_BACK, asked=handle, people=[])
    outsiders.forget_handle(handle=handle, by=request.user)
    messages.success(
        request, _("If anything was stored under this handle, it is erased and stays away.")
    )
    return redirect("listening:outsiders")


@require_safe
@allowed(Role.COLLEAGUE)
def stored(request: Request, pk: int) -> HttpResponse:
    """All that is stored of one person and is nobody's in particular."""
    person = get_object_or_404(outsiders.people_shown(), pk=pk)
    return _page(request, person)


def _page(request: Request, person: Identity, status: int = 200) -> HttpResponse:
    kept = outsiders.stored(person)
    page = Paginator(kept.posts, PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "outsider.html",
        status=status,
        person=person,
        kept=kept,
        page_obj=page,
        rows=[{"post": post, "expires": kept.expires(post)} for post in page],
        may_forget=may_erase(request.user),
    )


@require_safe
@allowed(*KEEPERS)
def copy(request: Request, pk: int) -> HttpResponse:
    """The same as a file, to be sent to the person."""
    person = get_object_or_404(outsiders.people_shown(), pk=pk)
    return json_file(outsiders.copy_for(person), name=f"stored-{person.pk}.json")


@require_POST
@allowed(*KEEPERS)
def forget(request: Request, pk: int) -> HttpResponse:
    """Erases a person, when the box is ticked that they asked for it."""
    person = get_object_or_404(outsiders.people_shown(), pk=pk)
    if request.POST.get("asked") != "yes":
        messages.error(request, _("Tick that they asked for it, then press again."))
        return _page(request, person, status=SENT_BACK)
    try:
        outsiders.forget(identity=person, by=request.user)
    except ValueError:
        messages.error(
            request, _("This is the account of a colleague. They can disconnect it themselves.")
        )
        return _page(request, person, status=SENT_BACK)
    messages.success(request, _("Forgotten. Nothing of theirs comes in again."))
    return redirect("listening:outsiders")
