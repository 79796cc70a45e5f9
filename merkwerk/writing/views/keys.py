"""A colleague's own keys for other programs."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.writing.actions import keys as actions
from merkwerk.writing.forms.ways import KeyForm
from merkwerk.writing.models import Key


@require_GET
def keys(request: Request) -> HttpResponse:
    """One's own keys: what each is for and on which day it was last used."""
    return _page(request, KeyForm())


@reauthentication_required  # type: ignore[untyped-decorator]
@require_POST
def make_key(request: Request) -> HttpResponse:
    """A new key, shown in this answer and never again. Who was signed in for a while says first
    that it is them."""
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        made, secret = actions.make_key(by=request.user, **form.cleaned_data)
    except ValidationError as trouble:
        form.add_error(None, trouble)
        return _page(request, form)
    return _page(request, KeyForm(), made=made, secret=secret)


@require_POST
def remove_key(request: Request, pk: int) -> HttpResponse:
    key = get_object_or_404(Key.objects.visible_to(request.user), pk=pk)
    actions.remove_key(key=key, by=request.user, now=timezone.now())
    messages.success(request, _("Removed. With it nothing opens any more."))
    return redirect("writing:keys")


def _page(
    request: Request, form: KeyForm, made: Key | None = None, secret: str = ""
) -> HttpResponse:
    words = {
        "here": "writing",
        "form": form,
        "made": made,
        "secret": secret,
        "keys": Key.objects.visible_to(request.user),
        "drafts": settings.SITE_URL + reverse("writing:api_drafts"),
        "register": settings.SITE_URL + reverse("writing:api_register"),
        "micropub": settings.SITE_URL + reverse("writing:micropub"),
    }
    status = SENT_BACK if form.errors else 200
    answer = render(request, "writing/keys.html", words, status=status)
    if secret:
        answer.headers["Cache-Control"] = "no-store, private"
    return answer
