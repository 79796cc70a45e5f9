"""Ways in from the tools people use; what is only looked at leaves nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from merkwerk.accounts.models import Colleague
from merkwerk.writing.models import Draft
from merkwerk.writing.views.ways import bookmarklet

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]
SHARE = "/writing/share/"


def brought(browser: Client, **shared: str) -> dict[str, list[str]]:
    answer = browser.get(SHARE, shared)
    assert answer.status_code == 302
    place = urlsplit(answer["Location"])
    assert place.path == reverse("writing:new")
    return parse_qs(place.query)


def test_every_way_is_told_on_one_page(sanne: Colleague, as_colleague: SignIn) -> None:
    page = as_colleague(sanne).get(reverse("writing:ways")).content.decode()
    for word in ("javascript:void", "Micropub", "LinkedIn", reverse("writing:keys")):
        assert word in page


def test_the_bookmark_opens_the_desk_and_reads_no_more() -> None:
    told = bookmarklet()
    assert told.startswith("javascript:")
    assert settings.SITE_URL + reverse("writing:new") in told
    assert not any(word in told for word in ("cookie", "innerHTML", "fetch", "localStorage"))
    assert not {"\n", '"', "<", " "} & set(told)


def test_a_page_is_shared_from_a_phone(sanne: Colleague, as_colleague: SignIn) -> None:
    told = brought(as_colleague(sanne), title="Kop", text="", url="https://krant.example/a")
    assert told == {"link": ["https://krant.example/a"]}


def test_an_address_within_the_words_is_found(sanne: Colleague, as_colleague: SignIn) -> None:
    told = brought(as_colleague(sanne), text="gekozen zin https://krant.example/a")
    assert told == {"link": ["https://krant.example/a"], "chosen": ["gekozen zin"]}


def test_the_title_of_a_page_goes_nowhere(sanne: Colleague, as_colleague: SignIn) -> None:
    assert brought(as_colleague(sanne), title="Kop van de krant") == {}


def test_only_an_address_of_the_web_is_a_link(sanne: Colleague, as_colleague: SignIn) -> None:
    assert brought(as_colleague(sanne), url="javascript:alert(1)") == {}


def test_words_without_a_page_are_shown_and_stay_out_of_the_field(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    answer = as_colleague(sanne).get(SHARE, {"text": "een aantekening"}, follow=True)
    assert "een aantekening</blockquote>" in answer.content.decode()
    assert not answer.context["form"]["text"].value()


def test_sharing_keeps_nothing_until_one_types(sanne: Colleague, as_colleague: SignIn) -> None:
    browser = as_colleague(sanne)
    browser.get(SHARE, {"url": "https://krant.example/a", "text": "x"}, follow=True)
    assert not Draft.objects.exists()


def test_who_is_not_signed_in_comes_back_to_it(client: Client, sanne: Colleague) -> None:
    answer = client.get(SHARE, {"url": "https://krant.example/a"})
    assert "krant.example" in answer["Location"]


def test_the_phone_knows_where_to_bring_it() -> None:
    manifest = Path(settings.STATICFILES_DIRS[0]) / "merkwerk" / "manifest.webmanifest"
    target = json.loads(manifest.read_text())["share_target"]
    assert (target["action"], target["method"]) == (SHARE, "POST")
    assert target["enctype"] == "multipart/form-data"
    assert {target["params"][name] for name in ("title", "text", "url")} == {"title", "text", "url"}
    assert [one["name"] for one in target["params"]["files"]] == ["file"]
