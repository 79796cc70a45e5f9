"""The reader: one post by one person, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from merkwerk.accounts.models import Colleague
from merkwerk.listening import actions
from merkwerk.listening.models import Match, PassedPost
from merkwerk.networks.models import Post
from merkwerk.networks.tests.people import account, identity, limited_post, post
from merkwerk.notifications.models import Notice

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]


def heard_by(colleague: Colleague, text: str = "Iemand ervaring met btw?") -> Match:
    post(text)
    actions.save_topic(by=colleague, name="Btw", query="btw")
    return Match.objects.visible_to(colleague).get()


def test_the_reader_shows_the_words_and_marks_why(sanne: Colleague, as_colleague: SignIn) -> None:
    heard_by(sanne)
    page = as_colleague(sanne).get("/listening/").content.decode()
    assert "Iemand ervaring met <mark>btw</mark>?" in page
    assert "Joris Bakker" in page


def test_a_post_that_meets_two_topics_stands_there_once(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    post("btw en podcast")
    actions.save_topic(by=sanne, name="Btw", query="btw")
    actions.save_topic(by=sanne, name="Podcast", query="podcast")
    page = as_colleague(sanne).get("/listening/").content.decode()
    assert page.count('<article class="moment" id="match-') == 1


@pytest.mark.parametrize(("act", "state"), [("keep", "kept"), ("rest", "rested")])
def test_keeping_and_resting(sanne: Colleague, as_colleague: SignIn, act: str, state: str) -> None:
    match = heard_by(sanne)
    as_colleague(sanne).post(f"/listening/matches/{match.pk}/{act}/")
    match.refresh_from_db()
    assert match.state == state


@pytest.mark.parametrize("act", ["keep", "rest", "interpret"])
def test_another_colleagues_match_does_not_exist(
    sanne: Colleague, karim: Colleague, administrator: Colleague, as_colleague: SignIn, act: str
) -> None:
    match = heard_by(sanne)
    for stranger in (karim, administrator):
        answer = as_colleague(stranger).post(
            f"/listening/matches/{match.pk}/{act}/", {"meaning": "x"}
        )
        assert answer.status_code == 404
    match.refresh_from_db()
    assert (match.state, match.interpretation) == ("open", "")


def test_what_it_means_is_kept_in_ones_own_words(sanne: Colleague, as_colleague: SignIn) -> None:
    match = heard_by(sanne)
    as_colleague(sanne).post(
        f"/listening/matches/{match.pk}/interpret/", {"meaning": "Zij zoeken hulp."}
    )
    assert "Zij zoeken hulp." in as_colleague(sanne).get("/listening/").content.decode()


def test_a_post_is_passed_to_one_person_with_a_reason(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    match = heard_by(sanne)
    sent = {"to": karim.pk, "sentence": "Jij weet dit."}
    assert (
        as_colleague(sanne).post(f"/listening/posts/{match.post_id}/pass/", sent).status_code == 302
    )
    assert PassedPost.objects.get().to == karim
    assert Notice.objects.get().colleague == karim


def test_passing_needs_a_reason_and_keeps_the_choice(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    match = heard_by(sanne)
    answer = as_colleague(sanne).post(f"/listening/posts/{match.post_id}/pass/", {"to": karim.pk})
    assert answer.status_code == 422
    assert f'value="{karim.pk}" selected' in answer.content.decode()


def test_passing_twice_stands_there_once(sanne: Colleague, karim: Colleague) -> None:
    match = heard_by(sanne)
    for sentence in ("Jij weet dit.", "Jij weet dit goed."):
        actions.pass_on(post=match.post, by=sanne, to=karim, sentence=sentence)
    assert PassedPost.objects.get().sentence == "Jij weet dit goed."
    assert Notice.objects.count() == 1


def test_a_post_for_few_is_not_passed_on(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    private = limited_post("onder ons", account(sanne))
    sent = {"to": karim.pk, "sentence": "Kijk"}
    assert as_colleague(sanne).post(f"/listening/posts/{private.pk}/pass/", sent).status_code == 404
    with pytest.raises(ValueError, match="few people"):
        actions.pass_on(post=private, by=sanne, to=karim, sentence="Kijk")


def test_it_costs_the_same_number_of_queries_for_many_matches(
    sanne: Colleague, as_colleague: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(25):
        post(f"btw {number}", identity(f"Piet {number}"))
    actions.save_topic(by=sanne, name="Btw", query="btw")
    client = as_colleague(sanne)
    client.get("/listening/")
    with django_assert_max_num_queries(10):
        assert (
            client.get("/listening/").content.decode().count('<article class="moment" id="match-')
            == 20
        )
    assert Post.objects.count() == 25


def test_hostile_words_are_shown_harmless(sanne: Colleague, as_colleague: SignIn) -> None:
    post("btw <img src=x onerror=alert(1)> {{7*7}}", identity("<b>Eve</b>"))
    actions.save_topic(by=sanne, name="<script>x</script>", query="btw")
    page = as_colleague(sanne).get("/listening/").content.decode()
    assert "<img src=x" not in page
    assert "<b>Eve" not in page
    assert "<script>x" not in page
    assert "{{7*7}}" in page
