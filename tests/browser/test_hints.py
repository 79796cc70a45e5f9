"""Hints come beside the sheet while somebody types, and go when they decided."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from merkwerk.accounts.models import Colleague, Organisation
from merkwerk.writing.actions import begin
from tests.browser.conftest import SignedIn

pytestmark = pytest.mark.django_db(transaction=True)
SELLING = "Wij zijn supertrots op onze unieke oplossing! Meld je nu aan en mis het niet! "


@pytest.fixture
def sheet(
    context: BrowserContext, live_server: LiveServer, signed_in: SignedIn, sanne: Colleague
) -> Page:
    Organisation.objects.get_or_create(pk=1, defaults={"name": "Kade en Kroon"})
    context.add_cookies(signed_in(sanne))
    page = context.new_page()
    page.goto(f"{live_server.url}/writing/drafts/{begin(by=sanne).pk}/")
    return page


def test_a_hint_comes_after_a_pause_and_goes_when_decided(sheet: Page) -> None:
    sheet.locator("#id_text").press_sequentially(SELLING, delay=5)
    hint = sheet.locator("#hints .hint")
    expect(hint).to_contain_text("It sounds a little like an advertisement", timeout=20_000)
    expect(sheet.locator("#id_text")).to_be_focused()
    hint.get_by_role("button", name="I leave it so").click()
    expect(sheet.locator("#hints")).to_contain_text("Nothing more about that", timeout=20_000)
    expect(hint).to_have_count(0)
    assert sheet.locator("#id_text").input_value() == SELLING
