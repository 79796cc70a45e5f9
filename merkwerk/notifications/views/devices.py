"""A colleague's own devices: switched on, named, tried and switched off one by one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from merkwerk.lib import wording
from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.notifications import actions
from merkwerk.notifications.forms import DeviceForm, NameForm, WishesForm
from merkwerk.notifications.models import PushDevice


@require_safe
def phone(request: Request) -> HttpResponse:
    """What may buzz on which of one's own devices."""
    return _page(request, WishesForm(instance=actions.wishes_of(request.user)))


def _page(request: Request, form: WishesForm) -> HttpResponse:
    words = {
        "devices": PushDevice.objects.visible_to(request.user),
        "form": form,
        "key": actions.public_key(),
        "proposed": wording.browser(request.headers.get("User-Agent", ""))[:80],
    }
    status = SENT_BACK if form.errors else 200
    return render(request, "notifications/phone.html", words, status=status)


@require_POST
def switch_on(request: Request) -> HttpResponse:
    """The browser that sends this, from now on."""
    form = DeviceForm(request.POST)
    name = wording.browser(request.headers.get("User-Agent", "")) or _("This browser")
    try:
        if not form.is_valid():
            raise ValidationError(
                _("Your browser gave no address that we can send to. Press the button once more.")
            )
        told = form.cleaned_data | {"name": form.cleaned_data["name"] or name}
        actions.switch_on(by=request.user, **told)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("It is on. Try it, and choose below what may buzz."))
    return redirect("notifications:phone")


@require_POST
def switch_off(request: Request, pk: int) -> HttpResponse:
    device = get_object_or_404(PushDevice.objects.visible_to(request.user), pk=pk)
    actions.switch_off(device=device)
    messages.success(request, _("%(device)s stays quiet from now on.") % {"device": device.name})
    return redirect("notifications:phone")


@require_POST
def name_device(request: Request, pk: int) -> HttpResponse:
    device = get_object_or_404(PushDevice.objects.visible_to(request.user), pk=pk)
    form = NameForm(request.POST)
    if form.is_valid():
        actions.name_device(device=device, name=form.cleaned_data["name"])
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Give it a name by which you know it."))
    return redirect("notifications:phone")


@require_POST
def try_device(request: Request, pk: int) -> HttpResponse:
    """One sentence to one device, so that one sees that it works."""
    device = get_object_or_404(PushDevice.objects.visible_to(request.user), pk=pk)
    actions.try_out(device=device, now=timezone.now())
    messages.success(request, _("On its way. It should be there within a few seconds."))
    return redirect("notifications:phone")


@require_POST
def wishes(request: Request) -> HttpResponse:
    """What may buzz, and when not."""
    form = WishesForm(request.POST, instance=actions.wishes_of(request.user))
    if not form.is_valid():
        return _page(request, form)
    form.save()
    messages.success(request, _("Saved."))
    return redirect("notifications:phone")


@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that shows a sentence while no page is open. It stands at the root, since that
    decides which pages it may open; it holds nothing of anybody, and a browser asks for it anew
    whoever is signed in."""
    answer = render(
        request, "notifications/service-worker.js", content_type="text/javascript; charset=utf-8"
    )
    answer.headers["Cache-Control"] = "no-cache"
    return answer
