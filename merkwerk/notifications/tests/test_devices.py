"""A colleague's own devices: nobody else sees, uses or loses them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.notifications import actions
from merkwerk.notifications.actions.devices import MOST
from merkwerk.notifications.models import Push, PushDevice, PushWishes
from merkwerk.notifications.tests.browsers import Browser, device_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]
PHONE = reverse("notifications:phone")
ON = reverse("notifications:switch_on")
FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"


def page(client: Client) -> str:
    return client.get(PHONE).content.decode()


def test_a_browser_switches_itself_on_under_its_own_name(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    client = as_colleague(sanne)
    client.post(ON, Browser().told, headers={"User-Agent": FIREFOX})
    assert PushDevice.objects.get().name == "Firefox, Android"
    assert "Firefox, Android" in page(client)


def test_it_may_have_a_name_of_its_own(sanne: Colleague, as_colleague: SignIn) -> None:
    as_colleague(sanne).post(ON, Browser().told | {"name": "Mijn telefoon"})
    assert PushDevice.objects.get().name == "Mijn telefoon"


def test_switching_on_for_the_first_time_asks_for_both(sanne: Colleague) -> None:
    assert not actions.wishes_of(sanne).questions
    actions.switch_on(by=sanne, name="x", **Browser().told)
    wishes = actions.wishes_of(sanne)
    assert (wishes.questions, wishes.reactions, wishes.weekends) == (True, True, False)


def test_switching_on_again_keeps_what_was_chosen(sanne: Colleague) -> None:
    device_of(sanne, Browser(), questions=False)
    actions.switch_on(by=sanne, name="x", **Browser("https://push.example/b").told)
    assert not actions.wishes_of(sanne).questions


def test_the_same_browser_is_one_device(sanne: Colleague) -> None:
    browser = Browser()
    device_of(sanne, browser)
    device_of(sanne, browser)
    assert PushDevice.objects.count() == 1


def test_a_browser_tells_only_who_used_it_last(sanne: Colleague, karim: Colleague) -> None:
    browser, now = Browser(), timezone.now()
    device_of(sanne, browser)
    actions.buzz(buzzes=[actions.Buzz(sanne.pk, "questions", "x", {"name": "Joris"})], now=now)
    device_of(karim, browser)
    assert not PushDevice.objects.visible_to(sanne).exists()
    assert not Push.objects.exists()


@pytest.mark.parametrize(
    "endpoint",
    ["http://push.example/x", "https://10.0.0.1/x", "https://localhost/x", "x", ""],
)
def test_a_hostile_address_is_refused_with_a_sentence(
    sanne: Colleague, as_colleague: SignIn, endpoint: str
) -> None:
    client = as_colleague(sanne)
    answer = client.post(ON, Browser().told | {"endpoint": endpoint}, follow=True)
    assert "gave no address that we can send to" in answer.content.decode()
    assert not PushDevice.objects.exists()


def test_keys_that_are_none_are_refused(sanne: Colleague, as_colleague: SignIn) -> None:
    as_colleague(sanne).post(ON, Browser().told | {"p256dh": "x"})
    assert not PushDevice.objects.exists()


def test_ten_devices_are_enough(sanne: Colleague) -> None:
    for number in range(MOST):
        device_of(sanne, Browser(f"https://push.example/{number}"))
    with pytest.raises(ValidationError):
        device_of(sanne, Browser("https://push.example/more"))
    device_of(sanne, Browser("https://push.example/3"))


def test_another_colleague_sees_nothing_of_it(
    sanne: Colleague, karim: Colleague, administrator: Colleague, as_colleague: SignIn
) -> None:
    device_of(sanne, Browser())
    for other in (karim, administrator):
        assert "Telefoon" not in page(as_colleague(other))


@pytest.mark.parametrize("act", ["switch_off", "try_device", "name_device"])
def test_anothers_device_is_not_there(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn, act: str
) -> None:
    device = device_of(sanne, Browser())
    answer = as_colleague(karim).post(reverse(f"notifications:{act}", args=[device.pk]))
    assert answer.status_code == 404
    assert PushDevice.objects.filter(name="Telefoon").exists()
    assert not Push.objects.exists()


def test_it_is_switched_off(sanne: Colleague, as_colleague: SignIn) -> None:
    device = device_of(sanne, Browser())
    as_colleague(sanne).post(reverse("notifications:switch_off", args=[device.pk]))
    assert not PushDevice.objects.exists()


def test_it_is_renamed(sanne: Colleague, as_colleague: SignIn) -> None:
    device = device_of(sanne, Browser())
    where = reverse("notifications:name_device", args=[device.pk])
    as_colleague(sanne).post(where, {"name": "In mijn tas"})
    as_colleague(sanne).post(where, {"name": "  "})
    assert PushDevice.objects.get().name == "In mijn tas"


def test_trying_it_leaves_a_sentence(sanne: Colleague, as_colleague: SignIn) -> None:
    device = device_of(sanne, Browser())
    as_colleague(sanne).post(reverse("notifications:try_device", args=[device.pk]))
    assert "Hello Sanne" in Push.objects.get().words


def test_wishes_are_kept(sanne: Colleague, as_colleague: SignIn) -> None:
    chosen = {"questions": "on", "quiet_from": "22", "quiet_until": "7", "weekends": "on"}
    as_colleague(sanne).post(reverse("notifications:wishes"), chosen)
    wishes = PushWishes.objects.get()
    assert (wishes.questions, wishes.reactions, wishes.weekends) == (True, False, True)
    assert (wishes.quiet_from, wishes.quiet_until) == (22, 7)


def test_an_hour_that_is_none_comes_back_with_a_sentence(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    chosen = {"quiet_from": "25", "quiet_until": "7"}
    answer = as_colleague(sanne).post(reverse("notifications:wishes"), chosen)
    assert answer.status_code == 422
    assert not PushWishes.objects.exists()


def test_without_script_the_page_says_what_to_do(sanne: Colleague, as_colleague: SignIn) -> None:
    text = page(as_colleague(sanne))
    assert '<p data-push-state="none">' in text
    assert 'data-push-state="off" hidden' in text


def test_the_worker_of_the_browser_stands_at_the_root_and_tells_nothing(
    client: Client, organisation: object
) -> None:
    answer = client.get("/service-worker.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert "showNotification" in answer.content.decode()


def test_the_worker_is_the_same_for_whoever_is_signed_in(
    client: Client, sanne: Colleague, as_colleague: SignIn
) -> None:
    inside = as_colleague(sanne).get("/service-worker.js").content
    assert inside == client.get("/service-worker.js").content


def test_the_key_is_told_and_the_private_half_is_not(
    sanne: Colleague, as_colleague: SignIn, settings: object
) -> None:
    text = page(as_colleague(sanne))
    assert actions.public_key() in text
    assert getattr(settings, "PUSH_KEY", "?") not in text


def test_a_device_that_was_told_something_says_when(sanne: Colleague, as_colleague: SignIn) -> None:
    device = device_of(sanne, Browser())
    PushDevice.objects.filter(pk=device.pk).update(last_sent=timezone.now() - timedelta(minutes=5))
    assert "Last told something" in page(as_colleague(sanne))
