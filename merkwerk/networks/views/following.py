"""Following somebody, by a press of the button. Other pages take the fragment in by its address."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from merkwerk.lib.requests import Request, wants_part, whole_number
from merkwerk.networks import actions
from merkwerk.networks.models import Identity


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: Request, pk: int) -> HttpResponse:
    """How one's own accounts and this person stand; a press follows, or undoes it."""
    person = get_object_or_404(Identity.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        _press(request, person)
        if not wants_part(request):
            return redirect("networks:follow", pk=pk)
    facts = {
        "here": "relationships",
        "person": person,
        "pairs": actions.follows_of(identity=person, by=request.user),
    }
    template = "networks/_follow.html" if wants_part(request) else "networks/follow.html"
    return render(request, template, facts)


def _press(request: Request, person: Identity) -> None:
    pairs = actions.follows_of(identity=person, by=request.user)
    number = whole_number(request.POST.get("account", ""))
    account = next((one for one, _wish in pairs if one.pk == number), None)
    if account is None:
        messages.error(request, _("This account is not connected any more. Choose another one."))
    elif request.POST.get("undo"):
        actions.unfollow(account=account, identity=person, by=request.user)
    else:
        actions.follow(account=account, identity=person, by=request.user)
