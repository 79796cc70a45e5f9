"""What strangers see of the site."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from merkwerk.accounts.models import Colleague
from merkwerk.stories.models import Series, Site, Story
from merkwerk.stories.tests.told import open_site, teller, told

ADDRESSES = [
    "/stories/", "/stories/en/", "/stories/people/", "/stories/people/sanne-vos/",
    "/stories/archive/", "/stories/archive/2026/", "/stories/search/", "/stories/search/?q=school",
    "/stories/about/", "/stories/de-spreadsheet-die-een-school-redde/", "/stories/series/kade/",
]  # fmt: skip


@pytest.fixture
def site(sanne: Colleague) -> Site:
    site, page = open_site(), teller(sanne)
    told(page, series=Series.objects.create(title="De kade", slug="kade"), about=["Havens"])
    return site


@pytest.mark.parametrize("address", ADDRESSES)
def test_everybody_may_read_an_open_site(client: Client, site: Site, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", [*ADDRESSES, "/stories/look-x.css", "/stories/nothing/"])
def test_a_closed_site_is_not_there(client: Client, site: Site, address: str) -> None:
    Site.objects.update(is_open=False)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_site_that_nobody_began_is_not_there(
    client: Client, organisation: object, address: str
) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_knows_or_marks_its_reader(client: Client, site: Site, address: str) -> None:
    answer = client.get(address)
    assert not answer.cookies
    assert b"csrf" not in answer.content


def test_what_is_being_written_is_on_no_page(client: Client, site: Site, sanne: Colleague) -> None:
    Story.objects.create(author=sanne, title="Zebra", body="<p>Zebra</p>", slug="zebra")
    assert client.get("/stories/zebra/").status_code == 404
    pages = [client.get(one).content for one in [*ADDRESSES, "/stories/search/?q=zebr"]]
    assert not [page for page in pages if b"Zebra" in page]


def test_what_changed_since_publishing_is_not_shown(client: Client, site: Site) -> None:
    Story.objects.update(title="Anders", body="<p>Anders</p>")
    page = client.get("/stories/de-spreadsheet-die-een-school-redde/")
    assert b"Anders" not in page.content


def test_a_person_whose_page_is_closed_is_named_without_a_link(
    client: Client, site: Site, sanne: Colleague
) -> None:
    teller(sanne, is_open=False)
    page = client.get("/stories/de-spreadsheet-die-een-school-redde/").content.decode()
    assert "Sanne Vos" in page
    assert "/people/sanne-vos/" not in page
    assert client.get("/stories/people/sanne-vos/").status_code == 404
    assert "Sanne" not in client.get("/stories/people/").content.decode()


def test_a_page_that_is_not_there_looks_like_the_site(client: Client, site: Site) -> None:
    answer = client.get("/stories/niets/")
    assert answer.status_code == 404
    assert "Kade en Kroon" in answer.content.decode()
    assert "/account/login/" not in answer.content.decode()


def test_the_main_language_has_no_word_in_its_addresses(client: Client, site: Site) -> None:
    answer = client.get("/stories/nl/people/")
    assert (answer.status_code, answer["Location"]) == (301, "/stories/people/")


def test_the_frame_speaks_the_language_of_its_address(client: Client, site: Site) -> None:
    assert 'lang="nl"' in client.get("/stories/people/").content.decode()
    english = client.get("/stories/en/people/")
    assert "Who tells here" in english.content.decode()
    assert english["Content-Language"] == "en"


def test_a_story_stands_in_its_own_language(client: Client, site: Site, sanne: Colleague) -> None:
    told(teller(sanne), "The spreadsheet", language="en")
    page = client.get("/stories/the-spreadsheet/").content.decode()
    assert '<html lang="en">' in page


def test_a_story_that_was_told_in_both_languages_stands_once_in_each_list(
    client: Client, site: Site, sanne: Colleague
) -> None:
    dutch = told(teller(sanne), "Het anker")
    told(teller(sanne), "The anchor", language="en", translates=dutch)
    assert b"The anchor" not in client.get("/stories/").content
    assert b"Het anker" not in client.get("/stories/en/").content
    assert b"The anchor" in client.get("/stories/en/").content
    assert b"The anchor" not in client.get("/stories/people/sanne-vos/").content
    assert b"Het anker" not in client.get("/stories/en/people/sanne-vos/").content


def test_reading_on_names_another_story_once_in_the_language_of_this_one(
    client: Client, site: Site, sanne: Colleague
) -> None:
    page = teller(sanne)
    dutch = told(page, "Het anker")
    told(page, "The anchor", language="en", translates=dutch)
    told(page, "De kade")
    beside = client.get("/stories/de-kade/").content
    assert b"Het anker" in beside
    assert b"The anchor" not in beside
    told(page, "The quay", language="en")
    beside = client.get("/stories/the-quay/").content
    assert b"The anchor" in beside
    assert b"Het anker" not in beside


def test_a_subject_on_nobodys_site_is_not_there(client: Client, site: Site) -> None:
    assert client.get("/stories/subjects/99-havens/").status_code == 404


def test_a_series_without_parts_is_not_there(client: Client, site: Site) -> None:
    Series.objects.create(title="Leeg", slug="leeg")
    assert client.get("/stories/series/leeg/").status_code == 404


def test_hostile_words_stay_words(client: Client, site: Site, sanne: Colleague) -> None:
    worst = "<script>alert(1)</script>"
    told(teller(sanne), worst, body=f"<p>x</p>{worst}", opening=worst, slug="worst", question=worst)
    for address in ("/stories/worst/", "/stories/", "/stories/search/?q=<script>alert(1)</script>"):
        assert b"<script>alert" not in client.get(address).content


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_asks_as_often_when_more_was_told(
    client: Client,
    site: Site,
    sanne: Colleague,
    address: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    page = teller(sanne)
    for number in range(3):
        told(page, f"School {number}", days=number, about=["Havens"])
    with django_assert_max_num_queries(30) as few:
        client.get(address)
    for number in range(3, 30):
        told(page, f"School {number}", days=number, about=["Havens", "Boten"])
    with django_assert_max_num_queries(len(few)):
        client.get(address)


@pytest.mark.parametrize(
    "path",
    ["archive/02026/", f"archive/{10**40}/", f"subjects/{10**40}-haven/", "subjects/01-haven/"],
)
@pytest.mark.django_db
def test_numbers_are_written_in_one_way(client: Client, path: str) -> None:
    open_site()
    assert client.get(f"/stories/{path}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["a/b/", "en/a/b/", "people/a/b/c/", "..%2fdesk/"])
def test_nothing_stands_deeper_and_it_is_said_kindly(client: Client, path: str) -> None:
    open_site()
    answer = client.get(f"/stories/{path}")
    assert answer.status_code == 404
    assert "Kade en Kroon" in answer.content.decode()
