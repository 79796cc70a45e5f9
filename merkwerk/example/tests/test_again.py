"""Loading at other hours, twice, and by the command."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from merkwerk.accounts.models import Colleague, Organisation
from merkwerk.example import actions
from merkwerk.example.actions.chatter import chatter
from merkwerk.example.actions.times import HERE
from merkwerk.example.tests.loaded import NOW
from merkwerk.networks.models import Message, Post
from merkwerk.relationships.models import Relationship
from merkwerk.today import actions as today

pytestmark = pytest.mark.django_db
FEW = 30


def told(now: datetime) -> list[tuple[object, ...]]:
    """What stands there after a loading that is then taken back, with times counted from now."""
    with transaction.atomic():
        actions.load(now=now, posts=FEW)
        posts = Post.objects.order_by("uid").values_list("uid", "text", "written", "state")
        people = Relationship.objects.order_by("contact__name", "colleague__name")
        found: list[tuple[object, ...]] = [
            (uid, text, now - at, state) for uid, text, at, state in posts
        ]
        found += people.values_list("contact__name", "colleague__name", "warmth", "quiet_days")
        found += Message.objects.order_by("key").values_list("key", "text", "state")
        transaction.set_rollback(True)
    return found


def test_the_same_seed_gives_the_same() -> None:
    assert told(NOW) == told(NOW)


def test_another_seed_says_something_else() -> None:
    said = [[turn.text for turn, _at in chatter(seed=n, now=NOW, count=20)] for n in (1, 2)]
    assert said[0] != said[1]


@pytest.mark.parametrize(("hour", "minute"), [(0, 5), (2, 40)])
def test_it_looks_like_today_at_any_hour(hour: int, minute: int) -> None:
    now = datetime(2026, 10, 26, hour, minute, tzinfo=HERE)
    actions.load(now=now, posts=0)
    assert not Post.objects.filter(written__gt=now).exists()
    assert Post.objects.filter(written__gt=now - timedelta(hours=1)).exists()
    day = today.day(colleague=Colleague.objects.get(name="Sanne Vos"), now=now)
    assert len(day.shown) >= 4
    assert day.done >= 1


def test_the_command_refuses_a_second_time(organisation: Organisation) -> None:
    with pytest.raises(CommandError, match="already"):
        call_command("example", stdout=StringIO())


def test_links_for_an_example_that_is_not_here_are_refused(organisation: Organisation) -> None:
    with pytest.raises(CommandError, match="not here"):
        call_command("example", links=True, stdout=StringIO())


def test_asked_quietly_it_says_nothing_where_the_example_is_not(organisation: Organisation) -> None:
    out = StringIO()
    call_command("example", links=True, verbosity=0, stdout=out)
    assert out.getvalue() == ""


def test_the_command_says_what_it_made_and_what_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "load", partial(actions.load, posts=0))
    out = StringIO()
    call_command("example", stdout=out)
    said = out.getvalue()
    assert "invented" in said
    assert "nothing can be sent" in said.replace("\n", " ")
    assert said.count("/sign-in/") == 3
