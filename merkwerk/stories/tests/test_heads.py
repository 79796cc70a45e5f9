"""What machines read in the head of a public page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from pytest_django.fixtures import Settings

from merkwerk.accounts.models import Colleague
from merkwerk.stories.actions import found
from merkwerk.stories.actions.found import structured
from merkwerk.stories.models import PersonPage, PublicStory, Series, Site
from merkwerk.stories.tests.photographed import a_photo
from merkwerk.stories.tests.told import open_site, teller, told

pytestmark = pytest.mark.django_db
HERE = "http://localhost:8000"


@pytest.fixture
def site(organisation: object) -> Site:
    return open_site(motto="Geen folders.")


@pytest.fixture
def sannes(sanne: Colleague, site: Site) -> PersonPage:
    links = [{"label": "Mastodon", "address": "https://mastodon.example/@sanne"}]
    return teller(sanne, work="accountant", introduction="Ik vaar.", links=links)


@pytest.fixture
def story(sannes: PersonPage) -> PublicStory:
    series = Series.objects.create(title="Drieluik", slug="drieluik", language="nl")
    return told(sannes, about=["Zeilen"], series=series, place=2, opening="Over mist.")


def data_of(head: found.Head) -> dict[str, Any]:
    """The JSON-LD of a page, by type."""
    every = [json.loads(one) for one in head.data]
    return {one["@type"]: one for one in every}


def test_an_article_has_what_is_required_and_recommended(story: PublicStory, site: Site) -> None:
    told = data_of(found.head_of_story(story, site=site))["Article"]
    asked = {"headline", "image", "datePublished", "dateModified", "author", "publisher"}
    also = {"inLanguage", "wordCount", "isPartOf", "about", "description", "mainEntityOfPage"}
    assert asked | also <= told.keys()
    author = told["author"][0]
    assert (author["@type"], author["name"]) == ("Person", "Sanne Vos")
    assert author["url"] == f"{HERE}/stories/people/sanne-vos/"
    assert author["sameAs"] == ["https://mastodon.example/@sanne"]
    assert told["publisher"]["name"] == "Kade en Kroon"
    assert told["isPartOf"]["name"] == "Drieluik"
    assert told["about"] == [{"@type": "Thing", "name": "Zeilen"}]


def test_a_look_in_the_kitchen_is_a_blog_posting(sannes: PersonPage, site: Site) -> None:
    kitchen = told(sannes, kind="kitchen")
    assert "BlogPosting" in data_of(found.head_of_story(kitchen, site=site))


def test_a_photo_tells_who_made_it(sannes: PersonPage, site: Site) -> None:
    assert sannes.colleague
    photo = a_photo(sannes.colleague, source="Kade en Kroon")
    article = data_of(found.head_of_story(told(sannes, cover=photo), site=site))["Article"]
    image = article["image"][0]
    assert image["contentUrl"].endswith(f"{photo.key}-1280.jpg")
    assert image["creditText"] == "Ilse Bos / Kade en Kroon"
    assert image["creator"] == {"@type": "Person", "name": "Ilse Bos"}
    assert (image["width"], image["height"]) == (1280, 800)


def test_a_photo_that_may_not_be_shown_is_nowhere(sannes: PersonPage, site: Site) -> None:
    assert sannes.colleague
    photo = a_photo(sannes.colleague)
    photo.outside_since = None
    photo.save()
    head = found.head_of_story(told(sannes, cover=photo), site=site)
    assert photo.key not in repr(head)


def test_a_person_page_is_complete(sannes: PersonPage, site: Site) -> None:
    told = data_of(found.head_of_person(sannes, site=site))["ProfilePage"]["mainEntity"]
    assert {"name", "url", "jobTitle", "description", "sameAs", "worksFor"} <= told.keys()


def test_the_way_home_is_told_in_order(story: PublicStory, site: Site) -> None:
    steps = data_of(found.head_of_story(story, site=site))["BreadcrumbList"]["itemListElement"]
    assert [one["position"] for one in steps] == [1, 2, 3]
    assert [one["name"] for one in steps] == ["Kade en Kroon", "Drieluik", story.title]
    assert all(one["item"].startswith(HERE) for one in steps)


def test_the_first_page_tells_how_to_search(site: Site) -> None:
    told = data_of(found.head_of_page("/stories/", site=site))["WebSite"]
    target = told["potentialAction"]["target"]["urlTemplate"]
    assert target == f"{HERE}/stories/search/?q={{search_term_string}}"


def test_what_somebody_typed_ends_no_script(sannes: PersonPage, site: Site) -> None:
    evil = told(sannes, "</script><script>alert(1)</script>&\u2028", slug="kwaad")
    head = found.head_of_story(evil, site=site)
    for block in head.data:
        assert not {"<", ">", "&", "\u2028"} & set(block)
    assert data_of(head)["Article"]["headline"] == evil.title
    page_head = render_to_string("site/found/_head.html", {"found": head})
    assert page_head.count("<script") == len(head.data)
    assert "alert(1)" in strip_tags(page_head)


def test_links_that_are_no_address_are_left_out(sannes: PersonPage) -> None:
    sannes.links = [{"address": "javascript:alert(1)"}, {"x": 1}, "https://x.example/"]
    assert structured.same_as(sannes) == []


def test_a_translation_is_linked_both_ways(sannes: PersonPage, site: Site) -> None:
    first = told(sannes, "De mist")
    second = told(sannes, "The fog", translates=first, language="en")
    expected = [
        ("en", f"{HERE}/stories/the-fog/"),
        ("nl", f"{HERE}/stories/de-mist/"),
        ("x-default", f"{HERE}/stories/de-mist/"),
    ]
    for one in (first, second):
        assert list(found.head_of_story(one, site=site).alternates) == expected


def test_a_story_in_one_language_has_no_alternates(story: PublicStory, site: Site) -> None:
    assert found.head_of_story(story, site=site).alternates == []


def test_a_page_of_the_frame_stands_in_every_language(sannes: PersonPage, site: Site) -> None:
    head = found.head_of_person(sannes, site=site, language="en")
    assert head.address == f"{HERE}/stories/en/people/sanne-vos/"
    own = f"{HERE}/stories/people/sanne-vos/"
    assert list(head.alternates) == [("nl", own), ("en", head.address), ("x-default", own)]


def test_on_its_own_domain_the_site_begins_at_the_root(site: Site, settings: Settings) -> None:
    settings.SITE_ADDRESS = "https://verhalen.kade.example"
    head = found.head_of_page("/stories/", site=site)
    assert head.address == "https://verhalen.kade.example/"
    assert ("en", "https://verhalen.kade.example/stories/en/") in head.alternates


def test_the_teller_is_named_to_the_fediverse_unless_unwanted(
    story: PublicStory, site: Site
) -> None:
    assert found.head_of_story(story, site=site).creator == "@sanne-vos@localhost:8000"
    assert story.person
    story.person.is_followable = False
    assert found.head_of_story(story, site=site).creator == ""


def test_a_closed_person_page_is_not_linked(story: PublicStory, site: Site) -> None:
    assert story.person
    story.person.is_open = False
    head = found.head_of_story(story, site=site)
    assert (head.author, head.author_at, head.creator) == ("Sanne Vos", "", "")
    assert "/people/" not in "".join(head.data)


def test_the_choices_of_the_organisation_are_told(story: PublicStory, site: Site) -> None:
    site.keeps_out_search = site.keeps_out_models = True
    html = render_to_string(
        "site/found/_head.html", {"found": found.head_of_story(story, site=site)}
    )
    assert '<meta name="robots" content="noindex">' in html
    assert '<meta name="tdm-reservation" content="1">' in html


def test_the_head_holds_everything_once(story: PublicStory, site: Site) -> None:
    html = render_to_string(
        "site/found/_head.html", {"found": found.head_of_story(story, site=site)}
    )
    for word in ('rel="canonical"', "og:title", "og:url", 'name="description"', 'og:image"'):
        assert html.count(word) == 1, word
    assert html.count("application/rss+xml") == 1
    assert 'content="Over mist."' in html


def test_the_description_is_short(sannes: PersonPage, site: Site) -> None:
    long = told(sannes, opening="", body="<p>" + "woord " * 300 + "</p>")
    assert len(found.head_of_story(long, site=site).description) <= 200


def test_the_number_of_questions_is_fixed(
    story: PublicStory, site: Site, django_assert_max_num_queries: Any
) -> None:
    one = PublicStory.objects.select_related("person", "series", "story", "translates").get()
    with django_assert_max_num_queries(4):
        found.head_of_story(one, site=site)
