"""A sentence reaches a device once, and only where somebody wants it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from py_vapid import Vapid02
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.tests.loopback import Reply
from merkwerk.lib.outgoing import http
from merkwerk.notifications import actions
from merkwerk.notifications.actions import pushing
from merkwerk.notifications.models import Notice, Push, PushDevice, PushWishes
from merkwerk.notifications.tests.browsers import (
    Browser,
    PushService,
    device_of,
    open_push_service,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)  # a Tuesday, eleven o'clock in Amsterdam
SATURDAY = datetime(2026, 11, 28, 10, tzinfo=UTC)


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PushService]:
    with open_push_service(tmp_path) as service:
        monkeypatch.setattr(pushing, "http", lambda: service.http)
        yield service


def buzz(to: Colleague, key: str = "moment:1", now: datetime = NOW, kind: str = "questions") -> int:
    one = actions.Buzz(to.pk, kind, key, {"name": "Joris Bakker"}, "/today/#moment-1")
    return actions.buzz(buzzes=[one], now=now)


def test_the_device_reads_one_sentence_and_a_link(sanne: Colleague, service: PushService) -> None:
    browser = Browser()
    device_of(sanne, browser)
    assert buzz(sanne) == 1
    assert actions.push_due(now=NOW) == 1
    (asked,) = service.server.asked
    assert browser.read(asked) == {
        "body": "Joris Bakker asks you something.",
        "link": "/today/#moment-1",
        "tag": "moment:1",
        "lang": "en",
    }


def test_it_is_vouched_for_with_the_key_of_this_house(
    sanne: Colleague, service: PushService
) -> None:
    device_of(sanne, Browser())
    buzz(sanne)
    actions.push_due(now=NOW)
    said = service.server.asked[0].headers["authorization"]
    assert Vapid02.verify(said)
    assert said.endswith(f"k={actions.public_key()}")


def test_it_speaks_the_colleagues_language(sanne: Colleague, service: PushService) -> None:
    Colleague.objects.filter(pk=sanne.pk).update(language="nl")
    browser = Browser()
    device_of(sanne, browser)
    buzz(sanne)
    actions.push_due(now=NOW)
    assert browser.read(service.server.asked[0])["lang"] == "nl"


def test_the_same_thing_is_told_once(sanne: Colleague, service: PushService) -> None:
    device_of(sanne, Browser())
    assert [buzz(sanne), buzz(sanne)] == [1, 0]
    assert [actions.push_due(now=NOW), actions.push_due(now=NOW)] == [1, 0]


def test_every_device_of_a_colleague_is_told(sanne: Colleague, service: PushService) -> None:
    device_of(sanne, Browser())
    device_of(sanne, Browser("https://push.example/send/two"))
    assert buzz(sanne) == 2


def test_nobody_elses_device_is(sanne: Colleague, karim: Colleague, service: PushService) -> None:
    device_of(karim, Browser())
    assert buzz(sanne) == 0


def test_without_a_wish_nothing_buzzes(sanne: Colleague, service: PushService) -> None:
    device_of(sanne, Browser(), questions=False)
    assert buzz(sanne) == 0
    assert buzz(sanne, kind="reactions") == 1


def test_who_never_chose_is_left_alone(sanne: Colleague) -> None:
    device_of(sanne, Browser())
    PushWishes.objects.all().delete()
    assert buzz(sanne) == 0


def test_nothing_buzzes_in_quiet_hours(sanne: Colleague) -> None:
    device_of(sanne, Browser(), quiet_from=19, quiet_until=8)
    assert buzz(sanne, now=NOW.replace(hour=18)) == 0
    assert buzz(sanne, now=NOW.replace(hour=6)) == 0
    assert buzz(sanne, now=NOW.replace(hour=17)) == 1


def test_quiet_hours_within_a_day_are_kept(sanne: Colleague) -> None:
    device_of(sanne, Browser(), quiet_from=11, quiet_until=14)
    assert buzz(sanne) == 0
    assert buzz(sanne, now=NOW.replace(hour=14)) == 1


def test_the_weekend_is_free_unless_asked(sanne: Colleague) -> None:
    device_of(sanne, Browser(), weekends=False)
    assert buzz(sanne, now=SATURDAY) == 0
    PushWishes.objects.update(weekends=True)
    assert buzz(sanne, now=SATURDAY) == 1


def test_what_still_waits_when_it_grows_quiet_is_dropped(
    sanne: Colleague, service: PushService
) -> None:
    device_of(sanne, Browser())
    buzz(sanne)
    PushWishes.objects.update(quiet_from=10, quiet_until=13)
    assert actions.push_due(now=NOW) == 0
    assert Push.objects.get().error == "quiet"
    assert service.server.asked == []


def test_trying_it_out_works_in_quiet_hours_and_once_a_minute(
    sanne: Colleague, service: PushService
) -> None:
    device = device_of(sanne, Browser(), quiet_from=10, quiet_until=13)
    actions.try_out(device=device, now=NOW)
    actions.try_out(device=device, now=NOW)
    assert actions.push_due(now=NOW) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_removed_and_told(
    sanne: Colleague, service: PushService, status: int
) -> None:
    service.replies[:] = [Reply(status)]
    device_of(sanne, Browser())
    buzz(sanne)
    assert actions.push_due(now=NOW) == 0
    assert not PushDevice.objects.exists()
    assert Notice.objects.get().kind == "device_gone"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_has_trouble_is_asked_again_later(
    sanne: Colleague, service: PushService, status: int
) -> None:
    service.replies[:] = [Reply(status, headers={"Retry-After": "300"}), Reply(201)]
    device_of(sanne, Browser())
    buzz(sanne)
    assert actions.push_due(now=NOW) == 0
    assert Push.objects.get().next_try >= NOW + timedelta(seconds=300)
    assert actions.push_due(now=NOW + timedelta(minutes=4)) == 0
    assert actions.push_due(now=NOW + timedelta(minutes=6)) == 1
    assert PushDevice.objects.exists()


def test_after_six_hours_nobody_needs_it_any_more(sanne: Colleague, service: PushService) -> None:
    device_of(sanne, Browser())
    buzz(sanne)
    assert actions.push_due(now=NOW + timedelta(hours=6)) == 0
    assert Push.objects.get().error == "too-old"
    assert Push.objects.get().words == ""


def test_a_device_that_is_refused_again_and_again_is_removed(
    sanne: Colleague, service: PushService
) -> None:
    service.replies[:] = [Reply(403)]
    device_of(sanne, Browser())
    for number in range(pushing.PATIENCE):
        assert PushDevice.objects.exists()
        buzz(sanne, key=f"moment:{number}")
        actions.push_due(now=NOW)
    assert not PushDevice.objects.exists()


def test_one_bad_device_doesn_t_stop_the_next(sanne: Colleague, service: PushService) -> None:
    service.replies[:] = [Reply(410), Reply(201)]
    device_of(sanne, Browser())
    device_of(sanne, Browser("https://push.example/send/two"))
    buzz(sanne)
    assert actions.push_due(now=NOW) == 1
    assert PushDevice.objects.count() == 1


def test_a_name_that_leads_inside_our_network_is_never_called(
    sanne: Colleague, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def inside(name: str, port: int, seconds: float) -> list[str]:
        return ["192.168.1.1"]

    with open_push_service(tmp_path, resolver=inside) as service:
        monkeypatch.setattr(pushing, "http", lambda: service.http)
        device_of(sanne, Browser("https://router.example/admin"))
        buzz(sanne)
        assert actions.push_due(now=NOW) == 0
    assert service.server.asked == []
    assert not PushDevice.objects.exists()


def test_the_way_out_of_the_house_is_guarded(settings: Settings) -> None:
    settings.ALLOWED_NETWORKS = ()
    assert http().way.allowed_networks == ()


def test_what_a_dead_worker_had_in_its_hands_goes_out(
    sanne: Colleague, service: PushService
) -> None:
    device_of(sanne, Browser())
    buzz(sanne)
    Push.objects.update(state=Push.State.SENDING, next_try=NOW + timedelta(minutes=5))
    assert actions.push_due(now=NOW + timedelta(minutes=1)) == 0
    assert Push.objects.unfinished(NOW + timedelta(minutes=6)).exists()
    assert actions.push_due(now=NOW + timedelta(minutes=6)) == 1


def test_the_table_holds_no_words_and_no_address(sanne: Colleague, service: PushService) -> None:
    browser = Browser()
    device_of(sanne, browser)
    buzz(sanne)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notifications_push")
        stored = str(cursor.fetchall())
        cursor.execute("SELECT * FROM notifications_pushdevice")
        stored += str(cursor.fetchall())
    assert "Joris" not in stored
    assert "push.example" not in stored
    assert browser.told["auth"] not in stored


def test_the_words_are_gone_once_sent(sanne: Colleague, service: PushService) -> None:
    device_of(sanne, Browser())
    buzz(sanne)
    actions.push_due(now=NOW)
    assert Push.objects.get().words == ""


def test_a_leavers_device_is_told_nothing_more(sanne: Colleague, service: PushService) -> None:
    device_of(sanne, Browser())
    buzz(sanne)
    Colleague.objects.filter(pk=sanne.pk).update(left_at=timezone.now(), is_active=False)
    assert actions.push_due(now=NOW) == 0
    assert buzz(sanne, key="moment:2") == 0
    assert not PushDevice.objects.exists()
    assert service.server.asked == []


def test_telling_many_costs_a_fixed_number_of_questions(
    sanne: Colleague, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    device_of(sanne, Browser())
    many = [
        actions.Buzz(sanne.pk, "questions", f"moment:{number}", {"name": "Joris"})
        for number in range(50)
    ]
    with django_assert_max_num_queries(8):
        assert actions.buzz(buzzes=many, now=NOW) == 50


@pytest.mark.parametrize("link", ["https://evil.example/", "//evil.example/"])
def test_a_device_opens_only_pages_of_ours(sanne: Colleague, link: str) -> None:
    with pytest.raises(ValueError, match="our own"):
        actions.buzz(buzzes=[actions.Buzz(sanne.pk, "questions", "x", {}, link)], now=NOW)


def test_it_refuses_a_kind_without_a_sentence(sanne: Colleague) -> None:
    with pytest.raises(ValueError, match="no sentence"):
        actions.buzz(buzzes=[actions.Buzz(sanne.pk, "winner", "x", {})], now=NOW)


def test_a_topic_tells_nothing_and_fits(settings: Settings) -> None:
    assert len(pushing.topic("moment:1")) == 32
    assert pushing.topic("moment:1") != pushing.topic("moment:2")
