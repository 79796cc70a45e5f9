from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Organisation
from merkwerk.jobs.actions import note_trouble
from merkwerk.jobs.models import Trouble, Worker
from merkwerk.networks.models import Message, Post, Source
from merkwerk.networks.tests.people import account, post
from merkwerk.pages.actions import touched_path
from merkwerk.pages.models import MadePage
from merkwerk.worker.actions import health
from merkwerk.writing.models import WritingBox

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]


@pytest.fixture
def page(administrator: Colleague, as_colleague: SignIn) -> Callable[[], str]:
    browser = as_colleague(administrator)
    return lambda: browser.get("/health/").content.decode()


Page = Callable[[], str]


def source(colleague: Colleague | None = None) -> Source:
    return Source.objects.create(
        kind="mastodon-home" if colleague else "feed",
        network="mastodon",
        address="https://blog.example/feed",
        server="https://social.example",
        title="Sannes tijdlijn" if colleague else "Het blog",
        account=account(colleague) if colleague else None,
        error="unreachable",
        next_check=timezone.now(),
    )


def work() -> None:
    now = timezone.now()
    Worker.objects.create(name="a", host="h", process=1, started=now, seen=now)


def test_a_stranger_is_asked_who_they_are(client: Client, organisation: Organisation) -> None:
    assert client.get("/health/").status_code == 302


def test_a_colleague_is_refused(sanne: Colleague, as_colleague: SignIn) -> None:
    assert as_colleague(sanne).get("/health/").status_code == 403


def test_all_is_well_with_a_worker_and_no_trouble() -> None:
    assert not health(now=timezone.now()).is_well
    work()
    assert health(now=timezone.now()).is_well


def test_it_says_that_no_worker_runs(page: Page) -> None:
    assert "merkwerk worker" in page()


def test_it_says_what_to_do_about_a_source(page: Page) -> None:
    source()
    text = page()
    assert "Het blog" in text
    assert "could not be reached" in text


def test_it_shows_nothing_of_whose_source_it_is(page: Page, sanne: Colleague) -> None:
    source(sanne)
    text = page()
    assert "1 personal source" in text
    assert "social.example" not in text  # some people have a server of their own
    assert "Sanne" not in text


def test_it_names_a_server_that_everybody_listens_to(page: Page, sanne: Colleague) -> None:
    source(sanne)
    source()
    assert "social.example" in page()


def test_it_shows_nothing_of_whose_message_was_refused(page: Page, sanne: Colleague) -> None:
    Message.objects.create(
        colleague=sanne, account=account(sanne), network="mastodon", text="Geheim",
        state=Message.State.REFUSED, error="rejected", error_detail="Sanne may not say Geheim",
    )  # fmt: skip
    text = page()
    assert "rejected" in text
    assert "social.example" not in text
    assert "Sanne" not in text
    assert "Geheim" not in text


def test_it_shows_the_traceback_of_a_post_set_aside_and_not_its_words(page: Page) -> None:
    post("Wat Joris schreef", state=Post.State.SET_ASIDE, trouble="Traceback: x.py")
    text = page()
    assert "Traceback: x.py" in text
    assert "Joris" not in text


def test_a_post_can_be_read_again(administrator: Colleague, as_colleague: SignIn) -> None:
    made = post("a", state=Post.State.SET_ASIDE)
    as_colleague(administrator).post(f"/health/posts/{made.pk}/again/")
    assert Post.objects.get().state == Post.State.NEW


def test_trouble_goes_when_it_is_settled(
    administrator: Colleague, as_colleague: SignIn, page: Page
) -> None:
    note_trouble(place="page today:day", error=ZeroDivisionError())
    assert "ZeroDivisionError" in page()
    as_colleague(administrator).post(f"/health/troubles/{Trouble.objects.get().pk}/settle/")
    assert "page today:day" not in page()


@pytest.mark.parametrize("where", ["posts/1/again", "troubles/1/settle"])
def test_a_colleague_changes_nothing_here(
    sanne: Colleague, as_colleague: SignIn, where: str
) -> None:
    assert as_colleague(sanne).post(f"/health/{where}/").status_code == 403


def test_anybody_may_ask_whether_it_lives(client: Client, organisation: Organisation) -> None:
    answer = client.get("/health/live/")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_without_its_database_it_does_not_live(
    client: Client, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", away)
    assert client.get("/health/live/").status_code == 503


def test_streams_that_nobody_listens_to_need_a_look(db: None) -> None:
    now = timezone.now()
    Source.objects.create(
        kind="bluesky-jetstream", network="bluesky", address="wss://a.example/", title="Alles",
        next_check=now,
    )  # fmt: skip
    Worker.objects.create(name="een", host="hier", process=1, started=now, seen=now)
    assert not health(now=now).is_well
    Worker.objects.create(name="oor.listens", host="hier", process=2, started=now, seen=now)
    told = health(now=now)
    assert told.is_well
    assert (len(told.workers), len(told.listeners)) == (1, 1)


def test_a_mailbox_that_fails_again_and_again_is_named(page: Page) -> None:
    work()
    box = WritingBox.objects.create(next_check=timezone.now(), error="unreachable", failures=1)
    assert health(now=timezone.now()).is_well
    WritingBox.objects.filter(pk=box.pk).update(failures=2)
    assert not health(now=timezone.now()).is_well
    assert "MERKWERK_WRITING" in page()


def test_it_tells_of_public_pages(page: Page) -> None:
    touched_path("/stories/nieuw/")
    assert "1 page is being made anew." in page()


def test_a_public_page_that_cannot_be_made_needs_somebody(page: Page) -> None:
    Worker.objects.create(
        name="w", host="h", process=1, started=timezone.now(), seen=timezone.now()
    )
    assert health(now=timezone.now()).is_well
    touched_path("/stories/nieuw/")
    MadePage.objects.update(tries=5)
    assert not health(now=timezone.now()).is_well
    assert "1 page could not be made" in page()
