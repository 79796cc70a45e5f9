"""Photos go up one by one from a phone, and the page follows the work."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, FilePayload, expect
from pytest_django.live_server_helper import LiveServer

from merkwerk.accounts.models import Colleague
from merkwerk.photos import actions as photos
from merkwerk.photos.models import Photo
from merkwerk.photos.tests.pictures import heic, raw, ready
from tests.browser.conftest import SignedIn

pytestmark = pytest.mark.django_db(transaction=True)
FILES = [
    FilePayload(name="1.jpg", mimeType="image/jpeg", buffer=raw()),
    FilePayload(name="2.svg", mimeType="image/svg+xml", buffer=b"<svg onload=evil()></svg>"),
    FilePayload(name="3.heic", mimeType="image/heic", buffer=heic()),
]


def test_many_go_up_and_become_ready_under_ones_eyes(
    context: BrowserContext, live_server: LiveServer, signed_in: SignedIn, sanne: Colleague
) -> None:
    context.add_cookies(signed_in(sanne))
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/photos/new/")
    page.get_by_label("Photos").set_input_files(FILES)
    page.get_by_label("Who made them?").fill("Karim")
    page.get_by_role("button", name="Bring them").click()
    expect(page.locator("#sending .error")).to_contain_text("drawing made of lines")
    expect(page.locator("#brought .state.waiting")).to_have_count(2)
    for photo in Photo.objects.all():
        photos.develop(photo_id=photo.pk)
    expect(page.locator("#brought .state.sent")).to_have_count(2)
    assert set(Photo.objects.values_list("photographer", flat=True)) == {"Karim"}


def test_a_press_on_the_picture_keeps_what_matters_in_sight(
    context: BrowserContext, live_server: LiveServer, signed_in: SignedIn, sanne: Colleague
) -> None:
    one = ready(brought_by=sanne)
    context.add_cookies(signed_in(sanne))
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/photos/{one.pk}/")
    page.locator(".photo-point").click(position={"x": 72, "y": 96})
    expect(page.locator(".photo.fx-2.fy-5").first).to_be_attached()
    one.refresh_from_db()
    assert (one.focus_x, one.focus_y) == (25, 50)
