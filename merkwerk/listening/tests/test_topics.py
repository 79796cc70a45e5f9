"""Topics: tried on what is stored, saved, and explained when they can't be read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from merkwerk.accounts.models import Colleague
from merkwerk.engine.topics import QueryError
from merkwerk.listening import actions
from merkwerk.listening.models import Topic
from merkwerk.networks.tests.people import account, limited_post, post

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]


def test_trying_shows_what_it_would_have_found(sanne: Colleague) -> None:
    post("De btw gaat omhoog.")
    post("Iets anders.")
    tried = actions.try_query(by=sanne, query="btw")
    assert (tried.total, tried.looked_at) == (1, 2)
    assert tried.found[0].reasons


def test_trying_never_shows_a_post_for_somebody_else(sanne: Colleague, karim: Colleague) -> None:
    limited_post("btw, onder ons", account(karim))
    assert actions.try_query(by=sanne, query="btw").total == 0
    assert actions.try_query(by=karim, query="btw").total == 1


def test_a_new_topic_finds_stored_posts_at_once(sanne: Colleague) -> None:
    post("De btw gaat omhoog.")
    actions.save_topic(by=sanne, name="Btw", query="btw")
    assert len(actions.to_read(by=sanne)) == 1


def test_a_changed_topic_lets_go_of_what_no_longer_meets_it(sanne: Colleague) -> None:
    post("De btw gaat omhoog.")
    topic = actions.save_topic(by=sanne, name="Btw", query="btw")
    actions.save_topic(by=sanne, name="Btw", query="podcast", topic=topic)
    assert actions.to_read(by=sanne) == []


def test_a_query_that_cannot_be_read_changes_nothing(sanne: Colleague) -> None:
    topic = actions.save_topic(by=sanne, name="Btw", query="btw")
    with pytest.raises(QueryError):
        actions.save_topic(by=sanne, name="Btw", query="(btw", topic=topic)
    topic.refresh_from_db()
    assert topic.query == "btw"


BAD = ["(btw", '"btw', "btw AND", "NOT btw", "", "kleur:rood", "b*", "woord " * 5000]


@pytest.mark.parametrize("query", BAD)
def test_a_mistake_is_explained_and_nothing_typed_is_lost(
    sanne: Colleague, as_colleague: SignIn, query: str
) -> None:
    sent = {"name": "Mijn onderwerp", "query": query, "purpose": "voor klanten"}
    answer = as_colleague(sanne).post("/listening/topics/new/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Mijn onderwerp" in page
    assert "voor klanten" in page
    assert not Topic.objects.exists()


def test_the_place_of_the_mistake_is_marked_while_typing(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    page = as_colleague(sanne).post("/listening/topics/try/", {"query": "btw AND (regels"})
    assert '<mark class="stop">(</mark>' in page.content.decode()


def test_a_hostile_query_comes_back_as_text(sanne: Colleague, as_colleague: SignIn) -> None:
    hostile = '"<script>alert(1)</script>'
    page = as_colleague(sanne).post("/listening/topics/try/", {"query": hostile})
    assert "<script>alert" not in page.content.decode()


def test_hidden_signs_are_left_out_and_the_mark_stands_right(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    sent = {"name": "Bt\u202ew", "query": "b\u200btw (platform", "try": "1"}
    page = as_colleague(sanne).post("/listening/topics/new/", sent).content.decode()
    assert 'btw <mark class="stop">(</mark>platform' in page


def test_saving_through_the_page(sanne: Colleague, as_colleague: SignIn) -> None:
    sent = {"name": "Btw", "query": "btw OF omzetbelasting", "purpose": ""}
    answer = as_colleague(sanne).post("/listening/topics/new/", sent)
    assert answer.status_code == 302
    assert Topic.objects.get().colleague == sanne


@pytest.mark.parametrize("act", ["", "resting/", "remove/"])
def test_another_colleagues_topic_does_not_exist(
    sanne: Colleague, karim: Colleague, administrator: Colleague, as_colleague: SignIn, act: str
) -> None:
    topic = actions.save_topic(by=sanne, name="Geheim", query="btw")
    for stranger in (karim, administrator):
        client = as_colleague(stranger)
        assert client.post(f"/listening/topics/{topic.pk}/{act}").status_code == 404
        assert "Geheim" not in client.get("/listening/topics/").content.decode()
    assert Topic.objects.filter(pk=topic.pk, resting=False).exists()


def test_removing_a_topic_leaves_the_posts(sanne: Colleague, as_colleague: SignIn) -> None:
    one = post("btw")
    topic = actions.save_topic(by=sanne, name="Btw", query="btw")
    as_colleague(sanne).post(f"/listening/topics/{topic.pk}/remove/")
    one.refresh_from_db()
    assert not Topic.objects.exists()
