"""Every page, as people meet it: phone and desk, day and night, Dutch and English."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague, Role
from tests.browser.conftest import SignedIn
from tests.browser.looking import LANGUAGES, NewContext, every_look, faults, html_checker
from tests.browser.pages import PAGES, Shown
from tests.browser.scenes import scene

every_page = pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)


@dataclass(frozen=True)
class Visit:
    """One page, for who opens it, in a house full of life."""

    shown: Shown
    reader: Colleague | None
    url: str
    cookies: list[dict[str, Any]]


@pytest.fixture
def visit(
    shown: Shown, colleague_named: MakeColleague, live_server: LiveServer, signed_in: SignedIn
) -> Visit:
    roles = [Role.ADMINISTRATOR] if shown.who == "administrator" else []
    sanne = colleague_named("Sanne de Vries", *roles, language="nl")
    numbers = scene(sanne, colleague_named("Karim Aydin"))
    url = live_server.url + shown.path.format(**numbers)
    if shown.who == "nobody":
        return Visit(shown, None, url, [])
    return Visit(shown, sanne, url, signed_in(sanne))


@every_page
def test_a_page_is_calm_in_every_light(visit: Visit, new_context: NewContext) -> None:
    found = []
    for language in LANGUAGES:
        if visit.reader:
            Colleague.objects.filter(pk=visit.reader.pk).update(language=language)
        found += every_look(
            new_context, visit.url, visit.shown.name, language, visit.cookies, visit.shown.status
        )
    assert not found, "\n".join(found)


@every_page
def test_a_page_works_without_script(visit: Visit, new_context: NewContext) -> None:
    context = new_context(java_script_enabled=False)
    context.add_cookies(visit.cookies)
    page = context.new_page()
    answer = page.goto(visit.url)
    assert answer
    assert answer.status == visit.shown.status
    assert page.locator("h1").first.is_visible()
    dead = page.locator("button:visible:not(form *):not([form])").all()
    assert [one.inner_text() for one in dead] == []


@every_page
def test_a_page_is_valid_html(visit: Visit, page: Page, tmp_path: Path) -> None:
    if not html_checker():
        pytest.skip("needs java and the HTML checker: tests/browser/vnu.sh")
    page.context.add_cookies(visit.cookies)
    html = page.request.get(visit.url).text()
    assert faults({visit.shown.name: html}, tmp_path) == []
