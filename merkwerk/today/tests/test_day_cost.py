"""A day costs the same however much is stored."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.today import actions
from merkwerk.today.tests.people import knows

pytestmark = pytest.mark.django_db


def cost(colleague: Colleague) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        actions.day(colleague=colleague, now=timezone.now())
    return len(asked)


def test_it_takes_seven_questions(sanne: Colleague) -> None:
    long_ago = timezone.now() - timedelta(days=77)
    for number in range(3):
        knows(sanne, f"Stil {number}", quiet_days=77, rhythm_days=21, last_contact=long_ago)
    actions.notice_quiet(now=timezone.now())
    few = cost(sanne)
    for number in range(30):
        knows(sanne, f"Meer {number}", quiet_days=77, rhythm_days=21, last_contact=long_ago)
    actions.notice_quiet(now=timezone.now())
    assert cost(sanne) == few <= 7
