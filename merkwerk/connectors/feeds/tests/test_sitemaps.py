"""Sitemaps that we write."""

from __future__ import annotations

from datetime import UTC, datetime

from merkwerk.connectors.feeds import sitemaps
from merkwerk.connectors.feeds.sitemaps import Place
from merkwerk.connectors.feeds.tests.feed_rules import read_xml

MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
N = "{http://www.google.com/schemas/sitemap-news/0.9}"
I = "{http://www.google.com/schemas/sitemap-image/1.1}"  # noqa: E741


def test_an_address_says_when_it_changed() -> None:
    root = read_xml(sitemaps.sitemap([Place("https://a.example/?a=1&b=2", MONDAY)]))
    url = root.find(f"{S}url")
    assert root.tag == f"{S}urlset"
    assert url is not None
    assert url.findtext(f"{S}loc") == "https://a.example/?a=1&b=2"
    assert url.findtext(f"{S}lastmod") == "2026-11-16T09:30:00+00:00"


def test_news_has_all_four_facts() -> None:
    news = Place(
        "https://a.example/", paper="De Kade", language="nl", title="<Zee>", published=MONDAY
    )
    found = read_xml(sitemaps.sitemap([news])).find(f"{S}url/{N}news")
    assert found is not None
    assert found.findtext(f"{N}publication/{N}name") == "De Kade"
    assert found.findtext(f"{N}publication/{N}language") == "nl"
    assert found.findtext(f"{N}publication_date") == "2026-11-16T09:30:00+00:00"
    assert found.findtext(f"{N}title") == "<Zee>"


def test_pictures_stand_with_their_page() -> None:
    place = Place("https://a.example/", pictures=["https://a.example/b.jpg"])
    root = read_xml(sitemaps.sitemap([place]))
    assert root.findtext(f"{S}url/{I}image/{I}loc") == "https://a.example/b.jpg"


def test_the_index_names_the_files() -> None:
    root = read_xml(sitemaps.index([("https://a.example/sitemap-1.xml", MONDAY)]))
    assert root.tag == f"{S}sitemapindex"
    assert root.findtext(f"{S}sitemap/{S}loc") == "https://a.example/sitemap-1.xml"
