"""The small interface for other programs: JSON, by key alone. A session opens nothing here, so
there is nothing to forge; a browser on another site may not read it either (no CORS)."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.errors import BadAddress
from merkwerk.networks import actions as networks
from merkwerk.writing.actions import calling
from merkwerk.writing.actions.calling import Refused
from merkwerk.writing.models import Draft

A_PAGE = 50
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Colleague, P], HttpResponse]


def by_key(may: str, *methods: str) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """The view is for who calls with a key that `may` do this, in their own language; every refusal
    is told as `application/problem+json` (RFC 9457)."""

    def guard(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in methods:
                answer = problem(Refused(405, "", _("That can't be done here.")))
                answer.headers["Allow"] = ", ".join(methods)
                return answer
            try:
                secret = calling.bearer(request.headers.get("Authorization", ""))
                who = calling.caller(secret, may=may).colleague
                with translation.override(who.language):
                    return quiet(view(request, who, *args, **kwargs))
            except Refused as trouble:
                return problem(trouble)

        return login_not_required(csrf_exempt(guarded))

    return guard


def problem(trouble: Refused) -> HttpResponse:
    """A refusal as RFC 9457 has it: `detail` is a sentence for a person."""
    told = {
        "type": "about:blank",
        "title": HTTPStatus(trouble.status).phrase,
        "status": trouble.status,
        "detail": trouble.says,
    }
    answer = JsonResponse(told, status=trouble.status, content_type="application/problem+json")
    if trouble.status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if trouble.wait:
        answer.headers["Retry-After"] = str(trouble.wait)
    return quiet(answer)


def quiet(answer: HttpResponse) -> HttpResponse:
    """Kept by no cache and listed nowhere."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def sent(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in the body. Raises Refused for anything else."""
    if request.content_type != "application/json":
        raise Refused(415, "invalid_request", _("Send JSON: Content-Type: application/json"))
    try:
        told = json.loads(request.body.decode())
    except RequestDataTooBig:
        raise Refused(413, "invalid_request", _("That is longer than a draft can be.")) from None
    except (ValueError, RecursionError, UnreadablePostError):
        raise Refused(400, "invalid_request", _("That is no JSON that can be read.")) from None
    if not isinstance(told, dict):
        raise Refused(400, "invalid_request", _("Send one JSON object, between { and }."))
    return told


def texts(told: dict[str, Any], *names: str) -> dict[str, str]:
    """The fields, which are all texts with these names. Raises Refused, naming what isn't."""
    for name, value in told.items():
        if name not in names or not isinstance(value, str):
            says = _("“%(name)s” is not something that can be sent here. What can: %(names)s.")
            named = {"name": name[:60], "names": ", ".join(names)}
            raise Refused(422, "invalid_request", says % named)
    return told


@by_key("draft", "GET", "POST")
def drafts(request: HttpRequest, by: Colleague) -> HttpResponse:
    """GET: one's own drafts, the newest first. POST: a new one."""
    if request.method == "POST":
        told = texts(sent(request), "text", "facts", "link", "language")
        once = request.headers.get("Idempotency-Key", "")[:200]
        made = calling.new_draft(by=by, told=told, came_from=Draft.Way.MICROPUB, once=once)
        answer = JsonResponse(shown(made), status=HTTPStatus.CREATED)
        answer.headers["Location"] = calling.page_of(made)
        return answer
    mine = Draft.objects.visible_to(by)
    page = Paginator(mine, A_PAGE).get_page(request.GET.get("page"))
    more = page.next_page_number() if page.has_next() else None
    return JsonResponse({"drafts": [shown(one) for one in page], "next_page": more})


@by_key("draft", "GET", "PATCH")
def draft(request: HttpRequest, by: Colleague, pk: int) -> HttpResponse:
    """GET: one own draft. PATCH: other words in it. Somebody else's is not there."""
    found = Draft.objects.visible_to(by).filter(pk=pk).first()
    if found is None:
        raise Refused(404, "", _("You have no such draft."))
    if request.method == "GET":
        return JsonResponse(shown(found))
    told = sent(request)
    number = told.pop("version", -1)
    if not isinstance(number, int) or isinstance(number, bool):
        raise Refused(
            422, "invalid_request", _("“version” is the number that came with the draft.")
        )
    words = texts(told, *calling.FIELDS)
    return JsonResponse(shown(calling.change_draft(draft=found, by=by, told=words, version=number)))


@by_key("register", "POST")
def register(request: HttpRequest, by: Colleague) -> HttpResponse:
    """Tells that the colleague said something at `address`, `about` some page. The words are read
    later, and count as theirs when they are."""
    told = texts(sent(request), "address", "about")
    if not told.get("address", "").strip():
        raise Refused(422, "invalid_request", _("Send “address”: where you said it."))
    try:
        message = networks.register(by=by, address=told["address"], about=told.get("about", ""))
    except BadAddress:
        says = _("“address” is no address of a page: it begins with https://")
        raise Refused(422, "invalid_request", says) from None
    return JsonResponse({"registered": message.url}, status=HTTPStatus.ACCEPTED)


def shown(draft: Draft) -> dict[str, Any]:
    """A draft as other programs see it; `address` is where its writer goes on and publishes."""
    return {
        "id": draft.pk,
        "address": calling.page_of(draft),
        "state": calling.state_of(draft),
        "text": draft.text,
        "facts": draft.facts,
        "link": draft.link,
        "language": draft.language,
        "version": draft.version,
        "started": draft.started.isoformat(),
        "changed": draft.changed.isoformat(),
    }
