"""Today by mail: how often, and an end without signing in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.today import actions
from merkwerk.today.actions.digest import known_token
from merkwerk.today.forms import DigestForm


@require_http_methods(["GET", "HEAD", "POST"])
def digest(request: Request) -> HttpResponse:
    """How often one's own day comes by mail."""
    form = DigestForm(request.POST or None, instance=actions.wish_of(request.user))
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("today:digest")
    words = {"here": "today", "form": form}
    return render(request, "today/digest.html", words, status=SENT_BACK if form.is_bound else 200)


@login_not_required
@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_digest(request: HttpRequest, token: str) -> HttpResponse:
    """Ends the letters of whom this link was made for. Looking asks first, for mail programs look
    at links by themselves; a POST stops, from this page or from a mail program (RFC 8058, without
    a cookie of ours, so without a token against forgery: the link is the secret)."""
    if not known_token(token):
        raise Http404
    stopped = request.method == "POST" and actions.stop_by_link(token=token)
    answer = render(request, "today/stopped.html", {"stopped": stopped})
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
