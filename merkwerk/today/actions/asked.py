"""Occasions from what colleagues ask and wait for: a question at the desk, a request to tell."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from merkwerk.accounts.models import Colleague, works_here
from merkwerk.handbook import actions as handbook
from merkwerk.handbook.models import Question
from merkwerk.today.actions.keeping import keep_new
from merkwerk.today.models import Occasion
from merkwerk.writing.models import Request

BATCH = 500
BEFORE = timedelta(days=1)
"""So long before the promised moment a question stands on Today."""
RESTS = timedelta(days=2)
"""So long a request waits in its own place first: nobody promised anything."""


@transaction.atomic
def notice_asked(*, now: datetime) -> int:
    """Makes an occasion, for each who was asked and still answers, of every question whose promised
    moment is a day away or past, and of every request that waits for two days. A new promise is a
    new one. Returns how many are new."""
    return len(keep_new([*_questions(now), *_requests(now)]))


def _questions(now: datetime) -> list[Occasion]:
    due = Question.objects.open().filter(works_here("asker"), due__lte=now + BEFORE)
    rows = due.defer("words", "attached", "link").select_related("asker").order_by("due", "pk")
    return [
        Occasion(
            colleague_id=colleague.pk,
            kind=Occasion.Kind.COLLEAGUE,
            question=question,
            at=now,
            facts={
                "colleague": question.asker.name,
                "due": timezone.localtime(question.due).date().isoformat(),
            },
            key=f"question:{question.pk}:{question.due:%Y%m%d%H%M}",
        )
        for question in rows.prefetch_related("asked_of")[:BATCH]
        for colleague in handbook.asked_now(question)
    ]


def _requests(now: datetime) -> list[Occasion]:
    waiting = Request.objects.filter(
        works_here("asker"), works_here("asked"), state=Request.State.ASKED, made__lte=now - RESTS
    )
    rows = waiting.defer("words", "link").select_related("asker").order_by("made", "pk")
    return [
        Occasion(
            colleague_id=request.asked_id,
            kind=Occasion.Kind.COLLEAGUE,
            request=request,
            at=request.made,
            facts={"colleague": request.asker.name},
            key=f"request:{request.pk}",
        )
        for request in rows[:BATCH]
    ]


def settled(colleague: Colleague) -> Q:
    """Occasions of what is answered, taken back, or asked of others by now."""
    still = Question.objects.for_answerer(colleague).open()
    waiting = Request.objects.waiting_for(colleague)
    return (Q(question__isnull=False) & ~Q(question__in=still)) | (
        Q(request__isnull=False) & ~Q(request__in=waiting)
    )
