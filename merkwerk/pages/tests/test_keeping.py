"""Keeping: only what is the same for everybody, and never older than the last change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone

from merkwerk.pages.actions import shows, touched
from merkwerk.pages.actions.changes import state
from merkwerk.pages.actions.keeping import Answer, answer_at, keep
from merkwerk.pages.models import MadePage, Shown

pytestmark = pytest.mark.django_db
NOW = timezone.now()
MARKS = frozenset({"site", "story:1"})


def answer(body: bytes = b"kort", path: str = "/stories/a/") -> Answer:
    return Answer(path, body, [("Content-Type", "text/html")], MARKS)


def test_it_keeps_when_nothing_changed() -> None:
    assert keep(answer(), before=state())
    assert MadePage.objects.made().get().raw == b"kort"


def test_it_keeps_nothing_that_was_begun_before_a_change() -> None:
    before = state()
    touched("story:1")
    assert not keep(answer(), before=before)
    assert not MadePage.objects.exists()


def test_a_page_made_meanwhile_by_somebody_else_stays() -> None:
    keep(answer(b"eerst"), before=state())
    assert not keep(answer(b"later"), before=state())
    assert MadePage.objects.get().raw == b"eerst"


def test_it_notes_what_the_page_shows() -> None:
    keep(answer(), before=state())
    assert set(Shown.objects.values_list("mark", flat=True)) == MARKS


def test_made_anew_it_shows_what_it_shows_then() -> None:
    keep(answer(), before=state())
    touched("story:1")
    other = Answer("/stories/a/", b"anders", [], frozenset({"site", "story:2"}))
    keep(other, before=state())
    assert set(Shown.objects.values_list("mark", flat=True)) == {"site", "story:2"}


def test_the_same_content_has_the_same_tag_and_date() -> None:
    keep(answer(), before=state(), now=NOW)
    first = MadePage.objects.get()
    touched("story:1")
    keep(answer(), before=state(), now=NOW + timedelta(hours=1))
    again = MadePage.objects.get()
    assert (again.tag, again.changed_at) == (first.tag, first.changed_at)


def test_other_content_within_a_second_has_a_later_date() -> None:
    keep(answer(b"a"), before=state(), now=NOW)
    first = MadePage.objects.get()
    touched("story:1")
    keep(answer(b"b"), before=state(), now=NOW)
    again = MadePage.objects.get()
    assert first.changed_at
    assert again.changed_at == first.changed_at + timedelta(seconds=1)
    assert again.tag != first.tag


def test_other_headers_are_another_page() -> None:
    assert answer().tag != Answer("/stories/a/", b"kort", [], MARKS).tag


def test_of_a_long_text_only_the_packed_forms_are_kept() -> None:
    keep(answer(b"beton " * 500), before=state())
    page = MadePage.objects.get()
    assert page.raw is None
    assert len(page.brotli or b"") < len(page.gzip or b"") < page.length


def test_it_keeps_no_stream() -> None:
    assert answer_at("/stories/a/", StreamingHttpResponse([b"a"])) is None


def test_it_keeps_nothing_that_was_not_said_to_be_for_all() -> None:
    assert answer_at("/stories/a/", HttpResponse("a")) is None


@pytest.mark.parametrize("word", ["private", "no-store"])
def test_it_keeps_nothing_that_is_to_be_kept_by_nobody(word: str) -> None:
    response = shows(HttpResponse("a"))
    response["Cache-Control"] = word
    assert answer_at("/stories/a/", response) is None


def test_it_keeps_nothing_too_large_or_too_long() -> None:
    assert answer_at("/" + "a" * 300, shows(HttpResponse("a"))) is None
    assert answer_at("/a", shows(HttpResponse(b"a" * 4_000_001))) is None


def test_it_keeps_what_the_view_wants_caches_to_look_at() -> None:
    response = shows(HttpResponse("a", headers={"Vary": "Accept, Cookie, accept-language"}))
    kept = answer_at("/a", response)
    assert kept
    assert ("Vary", "Accept, Accept-Encoding") in kept.headers


def test_a_policy_in_another_order_is_the_same_page() -> None:
    tags = set()
    for policy in ("a 'self'; b 'none'", "b 'none'; a 'self'"):
        kept = answer_at(
            "/a", shows(HttpResponse("a", headers={"Content-Security-Policy": policy}))
        )
        assert kept
        tags.add(kept.tag)
    assert len(tags) == 1
