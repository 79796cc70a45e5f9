"""Looking after the site: its name, its look, its choices; and how it looks before it opens."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from merkwerk.accounts.permissions import allowed
from merkwerk.lib.requests import SENT_BACK, Request, whole_number
from merkwerk.photos.models import Photo
from merkwerk.stories.actions import looks, site_settings, standing
from merkwerk.stories.actions.addresses import site_address
from merkwerk.stories.forms.site import SiteForm
from merkwerk.stories.views.site.frame import frame_of, spoken

COLOURS = ("ink", "accent")


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(*site_settings.LOOKS_AFTER)
def settings(request: Request) -> HttpResponse:
    site = site_settings.begun_site()
    typed = _with_better(request.POST) if request.method == "POST" else None
    ready = Photo.objects.visible_to(request.user).ready()
    chosen = whole_number(request.GET.get("mark", ""))
    start = {"mark": chosen} if chosen else None
    form = SiteForm(typed, instance=site, photos=ready, initial=start)
    if typed is not None and form.is_valid():
        changed = site_settings.change_site(by=request.user, **form.cleaned_data)
        if typed.get("then") == "pick":
            back = {"back": reverse("stories:site"), "field": "mark"}
            return redirect(f"{reverse('photos:pick')}?{urlencode(back)}")
        messages.success(request, _open_or_not(changed.is_open))
        return redirect("stories:site")
    ink, accent = (str(form[name].value() or "") for name in COLOURS)
    facts: dict[str, Any] = {
        "here": "stories",
        "form": form,
        "faults": getattr(form, "faults", []),
        "site": site,
        "mark": ready.filter(pk=whole_number(str(form["mark"].value() or "")) or 0).first(),
        "is_chosen": bool(chosen),
        "address": site_address(reverse("site:home")),
        "night": looks.at_night(ink, accent) if not form.errors else None,
        "day": (ink, accent),
    }
    status = SENT_BACK if form.errors else 200
    return render(request, "site/desk/settings.html", facts, status=status)


def _open_or_not(is_open: bool) -> str:
    if is_open:
        return _("Kept. Everybody sees it now.")
    return _("Kept. Only colleagues can look at it.")


def _with_better(typed: QueryDict) -> QueryDict:
    """What was typed, with the colour that was pressed in its place."""
    better = typed.copy()
    for name in COLOURS:
        if pressed := typed.get(f"take_{name}"):
            better[name] = pressed
    if typed.get("then") == "no-mark":
        better["mark"] = ""
    return better


@require_safe
def preview(request: Request) -> HttpResponse:
    """The first page as it will be, for colleagues, open or not."""
    site = site_settings.begun_site()
    with spoken(site.language):
        frame = replace(
            frame_of(request, site, "", {}), sheet=reverse("stories:site_sheet"), here="home"
        )
        told = {"frame": frame, "site": site, "home": standing.home(site.language)}
        return HttpResponse(render_to_string("site/home.html", told))


@require_safe
def sheet(request: Request) -> HttpResponse:
    """The sheet of the site, for the preview."""
    text = looks.sheet_of(site_settings.begun_site()).text
    return HttpResponse(text, content_type="text/css; charset=utf-8")
