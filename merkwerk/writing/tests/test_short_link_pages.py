"""The pages of short links: one's own, and the one on which a keeper stops what is abused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague, Role
from merkwerk.writing import actions
from merkwerk.writing.actions.short_links import short_link
from merkwerk.writing.models import ShortLink

pytestmark = pytest.mark.django_db
PAGE = "https://krant.example/btw?utm_source=mail"
SignIn = Callable[[Colleague], Client]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def link(sanne: Colleague) -> ShortLink:
    return short_link(by=sanne, target=PAGE)


def test_figures_wait_a_day_unless_asked(
    sanne: Colleague, as_colleague: SignIn, link: ShortLink
) -> None:
    ShortLink.objects.update(clicks=17)
    browser = as_colleague(sanne)
    page = reverse("writing:links")
    assert "pressed 17 times" not in browser.get(page).content.decode()
    browser.post(reverse("writing:ask_figures", args=[link.pk]))
    assert "pressed 17 times" in browser.get(page).content.decode()
    ShortLink.objects.update(figures_asked=False, made=timezone.now() - timedelta(days=2))
    assert "pressed 17 times" in browser.get(page).content.decode()


def test_a_link_is_made_on_the_page(sanne: Colleague, as_colleague: SignIn) -> None:
    browser = as_colleague(sanne)
    browser.post(reverse("writing:make_link"), {"target": "krant.example/a"})
    made = ShortLink.objects.get()
    assert made.code in browser.get(reverse("writing:links")).content.decode()


def test_a_link_for_a_draft_leads_back_to_it(sanne: Colleague, as_colleague: SignIn) -> None:
    draft = actions.begin(by=sanne, text="x")
    browser = as_colleague(sanne)
    told = {"target": "krant.example/a", "draft": str(draft.pk)}
    answer = browser.post(reverse("writing:make_link"), told)
    made = ShortLink.objects.get()
    assert (made.draft, answer["Location"]) == (draft, reverse("writing:draft", args=[draft.pk]))
    assert made.code in browser.get(answer["Location"]).content.decode()


def test_another_s_draft_gets_no_link(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    told = {"target": "krant.example/a", "draft": str(actions.begin(by=sanne).pk)}
    as_colleague(karim).post(reverse("writing:make_link"), told)
    assert ShortLink.objects.get().draft is None


def test_a_wrong_address_comes_back_with_a_sentence(sanne: Colleague, as_colleague: SignIn) -> None:
    answer = as_colleague(sanne).post(reverse("writing:make_link"), {"target": "javascript:x"})
    assert answer.status_code == 422
    assert "javascript:x" in answer.content.decode()
    assert "That is no address of a page" in answer.content.decode()


def test_its_maker_stops_it_on_the_page(
    sanne: Colleague, as_colleague: SignIn, link: ShortLink
) -> None:
    browser = as_colleague(sanne)
    browser.post(reverse("writing:stop_link", args=[link.pk]))
    assert ShortLink.objects.get().stopped_at
    browser.post(reverse("writing:go_on_link", args=[link.pk]))
    assert not ShortLink.objects.get().stopped_at


@pytest.mark.parametrize("asked", ["{code}", "testserver/l/{code}", "krant.example", PAGE])
def test_a_keeper_finds_it_without_learning_whose_it_is(
    administrator: Colleague, as_colleague: SignIn, link: ShortLink, asked: str
) -> None:
    words = asked.format(code=link.code)
    answer = as_colleague(administrator).get(reverse("writing:kept_links"), {"q": words})
    assert link.code in answer.content.decode()
    assert "Sanne" not in answer.content.decode()


def test_three_signs_find_nothing(
    administrator: Colleague, as_colleague: SignIn, link: ShortLink
) -> None:
    answer = as_colleague(administrator).get(reverse("writing:kept_links"), {"q": "exa"})
    assert link.code not in answer.content.decode()


def test_a_keeper_stops_it_with_a_reason(
    colleague_named: MakeColleague, as_colleague: SignIn, link: ShortLink
) -> None:
    browser = as_colleague(colleague_named("Lies Lead", Role.SOCIAL_LEAD))
    where = reverse("writing:keeper_stops", args=[link.pk])
    browser.post(where, {"because": ""})
    assert not ShortLink.objects.get().stopped_at
    browser.post(where, {"because": "Leidt naar oplichters."})
    assert ShortLink.objects.get().stopped_by_keeper
    browser.post(where, {"again": "1"})
    assert not ShortLink.objects.get().stopped_at


def test_a_colleague_is_no_keeper(karim: Colleague, as_colleague: SignIn, link: ShortLink) -> None:
    browser = as_colleague(karim)
    assert browser.get(reverse("writing:kept_links")).status_code == 403
    stop = reverse("writing:keeper_stops", args=[link.pk])
    assert browser.post(stop, {"because": "x"}).status_code == 403
    assert browser.post(reverse("writing:stop_link", args=[link.pk])).status_code == 404
