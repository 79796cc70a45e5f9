"""I said something about this, here: an address is told, and whose words stand there is asked."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from merkwerk.accounts.models import Role
from merkwerk.accounts.permissions import allowed
from merkwerk.connectors.errors import BadAddress
from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.networks import actions
from merkwerk.networks.forms import RegisterForm
from merkwerk.networks.models import Message, Registration

RECENT = 10


@allowed(Role.COLLEAGUE)
def register(request: Request) -> HttpResponse:
    """Where does it stand? The rest is read."""
    form = RegisterForm(request.POST or None, initial={"about": request.GET.get("about", "")})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            told = actions.register(by=request.user, address=typed["address"], about=typed["about"])
        except BadAddress:
            form.add_error(
                "address",
                _("This is not the address of a page. Copy it as your browser shows it."),
            )
        else:
            if not Registration.objects.filter(pk=told.pk).exists():
                return redirect("networks:message", pk=told.pk)
            return redirect("networks:registered", pk=told.pk)
    mine = Registration.objects.visible_to(request.user).select_related("message")
    facts = {
        "here": "conversations",
        "form": form,
        "recent": mine.order_by("-message__started")[:RECENT],
    }
    status = SENT_BACK if form.errors else 200
    return render(request, "networks/register.html", facts, status=status)


def _own(request: Request, pk: int) -> Message:
    mine = Message.objects.visible_to(request.user).exclude(registration=None)
    return get_object_or_404(mine.select_related("registration"), pk=pk)


@never_cache
def registered(request: Request, pk: int) -> HttpResponse:
    """How the reading goes; whose words they are; refreshed by itself until it is known."""
    one = _own(request, pk)
    facts = {"here": "conversations", "message": one, "registration": one.registration}
    template = "networks/_registered.html" if request.htmx else "networks/registered.html"
    return render(request, template, facts)


@require_POST
def keep_registered(request: Request, pk: int) -> HttpResponse:
    """Yes, these are my words."""
    one = _own(request, pk)
    try:
        actions.keep_registered(message=one, by=request.user)
    except PermissionError:
        notes.error(
            request, _("These words came from a colleague's account, so they are theirs to tell.")
        )
    else:
        notes.success(request, _("Kept. It counts as told by you."))
    return redirect("networks:registered", pk=pk)


@require_POST
def drop_registered(request: Request, pk: int) -> HttpResponse:
    """No, or not any more."""
    actions.drop_registered(message=_own(request, pk), by=request.user)
    notes.success(request, _("Forgotten here. What stands there stays there."))
    return redirect("networks:register")
