"""What page.js adds: lengths while you type, drafts that keep themselves, nothing ever lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import django_htmx
import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.looking import HOUSE

HTMX = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"
SCRIPT = HOUSE / "merkwerk/static/merkwerk/page.js"
HERE = "http://merkwerk.example"
START = """<!doctype html><html lang="en"><body data-unsent="Not through." data-copied="Copied."
data-signed-out="Signed out."><div id="notices"></div><p id="said"></p><main id="main">%s</main>
</body></html>"""
SHEET = """<form data-autosave="/draft/"><textarea id="text" name="text"></textarea>
<span data-counter="text" data-limit="10" data-link-length="23" data-words="{n} of {limit}"
data-words-over="{over} too many"></span>
<span data-autosave-state data-saved="Saved." data-failed="Not saved."></span></form>"""
SEND = """<form id="f" data-keep hx-post="/send/" hx-target="#place">
<textarea id="text" name="text"></textarea><button>Send</button></form><div id="place"></div>"""
Opened = Callable[..., Page]


@pytest.fixture
def opened(page: Page) -> Opened:
    """`opened(html, answer)` shows html with the scripts; answer handles what it asks for."""

    def show(html: str, answer: Callable[[Route], None] | None = None) -> Page:
        if answer:
            page.route(f"{HERE}/**", answer)
        page.route(
            f"{HERE}/", lambda route: route.fulfill(body=START % html, content_type="text/html")
        )
        page.goto(f"{HERE}/")
        page.add_script_tag(path=HTMX)
        page.add_script_tag(path=SCRIPT)
        return page

    return show


def with_status(status: int, body: str = "") -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, body=body, content_type="text/html")


def test_the_length_follows_what_you_type(opened: Opened) -> None:
    page = opened(SHEET)
    page.fill("#text", "é👩‍👩‍👧x")
    expect(page.locator("[data-counter]")).to_have_text("3 of 10")


def test_too_long_says_how_many_are_too_many(opened: Opened) -> None:
    page = opened(SHEET)
    page.fill("#text", "https://example.org/" + "a" * 90)
    expect(page.locator("[data-counter]")).to_have_text("13 too many")


def test_a_draft_keeps_itself_and_says_so(opened: Opened) -> None:
    sent: list[str] = []

    def answer(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.fulfill(status=204)

    page = opened(SHEET, answer)
    page.locator("#text").press_sequentially("Hallo")
    expect(page.locator("[data-autosave-state]")).to_have_text("Saved.")
    assert len(sent) == 1
    assert "Hallo" in sent[0]


def test_a_draft_that_cannot_be_kept_stays_and_says_so(opened: Opened) -> None:
    page = opened(SHEET, lambda route: route.abort())
    page.fill("#text", "Hallo")
    expect(page.locator("[data-autosave-state]")).to_have_text("Not saved.")
    expect(page.locator("#text")).to_have_value("Hallo")


@pytest.mark.parametrize("answer", [lambda route: route.abort(), with_status(500)])
def test_what_did_not_get_through_is_still_there(
    opened: Opened, answer: Callable[[Route], None]
) -> None:
    page = opened(SEND, answer)
    page.fill("#text", "Hallo")
    page.click("button")
    expect(page.locator("#notices")).to_have_text("Not through.")
    expect(page.locator("#text")).to_have_value("Hallo")


def test_a_sign_in_page_does_not_land_inside_this_one(opened: Opened) -> None:
    page = opened(SEND, with_status(200, "<!doctype html><body class='open' data-open>In"))
    page.fill("#text", "Hallo")
    page.click("button")
    expect(page.locator("#notices")).to_have_text("Signed out.")
    expect(page.locator("#place")).to_be_empty()
    expect(page.locator("#text")).to_have_value("Hallo")


def test_a_whole_page_as_answer_is_a_journey(opened: Opened) -> None:
    page = opened(SEND, with_status(200, "<!doctype html><body><h1>Elsewhere</h1>"))
    page.click("button")
    expect(page.locator("h1")).to_have_text("Elsewhere")


def test_focus_goes_where_the_answer_says(opened: Opened) -> None:
    page = opened(SEND, with_status(200, '<p id="done" data-focus tabindex="-1">Done</p>'))
    page.click("button")
    expect(page.locator("#done")).to_be_focused()


def test_focus_is_not_lost_when_its_place_is_gone(opened: Opened) -> None:
    html = (
        '<div id="one"><button hx-post="/x/" hx-target="#one" hx-swap="outerHTML">Go</button></div>'
    )
    page = opened(html, with_status(200, '<div id="two">Gone</div>'))
    page.click("button")
    expect(page.locator("#two")).to_be_focused()


def test_an_answer_can_be_read_aloud(opened: Opened) -> None:
    def answer(route: Route) -> None:
        route.fulfill(
            status=200, body="x", headers={"HX-Trigger": '{"said": "Rests till Friday."}'}
        )

    page = opened(SEND, answer)
    page.click("button")
    expect(page.locator("#said")).to_have_text("Rests till Friday.")


def test_leaving_unsaved_words_asks_first(opened: Opened) -> None:
    page = opened(SEND)
    page.locator("#text").press_sequentially("Hallo")
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.accept()
