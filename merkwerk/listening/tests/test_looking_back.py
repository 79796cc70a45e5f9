"""A new topic asks the networks for what it listens for, and for nothing that it leaves out."""

from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult

from merkwerk.accounts.models import Colleague
from merkwerk.engine.topics import parse
from merkwerk.listening import actions
from merkwerk.listening.actions.looking_back import searches
from merkwerk.networks.tests.people import account, post

ASKED = [
    ("btw", ([], ["btw"])),
    ("#btw", (["btw"], [])),
    ("btw regels NOT kwartaal", ([], ["btw regels"])),
    ('btw OR #ob OR "nieuwe regels"', (["ob"], ["btw", '"nieuwe regels"'])),
    ("btw (regels OR platform)", ([], ["btw"])),
    ("btw NEAR/3 regels", ([], ["btw regels"])),
    ("from:joris btw* lang:nl", ([], [])),
]  # fmt: skip


@pytest.mark.parametrize(("query", "asked"), ASKED)
def test_what_is_asked_for(query: str, asked: tuple[list[str], list[str]]) -> None:
    tags, words = searches(parse(query))
    assert ([tag.lstrip("#") for tag in tags], words) == asked


@pytest.mark.django_db
def test_a_new_topic_asks_through_own_accounts(sanne: Colleague) -> None:
    account(sanne)
    actions.save_topic(by=sanne, name="Btw", query="btw OR #regels")
    (job,) = DBTaskResult.objects.filter(task_path="merkwerk.networks.tasks.look_back")
    assert job.args_kwargs["args"] == [sanne.pk, ["regels"], ["btw"]]


@pytest.mark.django_db
def test_only_a_name_that_changed_asks_nothing_again(sanne: Colleague) -> None:
    account(sanne)
    topic = actions.save_topic(by=sanne, name="Btw", query="btw")
    actions.save_topic(by=sanne, name="Belasting", query="btw", topic=topic)
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
def test_a_language_that_nobody_named_is_guessed(sanne: Colleague) -> None:
    post("Wie heeft er ervaring met de nieuwe regels voor de btw?")
    post("Does anybody know the new rules about btw in the Netherlands?")
    actions.save_topic(by=sanne, name="Btw", query="btw lang:nl")
    assert [found.post.text[:3] for found in actions.to_read(by=sanne)] == ["Wie"]
