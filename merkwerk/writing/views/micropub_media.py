"""Micropub's media endpoint (3.6): an editor brings a picture, and a later post names it."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from merkwerk.accounts.models import Colleague
from merkwerk.lib.pictures import Readable
from merkwerk.writing import actions
from merkwerk.writing.actions import calling
from merkwerk.writing.actions.calling import Refused
from merkwerk.writing.views.api import quiet
from merkwerk.writing.views.micropub import called, refused


@login_not_required
@csrf_exempt
def media(request: HttpRequest) -> HttpResponse:
    """Takes one picture, in the part `file` of a multipart body; 201 with its address in
    `Location`, which only its bringer can open. What no draft names within two days is removed."""
    try:
        who, told = called(request, "POST")
        with translation.override(who.language):
            return quiet(_kept(who, told.get("files", {}) if "form" in told else {}))
    except Refused as trouble:
        return refused(trouble, allow="POST")


def _kept(by: Colleague, files: dict[str, list[Readable]]) -> HttpResponse:
    sent = files.get("file", [])
    if len(sent) != 1:
        says = _("Send one picture, as the part “file” of a form (multipart/form-data).")
        raise Refused(400, "invalid_request", says)
    answer = HttpResponse(status=HTTPStatus.CREATED)
    answer.headers["Location"] = actions.address_of(calling.new_picture(by=by, file=sent[0]))
    return answer
