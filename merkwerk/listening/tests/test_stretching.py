"""The switch for Dutch word forms adds words that one can see."""

from __future__ import annotations

import pytest
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.listening import actions
from merkwerk.listening.models import Topic
from merkwerk.networks.models import Post
from merkwerk.networks.tests.people import account, identity, limited_post, post

pytestmark = pytest.mark.django_db


def saved(by: Colleague, *, word_forms: bool = True, topic: Topic | None = None) -> Topic:
    return actions.save_topic(by=by, name="Huis", query="huis", word_forms=word_forms, topic=topic)


def forms(topic: Topic) -> set[str]:
    topic.refresh_from_db()
    return {form for one in topic.added_forms for form in one["forms"]}


def hear(*posts: Post) -> int:
    return actions.consider(posts=posts, now=timezone.now())


def test_the_switch_hears_other_forms(sanne: Colleague) -> None:
    assert "huizen" in forms(saved(sanne))
    assert hear(post("Mooie huizen!"), post("Een huisje."), post("Een boom.")) == 2
    assert len(actions.to_read(by=sanne)) == 2


def test_without_the_switch_a_word_is_a_word(sanne: Colleague) -> None:
    topic = saved(sanne, topic=saved(sanne), word_forms=False)
    assert forms(topic) == set()
    assert hear(post("Mooie huizen!")) == 0


def test_the_reasons_name_the_form_that_met(sanne: Colleague) -> None:
    (reason,) = actions.reasons(topic=saved(sanne), post=post("Mooie huizen!"))
    assert "Mooie huizen!"[reason.start : reason.end] == "huizen"


def test_compounds_that_people_say_are_added_later(sanne: Colleague) -> None:
    topic = saved(sanne)
    before = forms(topic)
    post("De gemeente sluit het gemeentehuis.")
    assert actions.refresh_forms(now=timezone.now()) == 1
    assert forms(topic) - before >= {"gemeentehuis"}
    assert actions.refresh_forms(now=timezone.now()) == 0
    assert hear(post("Naar het gemeentehuis.")) == 1


def test_letters_and_people_who_are_not_searched_lend_no_words(sanne: Colleague) -> None:
    topic = saved(sanne)
    before = forms(topic)
    limited_post("Onze gemeente, ons gemeentehuis.", account(sanne))
    post("Onze gemeente, ons gemeentehuis.", identity("Stille Wil", indexable=False))
    actions.refresh_forms(now=timezone.now())
    assert forms(topic) == before
