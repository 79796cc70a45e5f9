"""The page of jobs, for administrators."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from merkwerk.jobs import actions
from merkwerk.jobs.models import Attempt, Worker
from merkwerk.lib.requests import Request

SHOWN = 50


def _administrator(request: Request) -> None:
    """As `accounts.permissions.allowed`, which a room on the same line can't call."""
    if not request.user.is_administrator:
        raise PermissionDenied


def jobs(request: Request) -> HttpResponse:
    """What runs, what waits, what was set aside."""
    _administrator(request)
    return render(request, "jobs/jobs.html", _what_there_is(timezone.now()))


def _what_there_is(now: datetime) -> dict[str, Any]:
    going = Attempt.objects.filter(state=Attempt.State.GOING)
    aside = Attempt.objects.filter(state=Attempt.State.DEAD).order_by("-updated")
    ready = DBTaskResult.objects.ready()
    oldest = ready.order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    return {
        "workers": Worker.objects.alive(now).taking_jobs().order_by("started"),
        "running": going.exclude(worker="").order_by("updated"),
        "waiting": ready.count(),
        "oldest": oldest,
        "later": DBTaskResult.objects.filter(
            status=TaskResultStatus.READY, run_after__gt=now, run_after__year__lt=9999
        ).count(),
        "tried": going.filter(worker="").exclude(error="").order_by("-updated")[:SHOWN],
        "aside": aside[:SHOWN],
        "asides": aside.count(),
    }


@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    """Runs a job that was set aside once more."""
    _administrator(request)
    if actions.again(attempt=get_object_or_404(Attempt, pk=pk)):
        messages.success(request, _("It will be tried again."))
    else:
        messages.info(request, _("That job isn't set aside any more."))
    return redirect("jobs:jobs")


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Forgets a job that was set aside."""
    _administrator(request)
    if actions.drop(attempt=get_object_or_404(Attempt, pk=pk)):
        messages.success(request, _("Dropped. It won't be tried again."))
    else:
        messages.info(request, _("That job isn't set aside any more."))
    return redirect("jobs:jobs")


@require_POST
def stop(request: Request, pk: int) -> HttpResponse:
    """Asks a running job to stop."""
    _administrator(request)
    actions.stop(attempt=get_object_or_404(Attempt, pk=pk))
    messages.success(request, _("Asked to stop. It does so at the next good moment."))
    return redirect("jobs:jobs")
