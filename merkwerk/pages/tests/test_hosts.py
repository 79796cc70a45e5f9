"""The site by its own name: everything public, and nothing of the workspace."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Colleague
from merkwerk.pages.front.door import MOST_HOSTS
from merkwerk.pages.middleware import is_site
from merkwerk.pages.tests.conftest import Ask, Counting

pytestmark = pytest.mark.django_db
SITE = "verhalen.kade.example"


@pytest.fixture
def two_names(small_site: None, settings: Settings) -> None:
    settings.SITE_ADDRESS = f"https://{SITE}"
    settings.ALLOWED_HOSTS = ["localhost", SITE]


@pytest.mark.usefixtures("two_names")
def test_on_the_sites_name_the_first_page_is_its_home(client: Client) -> None:
    assert client.get("/", HTTP_HOST=SITE).content == b"kort"


@pytest.mark.usefixtures("two_names")
def test_on_the_workspaces_name_it_is_the_workspace(client: Client) -> None:
    assert client.get("/", HTTP_HOST="localhost").content == b"niet gezegd"


@pytest.mark.usefixtures("two_names")
@pytest.mark.parametrize("path", ["/desk/", "/account/login/", "/language/", "/today/", "/x"])
def test_a_stranger_finds_no_workspace_there(client: Client, path: str) -> None:
    assert client.get(path, HTTP_HOST=SITE).status_code == 404


@pytest.mark.usefixtures("two_names")
def test_a_colleague_finds_none_there_either(client: Client, sanne: Colleague) -> None:
    client.force_login(sanne)
    assert client.get("/desk/", HTTP_HOST=SITE).status_code == 404


@pytest.mark.usefixtures("two_names")
@pytest.mark.parametrize("host", [f"{SITE}.", f"{SITE}:8443", f"{SITE}:80", f"{SITE}.:443"])
def test_however_its_name_is_written_there_is_no_workspace(client: Client, host: str) -> None:
    assert client.get("/desk/", HTTP_HOST=host).status_code == 404


@pytest.mark.usefixtures("two_names")
def test_nobody_signs_in_there(client: Client) -> None:
    assert client.post("/account/login/", HTTP_HOST=SITE).status_code == 404


@pytest.mark.usefixtures("two_names")
@pytest.mark.parametrize("host", [SITE, "localhost"])
def test_public_pages_answer_by_both_names(client: Client, host: str) -> None:
    assert client.get("/stories/two/", HTTP_HOST=host).status_code == 200


@pytest.mark.usefixtures("two_names")
def test_by_both_names_they_are_the_same(client: Client) -> None:
    one = client.get("/stories/who/", HTTP_HOST="localhost").content
    assert one == client.get("/stories/who/", HTTP_HOST=SITE).content
    assert SITE.encode() in one


@pytest.mark.usefixtures("two_names")
def test_the_home_is_kept_under_one_path(ask: Ask, django: Counting) -> None:
    ask("/", HTTP_HOST=SITE)
    assert ask("/", HTTP_HOST=SITE).body == b"kort"
    assert ask("/stories/").body == b"kort"
    assert django.count == 1


@pytest.mark.usefixtures("two_names")
def test_the_workspaces_first_page_is_never_the_sites(ask: Ask) -> None:
    ask("/", HTTP_HOST=SITE)
    assert ask("/").body == b"niet gezegd"


def test_many_ports_shut_nobody_out_of_the_memory(ask: Ask, django: Counting) -> None:
    for port in range(1, MOST_HOSTS + 20):
        ask("/stories/two/", HTTP_HOST=f"localhost:{port}")
    count = django.count
    ask("/stories/two/")
    assert django.count == count


@pytest.mark.parametrize(
    ("host", "own", "expected"),
    [
        ("verhalen.kade.example", "https://verhalen.kade.example", True),
        ("VERHALEN.kade.example", "https://verhalen.kade.example", True),
        ("verhalen.kade.example.", "https://verhalen.kade.example", True),
        ("verhalen.kade.example:444", "https://verhalen.kade.example", True),
        ("localhost:8001", "http://localhost:8001", True),
        ("localhost:8000", "https://verhalen.kade.example", False),
        ("localhost:8000", "http://localhost:8000", False),
        ("localhost:8000", "", False),
        ("", "", False),
    ],
)
def test_it_knows_the_sites_name(host: str, own: str, expected: bool, settings: Settings) -> None:
    settings.SITE_URL, settings.SITE_ADDRESS = "http://localhost:8000", own
    assert is_site(host) == expected
