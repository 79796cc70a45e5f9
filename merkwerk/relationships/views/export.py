"""Taking everything along: while one is here, and after leaving."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from merkwerk.accounts.models import Colleague, Role
from merkwerk.accounts.permissions import allowed
from merkwerk.lib.requests import SENT_BACK, Request, wants_part
from merkwerk.relationships import actions
from merkwerk.relationships.forms import FarewellForm, UnsealForm
from merkwerk.relationships.models import Farewell, Takeaway
from merkwerk.relationships.sentences.imports import erased_in_words
from merkwerk.relationships.views.shown import show

State = Takeaway.State


@require_safe
def export(request: Request) -> HttpResponse:
    """The copy that is there or is being made, and where to reach one after leaving."""
    return _page(request, FarewellForm(initial={"address": _address(request.user)}))


def _page(request: Request, form: FarewellForm) -> HttpResponse:
    part = wants_part(request)
    return show(
        request,
        "relationships/_export.html" if part else "relationships/export.html",
        SENT_BACK if form.errors else 200,
        copy=Takeaway.objects.visible_to(request.user).first(),
        form=form,
        leaver_days=settings.LEAVER_DAYS,
    )


def _address(colleague: Colleague) -> str:
    kept = Farewell.objects.filter(colleague=colleague).first()
    return kept.address if kept else ""


@require_POST
def make(request: Request) -> HttpResponse:
    """A fresh copy, made by the worker."""
    actions.ask_takeaway(by=request.user)
    return redirect("relationships:export")


@never_cache
def download(request: Request, pk: int) -> HttpResponse | FileResponse:
    """The copy itself, for nobody else."""
    ready = Takeaway.objects.visible_to(request.user).filter(state=State.READY)
    return _file(get_object_or_404(ready, pk=pk))


def _file(copy: Takeaway) -> FileResponse:
    try:
        stream = actions.path_of(copy).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    day = timezone.localdate(copy.ready_at).isoformat()
    answer = FileResponse(stream, as_attachment=True, filename=f"merkwerk-{day}.zip")
    answer["Content-Type"] = "application/zip"
    return answer


@require_POST
def farewell_address(request: Request) -> HttpResponse:
    """Where the letter goes if one leaves."""
    form = FarewellForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    actions.keep_farewell_address(by=request.user, address=form.cleaned_data["address"])
    messages.success(request, _("Kept. Nobody else sees it."))
    return redirect("relationships:export")


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def farewell(request: Request, secret: str) -> HttpResponse | FileResponse:
    """For who left: the way to their own copy, by the link in their letter alone."""
    leaver = actions.leaver_of(secret, now=timezone.now())
    if leaver is None:
        return show(request, "relationships/farewell.html", 410, leaver=None)
    if actions.is_sealed(secret) and not _unsealed(request, leaver):
        form = UnsealForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            form.add_error("password", _("This isn't it. Type the password you had here."))
        status = SENT_BACK if form.errors else 200
        return show(request, "relationships/farewell.html", status, leaver=leaver, unseal=form)
    copy = Takeaway.objects.filter(colleague=leaver).first()
    if request.method == "POST" and copy and copy.state == State.READY:
        return _file(copy)
    if copy is None or copy.state in (State.GONE, State.FAILED):
        copy = actions.ask_takeaway(by=leaver)
    until = actions.erased_on(leaver)
    facts: dict[str, Any] = {
        "leaver": leaver,
        "copy": copy,
        "until": until,
        "sealed": actions.is_sealed(secret),
    }
    with translation.override(leaver.language):
        return show(request, "relationships/farewell.html", **facts)


def _unsealed(request: Request, leaver: Colleague) -> bool:
    password = request.POST.get("password", "")
    return bool(password) and actions.unseal(colleague=leaver, password=password)


@require_safe
@allowed(Role.ADMINISTRATOR)
def certificate(request: Request, pk: int) -> HttpResponse:
    """What an administrator may know of a leaver's relationships: when they go or went, and how
    much it was. Never what."""
    person = get_object_or_404(Colleague.objects.left(), pk=pk)
    erasure = person.erasures.filter(at__gte=person.left_at).first()
    part = wants_part(request)
    return show(
        request,
        "relationships/_certificate.html" if part else "relationships/certificate.html",
        person=person,
        erasure=erasure,
        counted=erased_in_words(erasure.counts) if erasure else "",
        until=actions.erased_on(person),
        way="" if erasure else actions.sealed_way(person),
    )
