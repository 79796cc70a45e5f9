"""Whoever left is reached by nothing any more."""

from __future__ import annotations

import pytest
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.notifications.models import PushDevice, PushWishes
from merkwerk.notifications.tests.browsers import Browser, device_of
from merkwerk.today import actions as today
from merkwerk.today.models import CalendarAddress, DigestWish
from merkwerk.worker import actions

pytestmark = pytest.mark.django_db
WAYS = [PushDevice, PushWishes, DigestWish, CalendarAddress]


def reached(colleague: Colleague, endpoint: str) -> None:
    device_of(colleague, Browser(endpoint))
    DigestWish.objects.create(colleague=colleague, rhythm="working")
    today.make_address(by=colleague, now=timezone.now())


@pytest.mark.parametrize("ways", WAYS)
def test_no_way_to_a_leaver_is_kept_and_those_to_others_are(
    sanne: Colleague, karim: Colleague, ways: type[PushDevice]
) -> None:
    reached(sanne, "https://push.example/a")
    reached(karim, "https://push.example/b")
    Colleague.objects.filter(pk=sanne.pk).update(left_at=timezone.now(), is_active=False)
    actions.erase_leavers(now=timezone.now())
    assert [one.colleague for one in ways.objects.all()] == [karim]
