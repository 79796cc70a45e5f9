"""One person in a photo, for who looks after it: details, asking, a form on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from merkwerk.accounts.models import Role
from merkwerk.lib.requests import SENT_BACK, Request, whole_number
from merkwerk.photos.actions import consent
from merkwerk.photos.forms.consent import PaperForm, PersonForm, of_person
from merkwerk.photos.models import ConsentEvent, Person, SignedForm
from merkwerk.photos.views.consent_people import source_of
from merkwerk.photos.views.shown_consent import circles, form_file


def kept(request: Request, pk: int) -> Person:
    """Somebody whom the reader looks after; anybody else is a page that isn't there."""
    people = Person.objects.kept_by(request.user).standing().select_related("photo", "colleague")
    return get_object_or_404(people, pk=pk)


def person(request: Request, pk: int) -> HttpResponse:
    one = kept(request, pk)
    if request.method != "POST":
        return _show(request, one)
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _show(request, one, form=form)
    try:
        consent.change(person=one, by=request.user, told=form.told())
    except consent.StandsFast:
        said = _("They have answered. What they said stays, so they can’t be made somebody else.")
        form.add_error(None, said)
        return _show(request, one, form=form)
    messages.success(request, _("Changed."))
    return redirect("photos:person", pk=pk)


def _show(
    request: Request,
    one: Person,
    *,
    form: PersonForm | None = None,
    paper: PaperForm | None = None,
    link: str = "",
    mailed: bool = False,
) -> HttpResponse:
    mistaken = bool((form and form.errors) or (paper and paper.errors))
    start = {"name": one.name, "guardian": one.guardian}
    words: dict[str, Any] = {
        "here": "stories",
        "person": one,
        "photo": one.photo,
        "state": str(one.state),
        "form": form or PersonForm(initial=of_person(one)),
        "paper": paper or PaperForm(person=one, initial=start),
        "paper_open": paper is not None,
        "form_open": form is not None,
        "link": link,
        "mailed": mailed,
        "forms": list(one.forms.select_related("by")),
        "events": list(ConsentEvent.objects.filter(person_pk=one.pk).order_by("-pk")[:50]),
        "agreed_to": consent.places_in_words(one.agreed_to),
        "asks_for": consent.places_in_words(one.asks_for),
        "may_remove": one.state not in consent.ANSWERED,
        "may_erase": one.state in consent.OVER and Role.EDITOR in request.user.roles,
        "has_links": one.links.filter(stopped_at=None).exists(),
        "circles": circles(one.photo, [one]),
        "source": source_of(one.photo),
    }
    status = SENT_BACK if mistaken else 200
    return render(request, "photos/consent/person.html", words, status=status)


@require_POST
def ask(request: Request, pk: int) -> HttpResponse:
    """Makes a link. It is shown on this answer alone, since only its mark is kept."""
    one = kept(request, pk)
    by_mail = request.POST.get("by") == "mail"
    try:
        asked = consent.ask(person=one, by=request.user, by_mail=by_mail)
    except consent.StandsFast:
        messages.info(request, _("They need not be asked."))
        return redirect("photos:person", pk=pk)
    one.refresh_from_db()
    if by_mail and not asked.mailed:
        messages.info(
            request,
            _("No letter went out: there is no address, or five letters went today. Pass the link "
              "on yourself."),
        )  # fmt: skip
    return _show(request, one, link=asked.address, mailed=asked.mailed)


@require_POST
def stop_links(request: Request, pk: int) -> HttpResponse:
    consent.stop_links(person=kept(request, pk), by=request.user)
    messages.success(request, _("Earlier links lead nowhere now. Make a new one to ask them."))
    return redirect("photos:person", pk=pk)


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    one = kept(request, pk)
    try:
        consent.remove(person=one, by=request.user)
    except consent.StandsFast:
        said = _("They have answered, and that stays: nobody can be taken off after that.")
        messages.info(request, said)
        return redirect("photos:person", pk=pk)
    messages.success(request, _("Taken off. Look once more who is in the photo."))
    return redirect("photos:people", pk=one.photo_id)


@require_POST
def paper(request: Request) -> HttpResponse:
    """A form that somebody signed on paper, with the file. Its address has no number in it, for
    pages that take a file are named one by one."""
    one = kept(request, whole_number(request.POST.get("person", "")) or 0)
    form = PaperForm(request.POST, request.FILES, person=one)
    if not form.is_valid():
        return _show(request, one, paper=form)
    told = form.cleaned_data
    try:
        consent.record_paper(
            person=one, by=request.user, given=form.given(), signed_on=told["signed_on"],
            file=told["file"],
        )  # fmt: skip
    except consent.NoForm as trouble:
        form.add_error("file", trouble.says)
        return _show(request, one, paper=form)
    except consent.StandsFast:
        said = _("They gave an answer themselves after that day. Their own last word counts.")
        form.add_error("signed_on", said)
        return _show(request, one, paper=form)
    messages.success(request, _("Kept, with the form."))
    return redirect("photos:person", pk=one.pk)


@require_safe
def signed_form(request: Request, pk: int) -> FileResponse:
    mine = SignedForm.objects.filter(person__in=Person.objects.kept_by(request.user))
    return form_file(mine.filter(pk=pk).first())


@require_POST
def erase(request: Request, pk: int) -> HttpResponse:
    if Role.EDITOR not in request.user.roles:
        raise PermissionDenied
    try:
        consent.erase(person=kept(request, pk), by=request.user)
    except consent.StandsFast:
        messages.info(request, _("A yes stands, or an answer is awaited. That comes first."))
    else:
        messages.success(request, _("Erased. The proof stays, without a name."))
    return redirect("photos:person", pk=pk)
