"""What machines read in a page is data to a browser: nothing of it runs, and it complains of
nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from merkwerk.accounts.models import Colleague
from merkwerk.stories.tests.told import open_site, teller, told

KINDS = """[...document.querySelectorAll('script[type="application/ld+json"]')]
    .map(one => JSON.parse(one.textContent)['@type'])"""


@pytest.mark.django_db(transaction=True)
def test_data_in_a_page_is_read_and_never_run(
    live_server: LiveServer, page: Page, sanne: Colleague
) -> None:
    open_site()
    told(teller(sanne), "</script><script>document.title = 'gekaapt'</script>", slug="mist")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda trouble: said.append(str(trouble)))
    page.goto(f"{live_server.url}/stories/mist/")
    assert page.evaluate(KINDS) == ["Article", "BreadcrumbList"]
    assert page.title() != "gekaapt"
    assert said == []
