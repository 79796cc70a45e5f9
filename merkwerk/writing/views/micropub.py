"""Micropub (W3C Recommendation): editors that speak it make drafts here. Nothing is published by
it, whatever `post-status` asks for, so the answer to a new post is 202 with the draft's page."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from merkwerk.accounts.models import Colleague
from merkwerk.connectors import micropub as protocol
from merkwerk.connectors.micropub import Unfit
from merkwerk.writing.actions import calling, drafting
from merkwerk.writing.actions.calling import Refused
from merkwerk.writing.models import Draft
from merkwerk.writing.sentences.micropub import unfit
from merkwerk.writing.views.api import quiet, sent

A_PAGE = 20
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@login_not_required
@csrf_exempt
def micropub(request: HttpRequest) -> HttpResponse:
    """Asked with GET what there is, with POST to make, change or put away a draft. The key stands
    in the `Authorization` header or, of a form, in `access_token`; a session opens nothing."""
    try:
        if request.method not in ("GET", "POST"):
            raise Refused(405, "invalid_request", _("That can't be done here."))
        told = _told(request) if request.method == "POST" else {}
        who = calling.caller(_secret(request, told), may="draft").colleague
        with translation.override(who.language):
            return quiet(_asked(request, who) if request.method == "GET" else _done(who, told))
    except Unfit as trouble:
        return _refused(Refused(400, "invalid_request", unfit(trouble.code)))
    except Refused as trouble:
        return _refused(trouble)


def _told(request: HttpRequest) -> dict[str, Any]:
    """The body as one dictionary: that of JSON, or of a form with `properties` beside the rest."""
    if request.content_type == "application/json":
        return sent(request)
    if request.content_type not in FORMS:
        raise Refused(415, "invalid_request", _("Send a form or JSON."))
    try:
        return request.POST.dict() | {"form": dict(request.POST.lists())}
    except RequestDataTooBig:
        raise Refused(413, "invalid_request", _("That is longer than a draft can be.")) from None
    except (ValueError, UnreadablePostError):
        raise Refused(400, "invalid_request", _("Send a form or JSON.")) from None


def _secret(request: HttpRequest, told: dict[str, Any]) -> str:
    """The key, from one place: RFC 6750 forbids two. Never from the address, which is logged."""
    header = calling.bearer(request.headers.get("Authorization", ""))
    field = told.get("access_token", "") if "form" in told else ""
    if header and field:
        raise Refused(400, "invalid_request", _("Send the key once: in the header or in the form."))
    return header or str(field)


def _refused(trouble: Refused) -> HttpResponse:
    told: dict[str, Any] = {"error": trouble.code, "error_description": trouble.says}
    if trouble.code == "insufficient_scope":
        told["scope"] = "draft"
    answer = JsonResponse(told, status=trouble.status)
    if trouble.status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if trouble.status == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["Allow"] = "GET, POST"
    if trouble.wait:
        answer.headers["Retry-After"] = str(trouble.wait)
    return quiet(answer)


def _asked(request: HttpRequest, by: Colleague) -> HttpResponse:
    match request.GET.get("q", ""):
        case "config":
            told: dict[str, Any] = {
                "q": ["config", "source", "syndicate-to"],
                "syndicate-to": [],
                "post-types": [{"type": "note", "name": _("Draft")}],
                "post-status": ["draft"],
            }
        case "syndicate-to":
            told = {"syndicate-to": []}
        case "source":
            told = _source(request, by)
        case _:
            raise Refused(400, "invalid_request", _("Ask for q=config, source or syndicate-to."))
    return JsonResponse(told)


def _source(request: HttpRequest, by: Colleague) -> dict[str, Any]:
    address = request.GET.get("url", "")
    if not address:
        mine = Draft.objects.visible_to(by).open()[:A_PAGE]
        return {"items": [_entry(one) for one in mine]}
    whole = _entry(_own(by, address))
    wanted = request.GET.getlist("properties[]") or request.GET.getlist("properties")
    if not wanted:
        return whole
    kept = whole["properties"]
    return {"properties": {name: kept[name] for name in wanted if name in kept}}


def _entry(draft: Draft) -> dict[str, Any]:
    properties: dict[str, list[str]] = {
        "content": [draft.text],
        "post-status": ["draft"],
        "url": [calling.page_of(draft)],
        "published": [draft.started.isoformat()],
        "updated": [draft.changed.isoformat()],
    }
    if draft.link:
        properties["bookmark-of"] = [draft.link]
    return {"type": ["h-entry"], "properties": properties}


def _own(by: Colleague, address: Any) -> Draft:
    """The own draft on this page. Raises Refused for everything else, all alike."""
    path = str(address).partition("://")[2].partition("/")[2].partition("?")[0].partition("#")[0]
    try:
        found = resolve(f"/{path}")
    except Resolver404:
        found = None
    number = found.kwargs.get("pk") if found and found.view_name == "writing:draft" else None
    draft = Draft.objects.visible_to(by).filter(pk=number).first() if number else None
    if draft is None or calling.page_of(draft) != str(address).partition("?")[0].partition("#")[0]:
        raise Refused(400, "invalid_request", _("You have no such draft."))
    return draft


def _done(by: Colleague, told: dict[str, Any]) -> HttpResponse:
    match told.get("action"):
        case None | "create":
            return _made(by, told)
        case "update" if "form" not in told:
            change = protocol.change(told)
            calling.change_draft(
                draft=_own(by, told.get("url")), by=by, told={"text": change.text or ""}
            )
        case "delete":
            drafting.put_away(draft=_still(by, told), by=by, now=timezone.now())
        case "undelete":
            drafting.take_out(draft=_own(by, told.get("url")), by=by)
        case _:
            raise Refused(400, "invalid_request", _("That can't be done with a draft."))
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _still(by: Colleague, told: dict[str, Any]) -> Draft:
    """An own draft of which nothing stands outside."""
    draft = _own(by, told.get("url"))
    if draft.told_at:
        says = _("Of that one something stands outside. Take it away there, by hand.")
        raise Refused(400, "invalid_request", says)
    return draft


def _made(by: Colleague, told: dict[str, Any]) -> HttpResponse:
    if "form" in told:
        if told.get("h", "entry") != "entry":
            raise Unfit("not-an-entry")
        properties = protocol.of_form(told["form"].items())
    else:
        properties = protocol.of_json(told)
    found = protocol.entry(properties)
    words = {"text": found.text, "facts": found.facts, "link": found.link}
    made = calling.new_draft(by=by, told=words, came_from=Draft.Way.MICROPUB)
    answer = HttpResponse(status=HTTPStatus.ACCEPTED)
    answer.headers["Location"] = calling.page_of(made)
    return answer
