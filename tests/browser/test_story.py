"""Writing a story in a browser: the editor under the strict rules, without it, and offline."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from merkwerk.accounts.models import Colleague, Organisation
from merkwerk.stories import actions as stories
from merkwerk.stories.models import Story
from tests.browser.conftest import SignedIn

pytestmark = pytest.mark.django_db(transaction=True)
BODY = (
    '<h2>Kop</h2><p>Wij <strong>voeren</strong> <a href="https://a.example/x">uit</a>.</p>'
    "<ul><li>een<ol><li>twee</li></ol></li></ul><blockquote><p>Zei hij</p><p><cite>Jan</cite></p>"
    '</blockquote><hr><figure data-photo="17"><figcaption>De kade</figcaption></figure>'
)


@pytest.fixture
def story(sanne: Colleague) -> Story:
    """A story with one of everything."""
    Organisation.objects.get_or_create(pk=1, defaults={"name": "Kade en Kroon"})
    begun = stories.begin(by=sanne, language="nl")
    return stories.save(story=begun, by=sanne, words=stories.Words("De kade", "", BODY, ""))


@pytest.fixture
def page_of(
    context: BrowserContext,
    live_server: LiveServer,
    signed_in: SignedIn,
    sanne: Colleague,
    story: Story,
) -> Iterator[Page]:
    """The story's sheet on a phone; nothing may be refused by the rules of the page."""
    context.add_cookies(signed_in(sanne))
    page = context.new_page()
    refused: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        if said.type == "error":
            refused.append(said.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: refused.append(str(error)))
    # The database in memory can't be asked by two at once.
    page.route("**/writing/hints/words/", lambda route: route.fulfill(status=204))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/desk/stories/{story.pk}/")
    expect(page.locator(".prose")).to_be_visible()
    yield page
    assert refused == []


def test_what_the_editor_was_given_comes_back_the_same(page_of: Page, story: Story) -> None:
    with page_of.expect_response(lambda answer: answer.status == 204 and "/stories/" in answer.url):
        page_of.locator("#id_title").fill("De kade, anders")
    story.refresh_from_db()
    assert (story.title, story.body) == ("De kade, anders", BODY)


def test_typing_and_a_tool_are_kept(page_of: Page, story: Story) -> None:
    page_of.locator(".prose").click()
    page_of.keyboard.press("Control+A")
    page_of.keyboard.press("Delete")
    page_of.keyboard.type("Nieuw")
    with page_of.expect_response(lambda answer: answer.status == 204 and "/stories/" in answer.url):
        page_of.locator("[data-tool=heading]").click()
    story.refresh_from_db()
    assert story.body == "<h2>Nieuw</h2>"
    assert page_of.locator("[data-tool=heading]").get_attribute("aria-pressed") == "true"


def test_a_link_that_is_none_is_told_and_not_made(page_of: Page) -> None:
    page_of.locator("[data-tool=link]").click()
    page_of.locator("[data-link-address]").fill("javascript:alert(1)")
    page_of.locator("[data-link-set]").click()
    assert page_of.locator(".prose a[href^=javascript]").count() == 0


def test_nothing_stands_beside_the_phone(page_of: Page) -> None:
    wide = page_of.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390


def test_words_wait_while_there_is_no_line(
    page_of: Page, story: Story, context: BrowserContext
) -> None:
    context.set_offline(True)
    page_of.locator("#id_title").fill("Zonder lijn")
    page_of.wait_for_function("Object.keys(localStorage).some((one) => one.includes('story'))")
    with page_of.expect_response(lambda answer: answer.status == 204 and "/stories/" in answer.url):
        context.set_offline(False)
    story.refresh_from_db()
    assert story.title == "Zonder lijn"
