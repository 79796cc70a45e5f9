"""What a page shows, and that it is gone once something of it changes."""

from __future__ import annotations

from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from merkwerk.pages import tasks
from merkwerk.pages.actions.changes import note_change
from merkwerk.pages.models import MadePage, Shown

SITE = "site"
CACHE_CONTROL = "public, max-age=0, s-maxage=60, must-revalidate"
GONE = {"is_made": False, "raw": None, "gzip": None, "brotli": None, "tries": 0}

Answer = TypeVar("Answer", bound=HttpResponse)


def shows(response: Answer, *marks: str) -> Answer:
    """Says of a public view's answer that it is the same for everybody and shows things of these
    marks (and the site itself, which every page shows). It is kept, and sent to whoever asks for
    the same path, until one of them is touched. Caches outside may keep it for a minute. A page
    that uses a nonce, sets a cookie or was asked with a query string is not kept."""
    vars(response)["shown_marks"] = frozenset({SITE, *marks})
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response


def marks_of(response: HttpResponse) -> frozenset[str]:
    """What `shows` said of it; empty for an answer that isn't kept."""
    marks: frozenset[str] = vars(response).get("shown_marks", frozenset())
    return marks


def touched(*marks: str) -> None:
    """Something of these marks changes. Call it in the transaction that changes it: when that is
    in force, every made page that shows one of them is gone, in all processes, and a job makes it
    anew; until then whoever asks gets an answer made live. `site` is everything."""
    with transaction.atomic():
        shown = Shown.objects.filter(mark__in=marks).values("page_id")
        pages = MadePage.objects.all() if SITE in marks else MadePage.objects.filter(pk__in=shown)
        _gone(pages)


def touched_path(path: str) -> None:
    """The page at `path` is new, or changes for a reason that no mark tells. It is made by a job,
    without waiting for the first who asks; a path that answers nothing public is forgotten."""
    with transaction.atomic():
        MadePage.objects.get_or_create(path=path)
        _gone(MadePage.objects.filter(path=path))


def forget_all() -> None:
    """Every made page is gone, and nothing is remembered about any: after the public site was
    closed, or when something is wrong and nobody knows what."""
    with transaction.atomic():
        MadePage.objects.all().delete()
        note_change()


def _gone(pages: QuerySet[MadePage]) -> None:
    note_change()
    if pages.update(**GONE):
        _ask_for_making()


def _ask_for_making() -> None:
    """One job in the queue is enough, however much was touched; a sweep finds what it missed."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    if not waiting.filter(task_path=tasks.make_pages.module_path).exists():
        tasks.make_pages.enqueue()
