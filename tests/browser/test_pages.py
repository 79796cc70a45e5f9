"""Every page, as people meet it: phone and desk, day and night, Dutch and English."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague, Role
from tests.browser.conftest import SignedIn
from tests.browser.looking import LANGUAGES, NewContext, every_look, faults, html_checker
from tests.browser.pages import PAGES, Shown

every_page = pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)


@pytest.fixture
def reader(shown: Shown, colleague_named: MakeColleague) -> Colleague | None:
    if shown.who == "nobody":
        return None
    roles = [Role.ADMINISTRATOR] if shown.who == "administrator" else []
    return colleague_named("Sanne de Vries", *roles, language="nl")


@every_page
def test_a_page_is_calm_in_every_light(
    shown: Shown,
    reader: Colleague | None,
    live_server: LiveServer,
    new_context: NewContext,
    signed_in: SignedIn,
) -> None:
    found = []
    for language in LANGUAGES:
        if reader:
            Colleague.objects.filter(pk=reader.pk).update(language=language)
        cookies = signed_in(reader) if reader else []
        found += every_look(
            new_context, live_server.url + shown.path, shown.name, language, cookies, shown.status
        )
    assert not found, "\n".join(found)


@every_page
def test_a_page_works_without_script(
    shown: Shown,
    reader: Colleague | None,
    live_server: LiveServer,
    new_context: NewContext,
    signed_in: SignedIn,
) -> None:
    context = new_context(java_script_enabled=False)
    context.add_cookies(signed_in(reader) if reader else [])
    page = context.new_page()
    answer = page.goto(live_server.url + shown.path)
    assert answer
    assert answer.status == shown.status
    assert page.locator("h1").first.is_visible()
    dead = page.locator("button:visible:not(form *):not([type=submit])").all()
    assert [one.inner_text() for one in dead] == []


@every_page
def test_a_page_is_valid_html(
    shown: Shown,
    reader: Colleague | None,
    live_server: LiveServer,
    page: Page,
    signed_in: SignedIn,
    tmp_path: Path,
) -> None:
    if not html_checker():
        pytest.skip("needs java and the HTML checker: tests/browser/vnu.sh")
    page.context.add_cookies(signed_in(reader) if reader else [])
    html = page.request.get(live_server.url + shown.path).text()
    assert faults({shown.name: html}, tmp_path) == []
