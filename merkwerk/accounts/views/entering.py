"""Open pages: the first run, an invitation, a sign-in link. All answer a second press kindly."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from merkwerk.accounts import actions
from merkwerk.accounts.adapters import enter
from merkwerk.accounts.forms import AcceptForm, BeginForm
from merkwerk.accounts.models import Organisation
from merkwerk.lib.requests import SENT_BACK


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def first_run(request: HttpRequest) -> HttpResponse:
    """Makes the organisation and its first administrator, once."""
    if Organisation.objects.exists():
        return redirect("home")
    form = BeginForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/first_run.html", {"form": form}, status=status_of(form))
    try:
        administrator = actions.begin(**form.cleaned_data)
    except actions.AlreadyBegun:
        messages.info(request, _("This Merkwerk was set up already. Sign in to go on."))
        return redirect("account_login")
    return enter(request, administrator)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Somebody who was invited makes their account here."""
    found = actions.open_invitation(secret=secret)
    if not found:
        return redirect("home") if _just_pressed(request) else _closed(request)
    if request.user.is_authenticated:
        return render(request, "accounts/invitation_of_other.html", {"invitation": found})
    form = AcceptForm(request.POST or None, address=found.email, initial={"name": found.name})
    if not form.is_valid():
        words = {"form": form, "invitation": found, "organisation": Organisation.objects.get()}
        return render(request, "accounts/invitation.html", words, status=status_of(form))
    try:
        colleague = actions.accept(secret=secret, **form.cleaned_data)
    except actions.NoLongerOpen:
        return _closed(request)
    return enter(request, colleague)


@login_not_required
@never_cache
def sign_in_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Looking at the link changes nothing, so that a preview of a mail program can't use it up;
    the button signs in. `?then=today` leaves out the settings: for who lost nothing."""
    if request.method != "POST":
        found = actions.find_sign_in_link(secret=secret)
        words = {"colleague": found.colleague if found else None}
        return render(request, "accounts/sign_in_link.html", words, status=200 if found else 410)
    colleague = actions.use_sign_in_link(secret=secret)
    if colleague:
        enter(request, colleague)
        if request.GET.get("then") == "today":
            return redirect("home")
        messages.success(
            request, _("You are in. Choose a new password or a passkey now, if you lost yours.")
        )
        return redirect("accounts:me")
    if _just_pressed(request):
        return redirect("home")
    return render(request, "accounts/sign_in_link.html", {"colleague": None}, status=410)


def status_of(form: BeginForm | AcceptForm) -> int:
    return SENT_BACK if form.is_bound else 200


def _just_pressed(request: HttpRequest) -> bool:
    """The second of two quick presses: the first one let this person in already."""
    return request.method == "POST" and request.user.is_authenticated


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/invitation_closed.html", status=410)
