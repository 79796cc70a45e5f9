"""A colleague's own page on the site, written and opened by themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from merkwerk.colleagues.actions import subject_called
from merkwerk.colleagues.models import Subject
from merkwerk.lib.requests import SENT_BACK, Request, whole_number
from merkwerk.photos import actions as photos
from merkwerk.photos.models import Photo
from merkwerk.stories.actions import own_page as actions
from merkwerk.stories.actions import person_page_of, site_address, site_settings
from merkwerk.stories.actions.addresses import handle_of
from merkwerk.stories.forms.site import PersonPageForm, as_typed
from merkwerk.stories.models import PersonPage


@require_http_methods(["GET", "HEAD", "POST"])
def own_page(request: Request) -> HttpResponse:
    """Read and change it. Choosing a photo keeps what was typed first."""
    page = person_page_of(request.user)
    if request.method == "POST":
        return _changed(request, page)
    typed = as_typed(page)
    chosen = whole_number(request.GET.get("portrait", ""))
    if chosen:
        typed["portrait"] = chosen
    return _shown(request, page, _form(request, initial=typed), is_chosen=bool(chosen))


def _changed(request: Request, page: PersonPage) -> HttpResponse:
    form = _form(request, data=request.POST)
    if not form.is_valid():
        return _shown(request, page, form)
    told = form.cleaned_data
    actions.change_person_page(
        by=request.user,
        told={name: told[name] for name in actions.WORDS},
        subjects=[subject_called(name) for name in told["subjects"]],
        links=told["links"],
        portrait=told["portrait"],
        is_open=told["is_open"],
        is_followable=told["is_followable"],
    )
    if "then" in request.POST:
        back = {"back": reverse("stories:own_page"), "field": "portrait"}
        return redirect(f"{reverse('photos:pick')}?{urlencode(back)}")
    said = _("Your page is on the site.") if told["is_open"] else _("Kept. Only you see it.")
    messages.success(request, said)
    return redirect("stories:own_page")


@require_POST
def close(request: Request) -> HttpResponse:
    """At once, with nothing else to fill in."""
    actions.close_person_page(by=request.user)
    messages.success(request, _("Your page is closed. What you wrote on it is still here."))
    return redirect("stories:own_page")


def _form(request: Request, **given: Any) -> PersonPageForm:
    return PersonPageForm(photos=Photo.objects.visible_to(request.user).ready(), **given)


def _shown(
    request: Request, page: PersonPage, form: PersonPageForm, is_chosen: bool = False
) -> HttpResponse:
    number = whole_number(str(form["portrait"].value() or ""))
    portrait = Photo.objects.visible_to(request.user).ready().filter(pk=number or 0).first()
    facts = {
        "here": "stories",
        "form": form,
        "page": page,
        "portrait": portrait,
        "is_chosen": is_chosen,
        "not_yet": _why_not(portrait),
        "site_is_open": site_settings.begun_site().is_open,
        "address": site_address(reverse("site:person", kwargs={"slug": page.slug})),
        "handle": handle_of(page),
        "known": Subject.objects.shown_to(request.user)[:60],
    }
    status = SENT_BACK if form.errors else 200
    return render(request, "site/desk/own_page.html", facts, status=status)


def _why_not(portrait: Photo | None) -> list[Any]:
    """Why the chosen portrait can't be seen outside yet, each as a sentence with the way out."""
    if portrait is None:
        return []
    return list(photos.why_not(actions.said_of(portrait)))
