"""One photo: what is said about it, where it is shown, and away with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from merkwerk.lib.requests import SENT_BACK, Request, wants_part, whole_number
from merkwerk.photos import actions
from merkwerk.photos.forms.photos import PhotoForm
from merkwerk.photos.models import Photo
from merkwerk.photos.sentences import trouble

POINT_AT = 288
"""How wide the picture stands on which the focus is pointed at, in CSS pixels."""


@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: Request, pk: int) -> HttpResponse:
    """The page of a photo; who looks after it changes what is said about it."""
    one = _one(request, pk)
    if request.method != "POST":
        if wants_part(request) and one.is_waiting:
            return HttpResponse(status=204)
        if wants_part(request):
            return render(request, "photos/_state.html", _told(request, one))
        return render(request, "photos/photo.html", _told(request, one, PhotoForm.of(one)))
    if not one.is_cared_for_by(request.user):
        messages.error(request, _("Only who brought this photo, and editors, change it."))
        return redirect("photos:photo", pk=pk)
    form = PhotoForm.of(one, _with_point(request, one))
    if not form.is_valid():
        return render(request, "photos/photo.html", _told(request, one, form), status=SENT_BACK)
    actions.describe(photo=one, by=request.user, **form.cleaned_data)
    messages.success(request, _("Kept. This photo is ready to use."))
    return redirect("photos:photo", pk=pk)


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Away with a photo; one that is shown somewhere asks first."""
    one = _one(request, pk)
    try:
        actions.remove(photo=one, by=request.user, sure=request.POST.get("sure") == "yes")
    except PermissionError:
        messages.error(request, _("Only who brought this photo, and editors, remove it."))
        return redirect("photos:photo", pk=pk)
    except actions.StillUsed:
        return render(request, "photos/remove.html", _told(request, one), status=SENT_BACK)
    messages.success(request, _("The photo is gone, and its file with it."))
    return redirect("photos:library")


def _one(request: Request, pk: int) -> Photo:
    seen = Photo.objects.visible_to(request.user).select_related("brought_by")
    return get_object_or_404(seen, pk=pk)


def _told(request: Request, one: Photo, form: PhotoForm | None = None) -> dict[str, Any]:
    return {
        "here": "stories",
        "photo": one,
        "form": form,
        "mine": one.is_cared_for_by(request.user),
        "missing": actions.missing(one),
        "trouble": trouble(one.trouble) if one.trouble else "",
        "uses": actions.uses_of(one),
        "alike": actions.lookalikes(one),
        "point_at": POINT_AT,
        "point_height": round(POINT_AT * one.height / one.width) if one.width else 0,
    }


def _with_point(request: Request, one: Photo) -> Any:
    """What was sent; where somebody pressed on the picture, that is the focus. A press by key
    sends 0 and 0, and points at nothing."""
    across = whole_number(request.POST.get("point.x", ""))
    down = whole_number(request.POST.get("point.y", ""))
    if (not across and not down) or not one.width:
        return request.POST
    sent = request.POST.copy()
    height = POINT_AT * one.height / one.width
    sent["focus_x"] = str(min(100, round(100 * (across or 0) / POINT_AT)))
    sent["focus_y"] = str(min(100, round(100 * (down or 0) / height)))
    return sent
