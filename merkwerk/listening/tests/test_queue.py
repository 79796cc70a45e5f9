"""How far the list of what there is to read is looked through."""

from __future__ import annotations

import pytest

from merkwerk.accounts.models import Colleague
from merkwerk.listening import actions
from merkwerk.listening.actions import queue
from merkwerk.listening.tests.test_reader import heard
from merkwerk.networks.models import Post

pytestmark = pytest.mark.django_db


def test_a_page_comes_however_many_posts_hold_no_longer(
    sanne: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "LOOKED_AT", 30)
    posts = heard(sanne, *(f"btw {n}" for n in range(60)))
    Post.objects.update(text="Iets anders")
    Post.objects.filter(pk=posts[0].pk).update(text="btw, de oudste")
    assert actions.to_read(by=sanne, most=5) == []
    Post.objects.filter(pk=posts[-1].pk).update(text="btw, de nieuwste")
    assert [found.post for found in actions.to_read(by=sanne, most=5)] == [posts[-1]]


def test_what_is_done_already_hides_nothing(
    sanne: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "LOOKED_AT", 30)
    posts = heard(sanne, *(f"btw {n}" for n in range(60)))
    actions.rest(posts=posts[1:], by=sanne)
    assert [found.post for found in actions.to_read(by=sanne, most=5)] == [posts[0]]
