"""Where moments come in by themselves: own calendars, mail folders, a mail address."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.networks.actions import trouble_of
from merkwerk.relationships import actions
from merkwerk.relationships.forms import CalendarForm, FolderForm
from merkwerk.relationships.models import Feeder, StrayEvent
from merkwerk.relationships.views.shown import show

ABOUT = {Feeder.Kind.CALENDAR: "calendar", Feeder.Kind.MAIL: "mailbox"}


def feeders(request: Request) -> HttpResponse:
    return _feeders(request, CalendarForm(), FolderForm())


def _feeders(request: Request, calendar: CalendarForm, folder: FolderForm) -> HttpResponse:
    rows = Feeder.objects.visible_to(request.user)
    return show(
        request,
        "relationships/feeders.html",
        SENT_BACK if calendar.errors or folder.errors else 200,
        rows=[(one, trouble_of(one.error, about=ABOUT[Feeder.Kind(one.kind)])) for one in rows],
        calendar=calendar,
        folder=folder,
        address=actions.moment_address(request.user),
        offered=actions.is_offered(),
        waiting=StrayEvent.objects.visible_to(request.user).count(),
    )


@require_POST
def add_calendar(request: Request) -> HttpResponse:
    form = CalendarForm(request.POST)
    if not form.is_valid():
        return _feeders(request, form, FolderForm())
    actions.add_calendar(by=request.user, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Added. Your meetings come in within a few minutes."))
    return redirect("relationships:feeders")


@require_POST
def add_mail(request: Request) -> HttpResponse:
    form = FolderForm(request.POST)
    if not form.is_valid():
        return _feeders(request, CalendarForm(), form)
    letters = form.letters()
    actions.add_mail(
        by=request.user, name=f"{letters.user} {letters.folder}", letters=letters,
        now=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Added. Who wrote to whom comes in within a few minutes."))
    return redirect("relationships:feeders")


def _own(request: Request, pk: int) -> Feeder:
    return get_object_or_404(Feeder.objects.visible_to(request.user), pk=pk)


@require_POST
def wake(request: Request, pk: int) -> HttpResponse:
    actions.wake_feeder(feeder=_own(request, pk), by=request.user, now=timezone.now())
    messages.success(request, _("It is looked at again within a minute."))
    return redirect("relationships:feeders")


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    actions.remove_feeder(feeder=_own(request, pk), by=request.user)
    messages.success(request, _("Removed. The moments that came from it stay."))
    return redirect("relationships:feeders")


@require_POST
def make_address(request: Request) -> HttpResponse:
    actions.make_moment_address(by=request.user)
    messages.success(request, _("This is your address now. An earlier one no longer works."))
    return redirect("relationships:feeders")


@require_POST
def drop_address(request: Request) -> HttpResponse:
    actions.drop_moment_address(by=request.user)
    messages.success(request, _("Your address no longer works."))
    return redirect("relationships:feeders")
