"""Every page, as people meet it: phone and desk, day and night, Dutch and English. All of them look
at one house full of life, which is built once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import BrowserContext
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from merkwerk.accounts.middleware import forget_organisation
from merkwerk.accounts.models import Colleague, Duty, Organisation, Role
from tests.browser.looking import every_look, faults, html_checker, other_words
from tests.browser.pages import PAGES, Shown
from tests.browser.scenes import scene

every_page = pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
NewContext = Callable[..., BrowserContext]


@dataclass(frozen=True)
class House:
    """A served house: where it is, the numbers its addresses need, and who may be signed in."""

    url: str
    numbers: dict[str, int | str]
    people: dict[str, Colleague]

    def address(self, shown: Shown) -> str:
        return self.url + shown.path.format(**self.numbers)

    def cookies(self, shown: Shown, language: str) -> list[dict[str, Any]]:
        """Those of a browser in which the reader of this page is signed in."""
        if shown.who not in self.people:
            name, value = settings.LANGUAGE_COOKIE_NAME, language
        else:
            Colleague.objects.filter(pk=self.people[shown.who].pk).update(language=language)
            client, name = Client(), settings.SESSION_COOKIE_NAME
            client.force_login(self.people[shown.who])
            value = client.cookies[name].value
        return [{"name": name, "value": value, "url": self.url}]


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Kept from test to test in this file, emptied after the last; it has the name of the fixture
    that pytest-django looks for when it decides whether a database is needed."""
    with django_db_blocker.unblock():
        yield
        call_command("flush", verbosity=0, interactive=False)
        forget_organisation()


@pytest.fixture(scope="module")
def house(db: None) -> Iterator[House]:
    Organisation.objects.get_or_create(pk=1, defaults={"name": "Kade en Kroon"})
    names = ["Sanne de Vries", "Karim Aydin", "Ada Beheer", "Kee Bewaard", "Eva Redactie"]
    sanne, karim, ada, kee, eva = map(_colleague, names)
    Duty.objects.create(colleague=ada, role=Role.ADMINISTRATOR)
    Duty.objects.create(colleague=kee, role=Role.KEEPER)
    Duty.objects.create(colleague=eva, role=Role.EDITOR)
    numbers = scene(sanne, karim)
    server = LiveServer("localhost")
    people = {"colleague": sanne, "administrator": ada, "keeper": kee, "editor": eva}
    yield House(server.url, numbers, people)
    server.stop()


def _colleague(name: str) -> Colleague:
    address = name.lower().replace(" ", ".") + "@kade.example"
    return Colleague.objects.create_user(address, name=name)


@every_page
def test_a_page_is_calm_in_every_light(shown: Shown, house: House, new_context: NewContext) -> None:
    context = new_context(locale="nl")
    context.add_cookies(house.cookies(shown, "nl"))
    found = every_look(context, house.address(shown), shown.name, shown.status)
    assert not found, "\n".join(found)


@every_page
def test_a_page_fits_in_english_too(shown: Shown, house: House, new_context: NewContext) -> None:
    context = new_context(locale="en")
    context.add_cookies(house.cookies(shown, "en"))
    found = other_words(context, house.address(shown), shown.name, shown.status)
    assert not found, "\n".join(found)


@every_page
def test_a_page_works_without_script(shown: Shown, house: House, new_context: NewContext) -> None:
    context = new_context(java_script_enabled=False)
    context.add_cookies(house.cookies(shown, "nl"))
    page = context.new_page()
    answer = page.goto(house.address(shown))
    assert answer
    assert answer.status == shown.status
    assert page.locator("h1").first.is_visible()
    dead = page.locator("button:visible:not(form *):not([form])").all()
    assert [one.inner_text() for one in dead] == []


def test_pages_are_valid_html(house: House, new_context: NewContext, tmp_path: Path) -> None:
    if not html_checker():
        pytest.skip("needs java and the HTML checker: tests/browser/vnu.sh")
    read = {}
    for shown in PAGES:
        context = new_context()
        context.add_cookies(house.cookies(shown, "nl"))
        read[shown.name] = context.request.get(house.address(shown)).text()
    assert faults(read, tmp_path) == []
