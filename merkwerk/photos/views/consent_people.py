"""Who is in a photo: marked by hand by whoever brought it, or an editor. Other colleagues see only
where the photo may be shown."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from merkwerk.lib.requests import SENT_BACK, Request
from merkwerk.photos.actions import consent
from merkwerk.photos.forms.consent import PersonForm
from merkwerk.photos.models import Looking, Person, Photo
from merkwerk.photos.views.shown_consent import circles, width_of

STILL_ASKED = "somebody is marked"


def people(request: Request, pk: int) -> HttpResponse:
    """Who is in this photo, and somebody more."""
    photo = get_object_or_404(Photo.objects.visible_to(request.user), pk=pk)
    keeps = consent.keeps(photo, request.user)
    if request.method != "POST":
        return _people(request, photo, keeps, PersonForm(initial=_start(request)))
    form = PersonForm(request.POST)
    if not keeps or not form.is_valid():
        return _people(request, photo, keeps, form)
    try:
        person = consent.mark(photo=photo, by=request.user, told=form.told())
    except consent.StandsFast:
        form.add_error(None, _("Sixty people are marked already. That is as many as fit."))
        return _people(request, photo, keeps, form)
    if person.state == Person.State.NOT_NEEDED:
        messages.success(request, _("Marked."))
        return redirect("photos:people", pk=pk)
    messages.success(request, _("Marked. Now ask them: by mail, or with a link you pass on."))
    return redirect("photos:person", pk=person.pk)


def _start(request: Request) -> dict[str, Any]:
    return {"language": request.user.language, "asks_for": ["site", "networks"]}


def _people(request: Request, photo: Photo, keeps: bool, form: PersonForm) -> HttpResponse:
    words: dict[str, Any] = {"here": "stories", "photo": photo, "keeps": keeps}
    if keeps:
        marked = consent.people_in([photo.pk], request.user)[photo.pk]
        words |= {
            "people": marked,
            "form": form,
            "looking": Looking.objects.filter(photo=photo).select_related("by").first(),
            "asks_somebody": any(one.state != Person.State.NOT_NEEDED for one in marked),
            "circles": circles(photo, marked),
            "source": source_of(photo),
        }
    status = SENT_BACK if form.errors else 200
    return render(request, "photos/consent/people.html", words, status=status)


def source_of(photo: Photo) -> str:
    """Where colleagues see the picture; empty when there is none yet."""
    width = width_of(photo)
    return reverse("photos:size", args=[photo.pk, width, "jpg"]) if width else ""


@require_POST
def looked(request: Request, pk: int) -> HttpResponse:
    """Somebody looked who is in it: nobody, everybody is marked, or it has to be done again."""
    photo = get_object_or_404(Photo.objects.visible_to(request.user), pk=pk)
    if not consent.keeps(photo, request.user):
        return redirect("photos:people", pk=pk)
    say = {
        "nobody": consent.say_nobody,
        "all-marked": consent.say_all_marked,
        "again": consent.take_back_looking,
    }.get(request.POST.get("saw", ""))
    try:
        if say is not None:
            say(photo=photo, by=request.user)
            messages.success(request, _("Kept."))
    except consent.StandsFast as trouble:
        messages.info(request, _mistaken(str(trouble)))
    return redirect("photos:people", pk=pk)


def _mistaken(why: str) -> str:
    if why == STILL_ASKED:
        return _("Somebody is marked who has to agree. Take them off first if that is a mistake.")
    return _("Nobody is marked yet. Mark somebody, or say that nobody can be recognised.")


def my_consents(request: Request) -> HttpResponse:
    """The photos with oneself in them, and what one said."""
    mine = Person.objects.filter(colleague=request.user).standing()
    words = {
        "here": "stories",
        "people": [(one, source_of(one.photo)) for one in mine.select_related("photo")],
    }
    return render(request, "photos/consent/mine.html", words)


@require_POST
def answer_own(request: Request, pk: int) -> HttpResponse:
    """Leads to the page where one answers for oneself."""
    mine = Person.objects.filter(colleague=request.user).standing()
    person = get_object_or_404(mine, pk=pk)
    return redirect(consent.own_link(person=person, by=request.user))
