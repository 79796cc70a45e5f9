"""The page of somebody in a photo, behind their own link: look, answer, change, take back, take
along. No account, no cookie; the link is the secret, so there is no token against forgery."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from merkwerk.accounts.models import Organisation
from merkwerk.lib.downloads import json_file
from merkwerk.lib.limits import wait_for
from merkwerk.lib.network_address import address_of
from merkwerk.lib.requests import SENT_BACK
from merkwerk.photos.actions import consent
from merkwerk.photos.forms.consent import AnswerForm, NoForm
from merkwerk.photos.models import Person
from merkwerk.photos.views.shown_consent import circles, form_file, picture_file

WRONG_LINKS = 40
STRETCH = 600
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, str, Person, P], HttpResponseBase]
Opened = Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]


def by_link(view: View[P]) -> Opened[P]:
    """The page is for whoever has the link, and is kept by no cache, search engine or other site.
    A link that leads nowhere gets a kind page; many wrong ones from one place get a later."""

    @login_not_required
    @csrf_exempt
    @wraps(view)
    def opened(
        request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        person = consent.person_of(token)
        if person is None:
            return sealed(_nowhere(request))
        with translation.override(person.language):
            answer = view(request, token, person, *args, **kwargs)
            answer.headers["Content-Language"] = person.language
        return sealed(answer)

    return cast(Opened[P], opened)


def sealed(answer: HttpResponseBase) -> HttpResponseBase:
    """With everything that keeps a link and its page to whoever has it."""
    answer.headers["Cache-Control"] = "no-store, private"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _nowhere(request: HttpRequest) -> HttpResponse:
    """Where somebody came from is counted under a keyed mark, for ten minutes."""
    place = hmac.new(settings.SECRET_KEY.encode(), address_of(request).encode(), sha256).hexdigest()
    slower = wait_for("consent-link", place[:32], most=WRONG_LINKS, seconds=STRETCH)
    status = 429 if slower else 404
    words = {"slower": bool(slower), "csrf_token": ""}
    return render(request, "photos/consent/nowhere.html", words, status=status)


@by_link
def page(request: HttpRequest, token: str, person: Person) -> HttpResponseBase:
    """What is asked, what was said, and the answer."""
    if request.method == "POST":
        return _answered(request, token, person)
    return show(request, token, person)


def _answered(request: HttpRequest, token: str, person: Person) -> HttpResponseBase:
    form = _form(person, request.POST)
    if request.POST.get("answer") == "no":
        given = NoForm(request.POST).given(person)
    elif form.is_valid():
        given = form.given()
    else:
        return show(request, token, person, form=form, status=SENT_BACK)
    try:
        consent.answer(person=person, given=given)
    except consent.OtherWords:
        form.add_error(None, _("The words below changed while you read. Read them once more."))
        return show(request, token, person, form=form, status=SENT_BACK)
    except consent.StandsFast:
        return show(request, token, person)
    return redirect("consent:page", token)


def _form(person: Person, sent: Any = None) -> AnswerForm:
    terms = consent.terms_for(person)
    if sent is not None:
        return AnswerForm(sent, person=person, places=terms.places)
    start = {
        "places": person.agreed_to,
        "guardian": person.guardian,
        "grown_on": person.grown_on,
        "remark": person.remark,
        "email": person.email,
    }
    if person.is_minor or person.answered_at:
        start["who"] = "guardian" if person.is_minor else "self"
    return AnswerForm(initial=start, person=person, places=terms.places)


def show(
    request: HttpRequest,
    token: str,
    person: Person,
    *,
    form: AnswerForm | None = None,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page as it stands, with a form that came back or a mistake if there is one."""
    closed = bool(person.removed_at or person.erased_at)
    words = {
        "token": token,
        "person": person,
        "state": str(person.state),
        "organisation": Organisation.objects.get(),
        "languages": settings.LANGUAGES,
        "csrf_token": "",
        "closed": closed,
    }
    if not closed:
        words |= _open(person, form, trouble)
    template = "photos/consent/closed.html" if closed else "photos/consent/page.html"
    return render(request, template, words, status=status)


def _open(person: Person, form: AnswerForm | None, trouble: str) -> dict[str, Any]:
    terms = consent.terms_for(person)
    answered = person.state in consent.ANSWERED
    gone, beyond = consent.where_it_was(person)
    return {
        "terms": terms,
        "digest": terms.digest,
        "form": form or _form(person),
        "mistakes": form is not None,
        "answered": answered,
        "agreed_to": consent.places_in_words(person.agreed_to),
        "may_erase": person.state in consent.OVER,
        "gone": gone,
        "beyond": beyond,
        "trouble": trouble,
        "forms": list(person.forms.all()),
        "photo": person.photo,
        "circles": circles(person.photo, [person]),
    }


@require_POST
@by_link
def language(request: HttpRequest, token: str, person: Person) -> HttpResponseBase:
    consent.speak(person=person, language=request.POST.get("language", ""))
    return redirect("consent:page", token)


@require_POST
@by_link
def withdraw(request: HttpRequest, token: str, person: Person) -> HttpResponseBase:
    try:
        consent.withdraw(person=person)
    except consent.StandsFast:
        return show(request, token, person)
    return redirect("consent:page", token)


@require_POST
@by_link
def erase(request: HttpRequest, token: str, person: Person) -> HttpResponseBase:
    try:
        consent.erase(person=person)
    except consent.StandsFast:
        return show(request, token, person)
    return redirect("consent:page", token)


@require_safe
@by_link
def copy(request: HttpRequest, token: str, person: Person) -> HttpResponseBase:
    """Everything that is kept of them, to take along."""
    return json_file(consent.own_copy(person), name="consent.json")


@require_safe
@by_link
def picture(request: HttpRequest, token: str, person: Person) -> HttpResponseBase:
    if person.removed_at or person.erased_at:
        raise Http404
    return picture_file(person.photo)


@require_safe
@by_link
def own_form(request: HttpRequest, token: str, person: Person, pk: int) -> FileResponse:
    return form_file(person.forms.filter(pk=pk).first())


@login_not_required
@csrf_exempt
@require_POST
def add_form(request: HttpRequest) -> HttpResponseBase:
    """Takes a signed form. Its address has no link in it, for pages that take a file are named
    one by one; the link is in the field `token`."""
    return _add_form(request, request.POST.get("token", ""))


@by_link
def _add_form(request: HttpRequest, token: str, person: Person) -> HttpResponseBase:
    file = request.FILES.get("file")
    if file is None:
        said = _("Choose a file first: a PDF or a photo of the form.")
        return show(request, token, person, trouble=said, status=SENT_BACK)
    try:
        consent.keep_form(person=person, file=file, by=None)
    except consent.NoForm as trouble:
        return show(request, token, person, trouble=trouble.says, status=SENT_BACK)
    except consent.StandsFast:
        return show(request, token, person)
    return redirect("consent:page", token)
