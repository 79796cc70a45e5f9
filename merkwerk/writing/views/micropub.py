"""Micropub (W3C Recommendation): editors that speak it make drafts here. Nothing is published by
it, whatever `post-status` asks for, so the answer to a new post is 202 with the draft's page."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from merkwerk.accounts.models import Colleague
from merkwerk.connectors import micropub as protocol
from merkwerk.connectors.micropub import Entry, Unfit
from merkwerk.writing import actions
from merkwerk.writing.actions import calling, drafting
from merkwerk.writing.actions.calling import Refused
from merkwerk.writing.models import BroughtPicture, Draft
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
        who, told = called(request, "GET", "POST")
        with translation.override(who.language):
            return quiet(_asked(request, who) if request.method == "GET" else _done(who, told))
    except Unfit as trouble:
        return refused(Refused(400, "invalid_request", unfit(trouble.code)))
    except Refused as trouble:
        return refused(trouble)


def called(request: HttpRequest, *methods: str) -> tuple[Colleague, dict[str, Any]]:
    """Who calls, and what the body holds (nothing of a GET). A key in the header is looked at
    before the body is; in the address, which is logged, it opens nothing. Raises Refused."""
    if request.method not in methods:
        raise Refused(405, "invalid_request", _("That can't be done here."))
    header = calling.bearer(request.headers.get("Authorization", ""))
    key = calling.caller(header, may="draft") if header else None
    told = _told(request) if request.method == "POST" else {}
    field = str(told.get("access_token", "")) if "form" in told else ""
    if key is not None and field:  # RFC 6750
        raise Refused(400, "invalid_request", _("Send the key once: in the header or in the form."))
    return (key or calling.caller(field, may="draft")).colleague, told


def _told(request: HttpRequest) -> dict[str, Any]:
    """The body as one dictionary: that of JSON, or of a form with `properties` beside the rest."""
    if request.content_type == "application/json":
        return sent(request)
    if request.content_type not in FORMS:
        raise Refused(415, "invalid_request", _("Send a form or JSON."))
    try:
        fields = dict(request.POST.lists())
        if any("\0" in part for name, values in fields.items() for part in (name, *values)):
            raise ValueError("NUL can't be kept")
        form = {"form": fields, "files": dict(request.FILES.lists())}
        return request.POST.dict() | form
    except RequestDataTooBig:
        says = _("That is more than can be sent at once: 24 MB of pictures, or 300,000 signs.")
        raise Refused(413, "invalid_request", says) from None
    except (ValueError, UnreadablePostError):
        raise Refused(400, "invalid_request", _("Send a form or JSON.")) from None


def refused(trouble: Refused, allow: str = "GET, POST") -> HttpResponse:
    """A refusal as Micropub (3.8) has it, with a sentence for a person."""
    told: dict[str, Any] = {"error": trouble.code, "error_description": trouble.says}
    if trouble.code == "insufficient_scope":
        told["scope"] = "draft"
    answer = JsonResponse(told, status=trouble.status)
    if trouble.status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if trouble.status == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["Allow"] = allow
    if trouble.wait:
        answer.headers["Retry-After"] = str(trouble.wait)
    return quiet(answer)


def _asked(request: HttpRequest, by: Colleague) -> HttpResponse:
    match request.GET.get("q", ""):
        case "config":
            told: dict[str, Any] = {
                "q": ["config", "source", "syndicate-to"],
                "media-endpoint": settings.SITE_URL + reverse("writing:micropub_media"),
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
    pictures = _pictures(by, told, properties)
    found = _words(properties, alone=not pictures)
    words = {"text": found.text, "facts": found.facts, "link": found.link}
    made = calling.new_draft(by=by, told=words, came_from=Draft.Way.MICROPUB)
    actions.hang(draft=made, by=by, pictures=pictures)
    answer = HttpResponse(status=HTTPStatus.ACCEPTED)
    answer.headers["Location"] = calling.page_of(made)
    return answer


def _words(properties: dict[str, list[Any]], *, alone: bool) -> Entry:
    """What there is to read; with pictures that may be nothing."""
    try:
        return protocol.entry(properties)
    except Unfit as trouble:
        if alone or trouble.code != "empty":
            raise
        return Entry("", "", "")


def _pictures(
    by: Colleague, told: dict[str, Any], properties: dict[str, list[Any]]
) -> list[tuple[BroughtPicture, str]]:
    """The pictures that came along, or that the media endpoint has, with their descriptions; they
    are taken out of `properties`, where pictures by another address stay."""
    found: list[tuple[BroughtPicture, str]] = []
    kept: list[Any] = []
    alts = protocol.photo_alts(told)
    for number, value in enumerate(properties.pop("photo", [])):
        address, alt = protocol.photo(value)
        mine = actions.brought(address, by=by)
        if mine is None:
            kept.append(value)
        elif all(mine.pk != one.pk for one, _alt in found):
            found.append((mine, alt or alts.get(number, "")))
    files = told.get("files", {}) if "form" in told else {}
    sent_along = [file for name in ("photo", "photo[]") for file in files.get(name, [])]
    for number, file in enumerate(sent_along, len(found) + len(kept)):
        found.append((calling.new_picture(by=by, file=file), alts.get(number, "")))
    properties["photo"] = kept
    return found
