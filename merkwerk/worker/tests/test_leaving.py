"""Whoever left is reached by nothing any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.notifications.actions import tell
from merkwerk.notifications.models import Notice, PushDevice, PushWishes
from merkwerk.notifications.tests.browsers import Browser, device_of
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.models import Farewell, Introduction
from merkwerk.today import actions as today
from merkwerk.today.models import CalendarAddress, DigestWish, Occasion
from merkwerk.worker import actions
from merkwerk.writing.actions import keys, mail_in, short_links
from merkwerk.writing.models import Key, WritingAddress

pytestmark = pytest.mark.django_db
WAYS = [PushDevice, PushWishes, DigestWish, CalendarAddress, Key, WritingAddress]


def reached(colleague: Colleague, endpoint: str) -> None:
    device_of(colleague, Browser(endpoint))
    DigestWish.objects.create(colleague=colleague, rhythm="working")
    today.make_address(by=colleague, now=timezone.now())
    keys.make_key(by=colleague, name="Mijn editor")
    mail_in.make_writing_address(by=colleague)


@pytest.mark.parametrize("ways", WAYS)
def test_no_way_to_a_leaver_is_kept_and_those_to_others_are(
    sanne: Colleague, karim: Colleague, ways: type[PushDevice]
) -> None:
    reached(sanne, "https://push.example/a")
    reached(karim, "https://push.example/b")
    Colleague.objects.filter(pk=sanne.pk).update(left_at=timezone.now(), is_active=False)
    actions.erase_leavers(now=timezone.now())
    assert [one.colleague for one in ways.objects.all()] == [karim]


def gone(colleague: Colleague, days: int) -> Colleague:
    left = timezone.now() - timedelta(days=days)
    Colleague.objects.filter(pk=colleague.pk).update(left_at=left, is_active=False)
    return colleague


def test_a_late_notice_and_an_address_alone_go_too(sanne: Colleague) -> None:
    relationships.keep_farewell_address(by=sanne, address="prive@thuis.example")
    tell(colleague=sanne, kind="passed_post", key="late", facts={"by": "Karim"})
    actions.erase_leavers(now=timezone.now())
    assert Notice.objects.exists()
    gone(sanne, 100)
    actions.erase_leavers(now=timezone.now())
    assert not Notice.objects.exists()
    assert Farewell.objects.get().address == ""


@pytest.mark.parametrize("who_leaves", ["asker", "knower"])
def test_nobody_is_told_of_an_introduction_by_who_is_gone(
    sanne: Colleague, karim: Colleague, who_leaves: str
) -> None:
    mira = relationships.add_contact(by=karim, name="Mira Kaya")
    relationships.share(relationship=mira, by=karim)
    asked = relationships.ask(relationship=mira.pk, by=sanne, words="Graag.")
    today.choose_all(now=timezone.now())
    relationships.answer_later(introduction=asked, by=karim, before=timezone.localdate())
    gone(getattr(asked, who_leaves), 100)
    actions.erase_leavers(now=timezone.now())
    assert not Introduction.objects.exists()
    assert not [one for one in Notice.objects.all() if one.link.startswith("/relationships/")]
    assert not Occasion.objects.filter(introduction__isnull=False).exists()


def test_a_short_link_leads_on_and_says_no_more_whose_it_was(
    sanne: Colleague, client: Client
) -> None:
    link = short_links.short_link(by=sanne, target="https://krant.example/a")
    for days, whose in ((1, sanne), (100, None)):
        gone(sanne, days)
        actions.erase_leavers(now=timezone.now())
        link.refresh_from_db()
        assert link.colleague == whose
        assert client.get(f"/l/{link.code}")["Location"] == "https://krant.example/a"
