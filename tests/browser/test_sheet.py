"""The sheet before a meeting is one printed page, however much there is to tell."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext
from pytest_django.live_server_helper import LiveServer

from merkwerk.accounts.models import Colleague, Organisation
from tests.browser.conftest import SignedIn
from tests.browser.scenes import scene

pytestmark = pytest.mark.django_db(transaction=True)


def pages(pdf: bytes) -> int:
    """How many pages a PDF by Chromium has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("who", ["full", "relationship", "unshared"])
@pytest.mark.parametrize("query", ["", "?notes=on"])
def test_a_sheet_is_one_page(
    context: BrowserContext,
    live_server: LiveServer,
    signed_in: SignedIn,
    sanne: Colleague,
    karim: Colleague,
    who: str,
    query: str,
) -> None:
    Organisation.objects.get_or_create(pk=1, defaults={"name": "Kade en Kroon"})
    numbers = scene(sanne, karim)
    context.add_cookies(signed_in(sanne))
    page = context.new_page()
    page.goto(f"{live_server.url}/relationships/{numbers[who]}/sheet/{query}")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1020})
    sheet, space = (page.locator(one).bounding_box() for one in (".briefing", ".ruled"))
    assert sheet
    assert space
    assert space["height"] > 60
    assert space["y"] + space["height"] <= sheet["y"] + sheet["height"] + 1
    assert pages(page.pdf(format="A4")) == 1
