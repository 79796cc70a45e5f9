from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from merkwerk.networks.models import Post
from merkwerk.networks.tests.people import post
from merkwerk.worker import actions, pipeline
from merkwerk.worker.actions import reading

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=3)
State = Post.State


class Reader:
    """Notes which batches it was given; stumbles over some texts."""

    def __init__(self, over: str = "", error: type[Exception] = ValueError) -> None:
        self.over, self.error = over, error
        self.seen: list[list[str]] = []

    def __call__(self, *, posts: Sequence[Post], now: datetime) -> int:
        self.seen.append([post.text for post in posts])
        if self.over and any(post.text == self.over for post in posts):
            raise self.error("about somebody")
        return len(posts)


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def put(*wanted: Reader) -> None:
        monkeypatch.setattr(pipeline, "READERS_OF_POSTS", wanted)

    return put


Put = Callable[..., None]


def states() -> dict[str, str]:
    return dict(Post.objects.values_list("text", "state"))


def test_the_rooms_read_in_the_order_of_the_house() -> None:
    names = [reader.__module__.split(".")[1] for reader in pipeline.READERS_OF_POSTS]
    assert names == ["relationships", "listening", "today"]


def test_every_reader_gets_the_whole_batch(readers: Put) -> None:
    first, second = Reader(), Reader()
    readers(first, second)
    post("a"), post("b")
    assert actions.read_posts() == 2
    assert first.seen == second.seen == [["a", "b"]]
    assert states() == {"a": State.READ, "b": State.READ}


def test_what_was_read_is_not_read_again(readers: Put) -> None:
    reader = Reader()
    readers(reader)
    post("a")
    actions.read_posts()
    assert actions.read_posts() == 0
    assert len(reader.seen) == 1


def test_a_bad_post_harms_no_other(readers: Put) -> None:
    readers(Reader("bad"), Reader())
    post("a"), post("bad"), post("b")
    assert actions.read_posts() == 2
    assert states() == {"a": State.READ, "bad": State.NEW, "b": State.READ}


def test_its_traceback_tells_of_code_only(readers: Put) -> None:
    readers(Reader("bad"))
    post("bad")
    actions.read_posts()
    trouble = Post.objects.get().trouble
    assert "ValueError" in trouble
    assert "somebody" not in trouble.replace('"about somebody"', "")


def test_a_bad_post_comes_back_later(readers: Put) -> None:
    readers(Reader("bad"))
    post("bad")
    actions.read_posts()
    assert actions.read_posts() == 0
    assert Post.objects.get().tries == 1


def test_after_five_tries_it_is_set_aside(readers: Put) -> None:
    readers(Reader("bad"))
    post("bad")
    for _ in range(5):
        Post.objects.update(try_after=timezone.now())
        actions.read_posts()
    row = Post.objects.get()
    assert (row.state, row.tries) == (State.SET_ASIDE, 5)


def test_a_post_set_aside_is_read_again_when_somebody_says_so(readers: Put) -> None:
    readers(Reader())
    made = post("a", state=State.SET_ASIDE, tries=5, trouble="x")
    assert actions.again(post=made)
    assert not actions.again(post=made)
    actions.read_posts()
    row = Post.objects.get()
    assert (row.state, row.trouble) == (State.READ, "")


def test_nothing_is_blamed_on_a_post_when_the_database_is_away(readers: Put) -> None:
    readers(Reader("a", OperationalError))
    post("a")
    with pytest.raises(OperationalError):
        actions.read_posts()
    assert Post.objects.get().trouble == ""


def test_a_lost_workers_posts_are_free_after_a_while(readers: Put) -> None:
    readers(Reader())
    now = timezone.now()
    post("a")
    assert reading.claim(now=now)
    assert reading.claim(now=now) == []
    assert [found.tries for found in reading.claim(now=now + LATER)] == [2]


def test_what_may_kill_its_reader_is_read_alone(readers: Put) -> None:
    reader = Reader()
    readers(reader)
    post("fresh"), post("suspect", tries=2)
    actions.read_posts()
    assert reader.seen == [["fresh"], ["suspect"]]


def test_what_kills_every_reader_is_set_aside_unread(readers: Put) -> None:
    reader = Reader()
    readers(reader)
    post("killer", tries=10)
    assert actions.read_posts() == 0
    assert reader.seen == []
    assert Post.objects.get().state == State.SET_ASIDE


def test_an_edit_while_it_was_read_makes_it_new_again(
    readers: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    def edits(*, posts: Sequence[Post], now: datetime) -> int:
        return Post.objects.update(try_after=now + timedelta(hours=1), tries=0)

    monkeypatch.setattr(pipeline, "READERS_OF_POSTS", (edits,))
    post("a")
    actions.read_posts()
    assert Post.objects.get().state == State.NEW
