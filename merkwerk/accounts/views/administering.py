"""What an administrator does: invite, give roles, let somebody leave. No private data here, and
nothing about whether or how often somebody takes part."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from merkwerk.accounts import actions
from merkwerk.accounts.forms import InviteForm, RolesForm
from merkwerk.accounts.models import Colleague, Invitation, Role
from merkwerk.accounts.permissions import allowed
from merkwerk.lib.requests import SENT_BACK, Request

only_administrators = allowed(Role.ADMINISTRATOR)


@only_administrators
@require_http_methods(["GET", "POST"])
def colleagues(request: Request) -> HttpResponse:
    """Everybody with an account, who is invited, and the form to invite. A new link is shown in
    the answer to the press itself, once: it can't be made again from what is stored."""
    form = InviteForm(request.POST or None)
    invited = None
    if form.is_valid():
        site = f"{request.scheme}://{request.get_host()}"
        invited = actions.invite(by=request.user, site=site, **form.cleaned_data)
        form = InviteForm()
    words: dict[str, Any] = {
        "form": form,
        "invited": invited,
        "here": "administration",
        "colleagues": Colleague.objects.here().prefetch_related("duties"),
        "left": Colleague.objects.left(),
        "invitations": Invitation.objects.open(timezone.now()).select_related("invited_by"),
        "mail": bool(settings.MAIL_URL),
    }
    status = SENT_BACK if form.is_bound else 200
    return render(request, "accounts/colleagues.html", words, status=status)


@only_administrators
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    actions.withdraw(get_object_or_404(Invitation, pk=pk), by=request.user)
    messages.success(request, _("Taken back. The link doesn't work any more."))
    return redirect("accounts:colleagues")


@only_administrators
@require_http_methods(["GET", "POST"])
def colleague(request: Request, pk: int) -> HttpResponse:
    """The roles of one colleague, and leaving or coming back (`step`)."""
    person = get_object_or_404(Colleague, pk=pk)
    if request.method == "POST":
        by = request.user
        try:
            done = STEPS.get(request.POST.get("step", ""), _give_roles)(request, person, by)
        except actions.LastAdministrator:
            messages.error(
                request,
                _("Somebody must run this Merkwerk. Make somebody else administrator first."),
            )
        else:
            messages.success(request, done)
        return redirect("accounts:colleagues" if by == person else request.path)
    held = {"roles": list(person.duties.values_list("role", flat=True))}
    words: dict[str, Any] = {"person": person, "form": RolesForm(initial=held)}
    words["here"] = "administration"
    words["leaver_days"] = settings.LEAVER_DAYS
    return render(request, "accounts/colleague.html", words)


def _give_roles(request: Request, person: Colleague, by: Colleague) -> str:
    form = RolesForm(request.POST)
    if form.is_valid():
        actions.give_roles(colleague=person, roles=form.cleaned_data["roles"], by=by)
    return _("Saved.")


def _leave(request: Request, person: Colleague, by: Colleague) -> str:
    actions.leave(colleague=person, by=by)
    return _("%(name)s has left and is signed out everywhere.") % {"name": person.name}


def _welcome_back(request: Request, person: Colleague, by: Colleague) -> str:
    actions.welcome_back(colleague=person, by=by)
    return _("%(name)s can sign in again.") % {"name": person.name}


STEPS = {"leave": _leave, "back": _welcome_back}


@only_administrators
@require_POST
def link(request: Request, pk: int) -> HttpResponse:
    """A sign-in link for a colleague who lost everything, shown once."""
    person = get_object_or_404(Colleague.objects.here(), pk=pk)
    path = actions.sign_in_link(colleague=person, by=request.user)
    words = {"person": person, "link": request.build_absolute_uri(path), "here": "administration"}
    return render(request, "accounts/link.html", words)
