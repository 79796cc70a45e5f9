"""What goes with somebody who left."""

from __future__ import annotations

from django.db import transaction

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
