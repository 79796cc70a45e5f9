"""What is touched is gone, and only that."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.http import HttpResponse
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from merkwerk.pages.actions import forget_all, shows, touched, touched_path
from merkwerk.pages.actions.changes import state
from merkwerk.pages.actions.keeping import Answer, keep
from merkwerk.pages.actions.marks import marks_of
from merkwerk.pages.actions.stamp import stamp
from merkwerk.pages.models import MadePage

pytestmark = pytest.mark.django_db


def page(path: str, *marks: str) -> None:
    assert keep(Answer(path, b"x", [], frozenset({"site", *marks})), before=state())


def made() -> set[str]:
    return set(MadePage.objects.made().values_list("path", flat=True))


def test_every_page_shows_the_site() -> None:
    assert marks_of(shows(HttpResponse(), "story:1")) == {"site", "story:1"}


def test_an_answer_that_says_nothing_shows_nothing() -> None:
    assert marks_of(HttpResponse()) == frozenset()


def test_only_what_shows_the_mark_is_gone() -> None:
    page("/a", "story:1")
    page("/b", "story:2")
    touched("story:1")
    assert made() == {"/b"}


def test_several_marks_go_together() -> None:
    page("/a", "story:1")
    page("/b", "photo:2")
    page("/c", "photo:22")
    touched("story:1", "photo:2")
    assert made() == {"/c"}


def test_the_site_is_everything() -> None:
    page("/a", "story:1")
    touched("site")
    assert made() == set()


def test_its_bytes_go_too() -> None:
    page("/a", "story:1")
    touched("story:1")
    assert MadePage.objects.get().raw is None


def test_what_is_rolled_back_changes_nothing() -> None:
    page("/a", "story:1")
    before = state()
    with transaction.atomic():
        touched("story:1")
        transaction.set_rollback(True)
    assert made() == {"/a"}
    assert state() == before
    assert not DBTaskResult.objects.exists()


def test_one_job_is_asked_for_however_much_is_touched() -> None:
    page("/a", "story:1")
    touched("story:1")
    touched("story:1", "stories")
    assert [row.task_path for row in DBTaskResult.objects.all()] == [
        "merkwerk.pages.tasks.make_pages"
    ]


def test_no_job_is_asked_for_when_no_page_shows_it() -> None:
    touched("story:1")
    assert not DBTaskResult.objects.exists()


def test_a_new_path_is_to_be_made() -> None:
    touched_path("/stories/nieuw/")
    touched_path("/stories/nieuw/")
    assert [one.path for one in MadePage.objects.due()] == ["/stories/nieuw/"]


def test_everything_can_be_forgotten() -> None:
    page("/a", "story:1")
    before = state()
    forget_all()
    assert not MadePage.objects.exists()
    assert state() != before


def test_the_stamp_is_another_after_the_commit_and_not_before(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    number = stamp()[0]
    with django_capture_on_commit_callbacks(execute=True):
        touched("story:1")
        assert stamp()[0] == number
    assert stamp()[0] != number
