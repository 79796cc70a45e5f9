"""The health page for administrators, and one word for whoever watches the server."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from merkwerk.accounts.models import Role
from merkwerk.accounts.permissions import allowed
from merkwerk.jobs import actions as jobs
from merkwerk.jobs.models import Trouble
from merkwerk.lib.requests import Request
from merkwerk.networks.models import Post
from merkwerk.worker import actions


@require_safe
@allowed(Role.ADMINISTRATOR)
def health(request: Request) -> HttpResponse:
    """What runs, what waits, what needs somebody."""
    return render(request, "worker/health.html", {"health": actions.health(now=timezone.now())})


@require_POST
@allowed(Role.ADMINISTRATOR)
def read_again(request: Request, pk: int) -> HttpResponse:
    """Lets a post that was set aside be read once more."""
    if actions.again(post=get_object_or_404(Post, pk=pk)):
        messages.success(request, _("It will be read again."))
    else:
        messages.info(request, _("That post isn't set aside any more."))
    return redirect("worker:health")


@require_POST
@allowed(Role.ADMINISTRATOR)
def settle(request: Request, pk: int) -> HttpResponse:
    """Takes one trouble from the page."""
    jobs.settle(trouble=get_object_or_404(Trouble, pk=pk))
    messages.success(request, _("Settled. If it happens again, you'll see it here again."))
    return redirect("worker:health")


@require_safe
@never_cache
@login_not_required
def live(request: HttpRequest) -> HttpResponse:
    """Answers "ok" while pages can be made and the database answers; 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("no database", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
