"""Writing without a connection, in a real browser: words wait on the device and nowhere longer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from merkwerk.accounts.models import Colleague
from merkwerk.writing.models import Draft
from tests.browser.conftest import SignedIn
from tests.peers.waiting import until

STORED = """() => Object.keys(localStorage).filter((name) => name.startsWith("merkwerk-draft-"))"""
READY = "() => navigator.serviceWorker.ready.then((found) => found.active.state)"


@pytest.fixture
def desk(page: Page, live_server: LiveServer, sanne: Colleague, signed_in: SignedIn) -> Page:
    """A new draft, open in a browser that is signed in."""
    page.context.add_cookies(signed_in(sanne))
    page.goto(f"{live_server.url}/writing/new/")
    return page


def text() -> str:
    found = Draft.objects.first()
    return found.text if found else ""


def test_typing_makes_one_draft_and_keeps_it(desk: Page) -> None:
    desk.get_by_label("What do you want to tell?").fill("Een begin")
    until(lambda: text() == "Een begin")
    desk.get_by_label("What do you want to tell?").fill("Een begin, en verder")
    until(lambda: text() == "Een begin, en verder")
    assert Draft.objects.count() == 1
    assert desk.evaluate(STORED) == []


def test_words_typed_without_a_connection_are_saved_when_it_is_back(desk: Page) -> None:
    desk.context.set_offline(True)
    desk.get_by_label("What do you want to tell?").fill("In de trein")
    expect(desk.locator("[data-autosave-state]")).to_contain_text("Not saved yet")
    assert len(desk.evaluate(STORED)) == 1
    desk.context.set_offline(False)
    until(lambda: text() == "In de trein")
    until(lambda: desk.evaluate(STORED) == [])


def test_a_browser_that_stopped_brings_the_words_back(desk: Page, live_server: LiveServer) -> None:
    desk.context.set_offline(True)
    desk.get_by_label("What do you want to tell?").fill("In de tunnel")
    expect(desk.locator("[data-autosave-state]")).to_contain_text("Not saved yet")
    desk.goto("about:blank")
    desk.context.set_offline(False)
    desk.goto(f"{live_server.url}/writing/new/")
    expect(desk.get_by_label("What do you want to tell?")).to_have_value("In de tunnel")
    until(lambda: text() == "In de tunnel")


def test_there_is_something_to_write_on_without_a_connection(
    desk: Page, live_server: LiveServer
) -> None:
    assert desk.evaluate(READY) in {"activating", "activated"}
    desk.reload()
    desk.context.set_offline(True)
    desk.goto(f"{live_server.url}/writing/new/")
    desk.get_by_label("What do you want to tell?").fill("Op zee")
    expect(desk.get_by_text("Kept on this device.")).to_be_visible()
    desk.context.set_offline(False)
    desk.goto(f"{live_server.url}/writing/new/")
    expect(desk.get_by_label("What do you want to tell?")).to_have_value("Op zee")
    until(lambda: text() == "Op zee")


def test_signing_out_takes_waiting_words_off_the_device(
    desk: Page, live_server: LiveServer
) -> None:
    desk.evaluate("localStorage.setItem('merkwerk-draft-1-x', '{}')")
    desk.get_by_role("button", name="Sign out").click()
    desk.wait_for_url("**/account/**")
    assert desk.evaluate(STORED) == []


def test_words_that_somebody_else_left_on_this_device_stay_theirs(
    desk: Page, live_server: LiveServer
) -> None:
    desk.evaluate("""localStorage.setItem('merkwerk-draft-offline-0', '{"text": "Van Karim"}')""")
    desk.goto(f"{live_server.url}/writing/new/")
    expect(desk.get_by_label("What do you want to tell?")).to_have_value("")
    assert desk.evaluate(STORED) == ["merkwerk-draft-offline-0"]
