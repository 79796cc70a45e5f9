"""The checks themselves: each must find what is wrong, or it proves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import looking

WRONG = """<!doctype html><html><body><p>No title, no language</p>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><div style="width: 3000px">wide</div>
<button style="height: 20px">small</button><a href="#x" style="outline: none">unseen</a>
<a href="#y" tabindex="-1">never reached</a><b></i></body></html>"""


@pytest.fixture
def wrong(page: Page) -> Page:
    page.set_content(WRONG)
    return page


def test_it_sees_a_page_that_is_too_wide(wrong: Page) -> None:
    assert "too wide: <div" in looking.too_wide(wrong)[0]


def test_it_sees_barriers(wrong: Page) -> None:
    found = "\n".join(looking.barriers(wrong))
    assert "image-alt" in found
    assert "html-has-lang" in found


def test_it_sees_small_targets(wrong: Page) -> None:
    assert len(looking.small_targets(wrong)) == 1


def test_it_sees_focus_without_an_outline(wrong: Page) -> None:
    assert any("no outline" in one and "#x" in one for one in looking.keyboard_walk(wrong))


def test_it_sees_what_tab_never_reaches(wrong: Page) -> None:
    assert any("not reached" in one and "#y" in one for one in looking.keyboard_walk(wrong))


def test_a_field_of_dates_is_seen_wherever_the_walk_begins(page: Page) -> None:
    page.set_content(
        "<style>:focus-visible { outline: 2px solid }</style>"
        "<a href='#x'>one</a><input type='date'><button>two</button>"
    )
    found = []
    for presses in range(8):  # an end inside the field is where the next walk begins
        found += looking.keyboard_walk(page)
        for _press in range(presses):
            page.keyboard.press("Tab")
    assert found == []


def test_it_hears_complaints_and_foreign_hosts(page: Page) -> None:
    ears = looking.Ears("here.example")
    ears.listen(page)
    page.route("**/*", lambda route: route.abort())
    page.set_content(
        "<script>console.error('ouch'); undefined.x</script><img src='http://far.example/a'>"
    )
    said = "\n".join(ears.complaints)
    assert "ouch" in said
    assert "script error" in said
    assert "far.example" in said


def test_it_sees_faulty_html(tmp_path: Path) -> None:
    if not looking.html_checker():
        pytest.skip("needs java and the HTML checker: tests/browser/vnu.sh")
    assert looking.faults({"wrong": WRONG}, tmp_path)
