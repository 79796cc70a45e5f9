"""Every post meets every topic, and nobody hears what isn't theirs to hear."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from merkwerk.accounts.models import Colleague
from merkwerk.listening import actions
from merkwerk.listening.models import Match, Topic
from merkwerk.networks.models import Post
from merkwerk.networks.tests.people import account, identity, limited_post, post

pytestmark = pytest.mark.django_db


def topic(owner: Colleague, query: str = "btw", **rest: object) -> Topic:
    return Topic.objects.create(colleague=owner, name=query, query=query, **rest)


def consider(*posts: Post) -> int:
    return actions.consider(posts=posts, now=timezone.now())


def test_a_post_meets_a_topic(sanne: Colleague) -> None:
    wanted = topic(sanne)
    assert consider(post("Iemand ervaring met btw?"), post("Mooi weer.")) == 1
    match = Match.objects.get()
    assert match.topic == wanted
    assert match.asks


def test_considering_twice_finds_once(sanne: Colleague) -> None:
    topic(sanne)
    one = post("Alles over btw.")
    assert consider(one) == 1
    assert consider(one) == 0
    assert not Match.objects.get().asks


def test_a_new_topic_is_heard_at_the_next_post(sanne: Colleague) -> None:
    topic(sanne)
    consider(post("btw"))
    topic(sanne, "podcast")
    assert consider(post("Nieuwe podcast!")) == 1


def test_a_resting_topic_hears_nothing(sanne: Colleague) -> None:
    actions.set_resting(topic=topic(sanne), by=sanne, resting=True)
    assert consider(post("btw")) == 0


def test_somebody_who_left_hears_nothing(sanne: Colleague) -> None:
    topic(sanne)
    Colleague.objects.filter(pk=sanne.pk).update(is_active=False)
    assert consider(post("btw")) == 0


def test_ones_own_post_is_no_match(sanne: Colleague, karim: Colleague) -> None:
    topic(sanne)
    topic(karim)
    consider(post("btw", account(sanne).identity))
    assert Match.objects.get().topic.colleague == karim


def test_a_post_for_few_is_matched_only_for_who_received_it(
    sanne: Colleague, karim: Colleague
) -> None:
    topic(sanne)
    topic(karim)
    consider(limited_post("btw, onder ons", account(karim)))
    assert Match.objects.get().topic.colleague == karim


def test_an_edit_takes_an_open_match_away(sanne: Colleague) -> None:
    topic(sanne)
    one = post("btw")
    consider(one)
    one.text, one.edited = "Ik vergiste me.", timezone.now()
    one.save()
    consider(one)
    assert not Match.objects.exists()


def test_an_edit_leaves_what_somebody_kept(sanne: Colleague) -> None:
    topic(sanne)
    one = post("btw")
    consider(one)
    actions.keep(match=Match.objects.get(), by=sanne)
    one.text, one.edited = "Ik vergiste me.", timezone.now()
    one.save()
    consider(one)
    assert Match.objects.get().state == Match.State.KEPT


def test_it_costs_the_same_number_of_queries_for_many_posts(
    sanne: Colleague, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    topic(sanne)
    consider(post("btw"))
    many = [post(f"btw {n}", identity(f"Piet {n}")) for n in range(60)]
    with django_assert_max_num_queries(9):
        assert consider(*many) == 60


def test_the_reasons_name_the_words(sanne: Colleague) -> None:
    topic(sanne, "btw OR podcast")
    consider(post("De nieuwe BTW."))
    (reason,) = actions.reasons(Match.objects.get())
    assert "De nieuwe BTW."[reason.start : reason.end] == "BTW"


def test_a_topic_that_can_no_longer_be_read_keeps_no_other_from_hearing(
    sanne: Colleague, as_colleague: Callable[[Colleague], Client]
) -> None:
    broken = topic(sanne, "(btw")
    topic(sanne)
    assert consider(post("btw")) == 1
    Match.objects.update(topic=broken)
    browser = as_colleague(sanne)
    assert browser.get("/listening/").status_code == 200
    assert browser.get(f"/listening/topics/{broken.pk}/").status_code == 200
