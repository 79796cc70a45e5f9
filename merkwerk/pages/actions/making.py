"""Making pages before somebody asks: Django's own handler is asked, as a stranger would."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.db.models import F, Max
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from merkwerk.pages.actions.changes import clear_changes, state
from merkwerk.pages.actions.keeping import answer_at, keep
from merkwerk.pages.models import MadePage

LONGEST = 60.0
BATCH = 50


@dataclass(frozen=True, slots=True)
class Making:
    """How the made pages are: how many, how many have to be made, given up, and when last."""

    made: int
    due: int
    given_up: int
    last: datetime | None


def how_many() -> Making:
    """The figures for whoever looks after the house."""
    made, due = MadePage.objects.made().count(), MadePage.objects.due().count()
    last = MadePage.objects.aggregate(last=Max("made_at"))["last"]
    return Making(made, due, MadePage.objects.count() - made - due, last)


def make_due(*, seconds: float = LONGEST, now: datetime | None = None) -> int:
    """Makes the pages that have to be made, for so long at most, and returns how many it kept. A
    page that changes again meanwhile stays due, one that is not public any more is forgotten, one
    that fails five times is given up until something of it changes. Two at once do no harm."""
    clear_changes(now=now or timezone.now())
    until, kept, seen = time.monotonic() + seconds, 0, 0
    while batch := MadePage.objects.due().filter(pk__gt=seen)[:BATCH]:
        for page in batch:
            if time.monotonic() > until:
                return kept
            kept += _make(page)
            seen = page.pk
    return kept


def _make(page: MadePage) -> bool:
    MadePage.objects.filter(pk=page.pk).update(tries=F("tries") + 1)
    before = state()
    response = ask(page.path)
    answer = answer_at(page.path, response)
    response.close()
    if answer is not None:
        done = keep(answer, before=before)
        if not done:
            MadePage.objects.filter(pk=page.pk, is_made=False).update(tries=page.tries)
        return done
    if response.status_code < 500 and state() == before:
        MadePage.objects.filter(pk=page.pk, is_made=False).delete()
    return False


def ask(path: str, query: str = "") -> HttpResponseBase:
    """What Django answers at `path` to a stranger who asks by the site's own name."""
    where = urlsplit(settings.SITE_ADDRESS or settings.SITE_URL)
    asked = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path.encode().decode("latin-1"),
        "RAW_URI": quote(path),
        "SCRIPT_NAME": "",
        "QUERY_STRING": query,
        "SERVER_NAME": where.hostname,
        "SERVER_PORT": str(where.port or (443 if where.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": where.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": where.scheme,
        "wsgi.input": BytesIO(),
    }
    if settings.SECURE_PROXY_SSL_HEADER and where.scheme == "https":
        header, value = settings.SECURE_PROXY_SSL_HEADER
        asked[header] = value
    with translation.override(settings.LANGUAGE_CODE):
        return _handler().get_response(WSGIRequest(asked))


@cache
def _handler() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler
