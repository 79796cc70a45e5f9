"""Switching a browser on, with a real Chromium under our own policy. Its push service is out of
the house, so that one step is lent by the test; everything around it is the page's own."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from merkwerk.accounts.models import Colleague
from merkwerk.notifications.models import PushDevice
from merkwerk.notifications.tests.browsers import Browser
from tests.browser.conftest import SignedIn

LENT = """
const told = %s;
const made = () => ({
  endpoint: told.endpoint,
  toJSON: () => ({ endpoint: told.endpoint, keys: { p256dh: told.p256dh, auth: told.auth } }),
  unsubscribe: async () => { sessionStorage.removeItem("lent"); return true; },
});
PushManager.prototype.subscribe = async (options) => {
  if (options.applicationServerKey.length !== 65) throw new Error("no key of ours");
  sessionStorage.setItem("lent", "1");
  return made();
};
PushManager.prototype.getSubscription = async () => sessionStorage.getItem("lent") ? made() : null;
"""


@pytest.fixture
def complaints(page: Page) -> list[str]:
    said: list[str] = []
    page.on("console", lambda word: said.append(word.text) if word.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.fixture
def phone(page: Page, live_server: LiveServer, sanne: Colleague, signed_in: SignedIn) -> Page:
    """The page of devices, in a browser that may tell its owner something."""
    page.context.add_cookies(signed_in(sanne))
    page.context.grant_permissions(["notifications"], origin=live_server.url)
    page.add_init_script(LENT % json.dumps(Browser().told))
    page.goto(f"{live_server.url}/notices/phone/")
    return page


def switch_on(phone: Page) -> None:
    phone.get_by_label("Name of this device").fill("Mijn telefoon")
    phone.get_by_role("button", name="Switch it on here").click()
    expect(phone.get_by_text("It is on. Try it")).to_be_visible()


def test_a_browser_is_switched_on_and_knows_itself_again(
    phone: Page, complaints: list[str]
) -> None:
    switch_on(phone)
    expect(phone.get_by_text("It is on here.")).to_be_visible()
    expect(phone.get_by_role("heading", name="Mijn telefoon this one")).to_be_visible()
    assert PushDevice.objects.get().endpoint == "https://push.example/send/one"
    assert complaints == []


def test_switching_off_lets_go_of_it_here_too(phone: Page) -> None:
    switch_on(phone)
    phone.get_by_role("button", name="Switch off Mijn telefoon").click()
    expect(phone.get_by_text("stays quiet from now on")).to_be_visible()
    expect(phone.get_by_role("button", name="Switch it on here")).to_be_visible()
    assert not PushDevice.objects.exists()


def test_a_browser_that_may_not_is_told_where_to_allow_it(
    page: Page, live_server: LiveServer, sanne: Colleague, signed_in: SignedIn
) -> None:
    page.context.add_cookies(signed_in(sanne))
    page.add_init_script("Object.defineProperty(Notification, 'permission', {value: 'denied'})")
    page.goto(f"{live_server.url}/notices/phone/")
    expect(page.get_by_text("Your browser doesn't let us.")).to_be_visible()
    expect(page.get_by_role("button", name="Switch it on here")).to_be_hidden()


def test_a_browser_that_cannot_is_told_what_can(
    page: Page, live_server: LiveServer, sanne: Colleague, signed_in: SignedIn
) -> None:
    page.context.add_cookies(signed_in(sanne))
    page.add_init_script("delete window.PushManager")
    page.goto(f"{live_server.url}/notices/phone/")
    expect(page.get_by_text("This browser can't do it.")).to_be_visible()


def test_a_push_becomes_a_sentence_with_a_link(phone: Page, live_server: LiveServer) -> None:
    switch_on(phone)
    wire, found = phone.context.new_cdp_session(phone), threading.Event()
    numbers: list[str] = []

    def registered(told: dict[str, Any]) -> None:
        numbers.extend(one["registrationId"] for one in told["registrations"])
        found.set()

    wire.on("ServiceWorker.workerRegistrationUpdated", registered)
    wire.send("ServiceWorker.enable")
    phone.wait_for_timeout(500)
    words = {"body": "Joris vraagt je iets.", "link": "/today/", "tag": "one", "lang": "nl"}
    wire.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": live_server.url, "registrationId": numbers[0], "data": json.dumps(words)},
    )
    phone.wait_for_timeout(500)
    shown = phone.evaluate(
        "navigator.serviceWorker.ready.then(w => w.getNotifications())"
        ".then(all => all.map(n => [n.title, n.body, n.tag, n.data.link]))"
    )
    assert shown == [["Merkwerk", "Joris vraagt je iets.", "one", "/today/"]]
