"""Reading the handbook: as it stands, as it was, on paper, and from outside."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from merkwerk.accounts.models import Organisation
from merkwerk.handbook import actions
from merkwerk.handbook.forms import SearchForm
from merkwerk.handbook.models import Edition, Stand
from merkwerk.handbook.sentences import either
from merkwerk.handbook.views.shown import show
from merkwerk.lib.requests import Request, wants_part, whole_number


@require_safe
@vary_on_headers("HX-Request")
def handbook(request: Request) -> HttpResponse:
    """What stands, narrowed to a situation or to words; in the margin what is one's own."""
    standing = actions.current()
    if standing is None:
        return show(request, "nothing_yet", **_margin(request))
    form = SearchForm(request.GET)
    words, situation = form.asked(), whole_number(request.GET.get("situation", ""))
    read = actions.read(standing, words=words, situation=situation)
    facts: dict[str, Any] = {
        "read": read,
        "searched": bool(words or situation),
        "situation": situation,
    }
    if wants_part(request):
        return show(request, "_read", **facts)
    renewed = actions.renewed_for(request.user)
    return show(request, "handbook", form=form, renewed=renewed, **facts, **_margin(request))


def _margin(request: Request) -> dict[str, Any]:
    by = request.user
    own = Stand.objects.filter(colleague=by).first()
    return {
        "may_edit": actions.may_edit(by),
        "may_stand": actions.may_stand(by),
        "own_stand": own,
        "who_answers": either(actions.names_of_answerers(apart_from=by)),
    }


@require_POST
def mark_read(request: Request) -> HttpResponse:
    number = whole_number(request.POST.get("number", ""))
    found = get_object_or_404(Edition.objects.visible_to(request.user), number=number)
    actions.mark_read(edition=found, by=request.user)
    messages.success(request, _("Good to know. Only you see that you read it."))
    return redirect("handbook:handbook")


@require_safe
def editions(request: Request) -> HttpResponse:
    found = Edition.objects.visible_to(request.user).select_related("published_by")
    return show(request, "editions", editions=found.defer("contents"))


@require_safe
def edition(request: Request, pk: int) -> HttpResponse:
    """An edition as it was; the one that stands has its own page."""
    found = Edition.objects.visible_to(request.user).select_related("published_by")
    one = get_object_or_404(found, pk=pk)
    newest = Edition.objects.order_by("-number").values_list("pk", flat=True).first()
    if one.pk == newest:
        return redirect("handbook:handbook")
    return show(request, "edition", read=actions.read(one), edition=one)


@require_safe
def sheet(request: Request) -> HttpResponse:
    """The whole handbook on paper."""
    standing = actions.current()
    if standing is None:
        return redirect("handbook:handbook")
    return show(request, "print", read=actions.read(standing), organisation=_organisation())


@login_not_required
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """For everybody outside, when it is switched on; else a page that isn't there."""
    read = actions.outside()
    if read is None:
        raise Http404
    facts = {"read": read, "organisation": _organisation()}
    return render(request, "handbook/public.html", facts)


def _organisation() -> Organisation:
    return Organisation.objects.get()
