"""What goes with somebody who left, and what they take along of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from merkwerk.accounts.models import Colleague
from merkwerk.handbook.actions.questions import drop_notices
from merkwerk.handbook.models import (
    Agreement,
    Answerer,
    Example,
    Question,
    ReadingMark,
    Reply,
    Stand,
)


def questions_of(by: Colleague) -> list[dict[str, Any]]:
    """What a colleague asked, with what they sent along, as values for JSON. What others answered
    is theirs, and stays out."""
    return [
        {
            "asked": one.asked.isoformat(),
            "question": one.words,
            "sent_along": one.attached,
            "link": one.link,
            "state": one.state,
        }
        for one in Question.objects.filter(asker=by).order_by("pk")
    ]


def forget_leavers(*, before: datetime) -> int:
    """Erases the part of everybody who left before that moment; answers how many. Safe to
    repeat."""
    owners = (
        Question.objects.values("asker"),
        Agreement.objects.values("colleague"),
        Answerer.objects.values("colleague"),
        ReadingMark.objects.values("colleague"),
        Stand.objects.values("colleague"),
        Reply.objects.exclude(by=None).values("by"),
        Example.objects.exclude(named=None).values("named"),
    )
    has_something = Q()
    for owner in owners:
        has_something |= Q(pk__in=owner)
    gone = list(Colleague.objects.left().filter(has_something, left_at__lte=before))
    for colleague in gone:
        forget(colleague=colleague)
    return len(gone)


def forget(*, colleague: Colleague) -> None:
    """Erases what is only theirs: their questions with all that was answered, how they do it
    themselves, their name in examples and how far they read. What they answered to others stays
    with who asked, without their name. Safe to repeat."""
    with transaction.atomic():
        for number in Question.objects.filter(asker=colleague).values_list("pk", flat=True):
            drop_notices(number)
        Question.objects.filter(asker=colleague).delete()
        Agreement.objects.filter(colleague=colleague).delete()
        Answerer.objects.filter(colleague=colleague).delete()
        ReadingMark.objects.filter(colleague=colleague).delete()
        Stand.objects.filter(colleague=colleague).delete()
        Example.objects.filter(named=colleague).update(named=None, asked_by=None)
        Reply.objects.filter(by=colleague).update(by=None)
