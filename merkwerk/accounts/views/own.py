"""What a colleague decides about their own account."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.i18n import set_language

from merkwerk.accounts import actions
from merkwerk.accounts.forms import SettingsForm
from merkwerk.accounts.models import Colleague
from merkwerk.lib.requests import SENT_BACK, Request


@require_http_methods(["GET", "POST"])
def me(request: Request) -> HttpResponse:
    """Own name, language, time zone, and the ways in."""
    colleague = Colleague.objects.get(pk=request.user.pk)
    form = SettingsForm(request.POST or None, instance=colleague)
    if form.is_valid():
        actions.keep_settings(colleague=colleague, **form.cleaned_data)
        with translation.override(colleague.language):
            messages.success(request, _("Saved."))
        return redirect("accounts:me")
    words = {"form": form, "ways": ways_in(colleague)}
    status = SENT_BACK if form.is_bound else 200
    return render(request, "accounts/me.html", words, status=status)


def ways_in(colleague: Colleague) -> dict[str, int]:
    """How many of each: passkeys, one-time codes, recovery codes, sessions."""
    kinds = list(Authenticator.objects.filter(user=colleague).values_list("type", flat=True))
    return {
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "codes": kinds.count(Authenticator.Type.TOTP),
        "recovery": kinds.count(Authenticator.Type.RECOVERY_CODES),
        "sessions": UserSession.objects.filter(user=colleague).count(),
    }


@login_not_required
@require_http_methods(["POST"])
def choose_language(request: Request) -> HttpResponse:
    """The language of the next pages: in this browser, and for a colleague everywhere."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        actions.speak(colleague=request.user, language=chosen)
    answer: HttpResponse = set_language(request)
    return answer
