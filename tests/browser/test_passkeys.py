"""A passkey in a real Chromium, with the key that DevTools lends, under our own policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from merkwerk.accounts import actions
from tests.browser.conftest import SignedIn

PASSWORD = "een lang wachtwoord"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser says against a page; the policy's refusals are among it."""
    said: list[str] = []
    page.on("console", lambda word: said.append(word.text) if word.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.fixture
def eva(live_server: LiveServer, organisation: object, page: Page, settings: Settings) -> Page:
    """Eva's browser, with her password typed and a key in her device."""
    actions.make_account(
        email="eva@kade.example", name="Eva Blom", password=PASSWORD, language="en"
    )
    settings.LANGUAGE_CODE = "en"
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("E-mail address").fill("eva@kade.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    return page


def add_passkey(page: Page, site: str) -> None:
    page.goto(f"{site}/account/2fa/webauthn/add/")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Make my passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def test_a_passkey_is_made_and_signs_in(
    eva: Page, live_server: LiveServer, complaints: list[str]
) -> None:
    add_passkey(eva, live_server.url)
    eva.context.clear_cookies()
    eva.goto(f"{live_server.url}/account/login/?next=/me/")
    eva.get_by_role("button", name="Sign in with a passkey").click()
    expect(eva.get_by_role("heading", name="Your settings")).to_be_visible()
    assert not complaints


def test_an_unknown_device_is_told_kindly(eva: Page, live_server: LiveServer) -> None:
    eva.context.clear_cookies()
    eva.goto(f"{live_server.url}/account/login/")
    eva.get_by_role("button", name="Sign in with a passkey").click()
    expect(eva.get_by_text("That passkey didn't work here")).to_be_visible()


def test_the_second_step_takes_the_passkey(eva: Page, live_server: LiveServer) -> None:
    add_passkey(eva, live_server.url)
    eva.context.clear_cookies()
    eva.goto(f"{live_server.url}/account/login/?next=/me/")
    eva.get_by_label("E-mail address").fill("eva@kade.example")
    eva.get_by_label("Password").fill(PASSWORD)
    eva.get_by_role("button", name="Sign in", exact=True).click()
    eva.get_by_role("button", name="Use my passkey").click()
    expect(eva.get_by_role("heading", name="Your settings")).to_be_visible()


def test_a_link_is_copied_with_one_press(
    page: Page, live_server: LiveServer, signed_in: SignedIn, administrator: object
) -> None:
    page.context.add_cookies(signed_in(administrator))  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/me/colleagues/")
    page.get_by_label("E-mail address").fill("joris@kade.example")
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(page.locator("#new-link")).to_contain_text("/me/invitation/")
    expect(page.get_by_role("button", name="Copy")).to_be_visible()
