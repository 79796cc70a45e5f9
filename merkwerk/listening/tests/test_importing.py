"""Many topics at once: what can be read is taken, the rest is told."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from merkwerk.accounts.models import Colleague
from merkwerk.listening import actions
from merkwerk.listening.models import Topic
from merkwerk.networks.tests.people import post

pytestmark = pytest.mark.django_db

LIST = '''name,query,purpose
Btw,btw OR omzetbelasting,voor klanten
Kapot,(btw,
,btw,
Podcast,"podcast AND ""nieuwe aflevering""",
'''


def taken(by: Colleague, text: str = LIST) -> actions.Imported:
    return actions.import_topics(by=by, topics=actions.lines(text.splitlines(keepends=True)))


def test_what_can_be_read_is_taken(sanne: Colleague) -> None:
    done = taken(sanne)
    assert (done.saved, done.known) == (2, 0)
    assert set(Topic.objects.values_list("name", "query", "purpose")) == {
        ("Btw", "btw OR omzetbelasting", "voor klanten"),
        ("Podcast", 'podcast AND "nieuwe aflevering"', ""),
    }


def test_what_cannot_is_told_with_its_line(sanne: Colleague) -> None:
    broken, nameless = taken(sanne).unread
    assert (broken.line.number, getattr(broken.why, "code", "")) == (3, "unbalanced-bracket")
    assert (nameless.line.number, nameless.why) == (4, "name")


def test_a_list_may_be_taken_twice(sanne: Colleague) -> None:
    taken(sanne)
    assert (taken(sanne).saved, taken(sanne).known) == (0, 2)


def test_semicolons_and_a_mark_at_the_beginning_are_read(sanne: Colleague) -> None:
    assert taken(sanne, "\ufeffName;Query\nBtw;btw\n").saved == 1


def test_a_list_without_heads_is_refused(sanne: Colleague) -> None:
    with pytest.raises(ValueError, match="first line"):
        taken(sanne, "Btw,btw\n")


def test_a_new_topic_hears_what_was_said_before(sanne: Colleague) -> None:
    said = post("Alles over btw.")
    taken(sanne)
    first, last = (f(Topic.objects.values_list("pk", flat=True)) for f in (min, max))
    assert actions.look_back(first=first, last=last, by=sanne.pk) == 1
    assert [found.post for found in actions.to_read(by=sanne)] == [said]


def test_looking_back_leaves_other_colleagues_topics_alone(
    sanne: Colleague, karim: Colleague
) -> None:
    post("Alles over btw.")
    other = Topic.objects.create(colleague=karim, name="Btw", query="btw")
    assert actions.look_back(first=other.pk, last=other.pk, by=sanne.pk) == 0
    assert actions.to_read(by=karim) == []


def test_the_command_tells_what_it_did(sanne: Colleague, tmp_path: Path) -> None:
    file, said, trouble = tmp_path / "topics.csv", StringIO(), StringIO()
    file.write_text(LIST)
    call_command("import_topics", file, address=sanne.email, stdout=said, stderr=trouble)
    assert said.getvalue() == "2 new topics, 0 there already, 2 not taken.\n"
    assert "line 4: the name is missing." in trouble.getvalue()


@pytest.mark.parametrize("who", ["nobody@kade.example", "sanne.vos@kade.example"])
def test_the_command_says_what_is_wrong(sanne: Colleague, tmp_path: Path, who: str) -> None:
    with pytest.raises(CommandError):
        call_command("import_topics", tmp_path / "not-there.csv", address=who)
