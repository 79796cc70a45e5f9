"""The pages of the story desk: everything works without script, and what is private stays so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague, Role
from merkwerk.networks.models import Message
from merkwerk.stories.actions import beginning, drafting, interviewing, proposing, versions
from merkwerk.stories.actions.drafting import Words
from merkwerk.stories.models import Story, StoryProposal

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]
BODY = "<p>Wij voeren uit.</p><p>Het regende.</p>"


@pytest.fixture
def story(sanne: Colleague) -> Story:
    """A story of Sanne's with words in it."""
    begun = beginning.begin(by=sanne)
    return drafting.save(
        story=begun, by=sanne, words=Words("De kade", "Een ochtend.", BODY, "En jij?")
    )


@pytest.fixture
def editor(colleague_named: MakeColleague) -> Colleague:
    """Somebody who edits."""
    return colleague_named("Ed Redacteur", Role.EDITOR)


def typed(story: Story, **words: Any) -> dict[str, Any]:
    return {"title": "De kade", "body": "Wij voeren.", "revision": story.revision, **words}


def test_the_desk_shows_own_stories(story: Story, sanne: Colleague, as_colleague: SignIn) -> None:
    assert "De kade" in as_colleague(sanne).get(reverse("stories:desk")).content.decode()


def test_the_desk_shows_nobody_elses(story: Story, karim: Colleague, as_colleague: SignIn) -> None:
    assert "De kade" not in as_colleague(karim).get(reverse("stories:desk")).content.decode()


def test_a_press_begins_a_story_with_words_beside_it(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    told = {"kind": "kitchen", "words": "Wie helpt?", "whose": "Mira", "key": "a" * 32}
    as_colleague(sanne).post(reverse("stories:begin"), told)
    begun = Story.objects.get()
    assert (begun.kind, begun.body) == ("kitchen", "")
    assert begun.beside["sources"][0]["words"] == "Wie helpt?"


def test_pressing_twice_begins_one_story(sanne: Colleague, as_colleague: SignIn) -> None:
    browser = as_colleague(sanne)
    for _time in range(2):
        browser.post(reverse("stories:begin"), {"kind": "story", "key": "b" * 32})
    assert Story.objects.count() == 1


def test_light_marks_become_the_text(story: Story, sanne: Colleague, as_colleague: SignIn) -> None:
    page = reverse("stories:story", args=[story.pk])
    as_colleague(sanne).post(page, typed(story, body="## Kop\n\n- een\n- twee\n\n> Zei hij"))
    story.refresh_from_db()
    assert story.body == (
        "<h2>Kop</h2><ul><li>een</li><li>twee</li></ul><blockquote><p>Zei hij</p></blockquote>"
    )


def test_html_in_light_marks_stays_words(
    story: Story, sanne: Colleague, as_colleague: SignIn
) -> None:
    page = reverse("stories:story", args=[story.pk])
    as_colleague(sanne).post(page, typed(story, body="<b>vet</b>"))
    story.refresh_from_db()
    assert story.body == "<p>&lt;b&gt;vet&lt;/b&gt;</p>"


def test_what_the_editor_sends_is_cleaned(
    story: Story, sanne: Colleague, as_colleague: SignIn
) -> None:
    page = reverse("stories:story", args=[story.pk])
    evil = "<p onclick=x>Hoi<script>alert(1)</script><img src=x onerror=y></p>"
    as_colleague(sanne).post(page, typed(story, body=evil, written="html"))
    story.refresh_from_db()
    assert story.body == "<p>Hoi</p>"


def test_a_pause_in_typing_is_kept_without_a_word(
    story: Story, sanne: Colleague, as_colleague: SignIn
) -> None:
    answer = as_colleague(sanne).post(
        reverse("stories:story", args=[story.pk]),
        typed(story, title="Anders"),
        headers={"X-Requested-With": "fetch"},
    )
    story.refresh_from_db()
    assert (answer.status_code, story.title) == (204, "Anders")


def test_far_too_much_is_sent_back_whole_with_a_sentence(
    story: Story, sanne: Colleague, as_colleague: SignIn
) -> None:
    much = "woord " * 200_000
    page = reverse("stories:story", args=[story.pk])
    answer = as_colleague(sanne).post(page, typed(story, body=much, written="html"))
    assert answer.status_code == 422
    assert much.strip() in answer.content.decode()
    story.refresh_from_db()
    assert story.body == BODY


def test_five_megabytes_change_nothing(
    story: Story, sanne: Colleague, as_colleague: SignIn
) -> None:
    page = reverse("stories:story", args=[story.pk])
    answer = as_colleague(sanne).post(page, typed(story, body="w" * 5_000_000))
    story.refresh_from_db()
    assert (answer.status_code >= 400, story.body) == (True, BODY)


OF_ONE = [
    *("story", "seen_others", "sources", "place", "throw_away", "slides_file", "versions"),
    *("editors", "read", "interview", "answer_interview", "as_text", "preview", "publish"),
    "take_down",
]


@pytest.mark.parametrize("name", OF_ONE)
def test_nobody_else_opens_a_story_that_is_being_written(
    name: str,
    story: Story,
    karim: Colleague,
    editor: Colleague,
    administrator: Colleague,
    as_colleague: SignIn,
) -> None:
    page = reverse(f"stories:{name}", args=[story.pk])
    for who in (karim, editor, administrator):
        browser = as_colleague(who)
        answers = {browser.get(page).status_code, browser.post(page).status_code}
        assert answers <= {404, 405}
    assert Client().get(page).status_code in {302, 405}


def test_an_editor_reads_it_once_it_is_shown(
    story: Story, sanne: Colleague, editor: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    proposing.show_to_editors(story=story, by=sanne)
    page = reverse("stories:read", args=[story.pk])
    assert "Het regende." in as_colleague(editor).get(page).content.decode()
    assert as_colleague(karim).get(page).status_code == 404
    assert as_colleague(editor).get(reverse("stories:story", args=[story.pk])).status_code == 404


def test_an_editor_proposes_on_the_page(
    story: Story, sanne: Colleague, editor: Colleague, as_colleague: SignIn
) -> None:
    proposing.show_to_editors(story=story, by=sanne)
    told = {"remark": "Waarom?", "proposes": "on", "body": "Wij voeren uit.\n\nHet goot."}
    as_colleague(editor).post(reverse("stories:read", args=[story.pk]), told)
    made = StoryProposal.objects.get()
    story.refresh_from_db()
    assert (made.remark, story.body) == ("Waarom?", BODY)
    page = as_colleague(sanne).get(reverse("stories:proposal", args=[made.pk])).content.decode()
    assert "<del>regende</del><ins>goot</ins>" in page


def test_the_author_takes_over_one_paragraph_on_the_page(
    story: Story, sanne: Colleague, editor: Colleague, as_colleague: SignIn
) -> None:
    proposing.show_to_editors(story=story, by=sanne)
    words = Words(
        "Andere titel", "Een ochtend.", "<p>Wij voeren uit.</p><p>Het goot.</p>", "En jij?"
    )
    made = proposing.propose(story=story, by=editor, words=words)
    page = reverse("stories:proposal", args=[made.pk])
    as_colleague(sanne).post(page, {"answer": "part", "line": ["1"]})
    story.refresh_from_db()
    assert (story.title, story.body) == ("De kade", "<p>Wij voeren uit.</p><p>Het goot.</p>")


def test_a_version_shows_what_changed_since(
    story: Story, sanne: Colleague, as_colleague: SignIn
) -> None:
    versions.keep_version(story=story, by=sanne)
    new = Words("De kade", "Een ochtend.", "<p>Wij voeren weg.</p>", "En jij?")
    drafting.save(story=story, by=sanne, words=new)
    page = reverse("stories:version", args=[story.pk, 1])
    shown = as_colleague(sanne).get(page).content.decode()
    assert "<del>uit</del><ins>weg</ins>" in shown


def test_every_page_of_the_desk_answers(
    story: Story, sanne: Colleague, editor: Colleague, as_colleague: SignIn
) -> None:
    browser = as_colleague(sanne)
    versions.keep_version(story=story, by=sanne)
    names = ("story", "place", "versions", "editors", "interview", "preview", "publish")
    for name in names:
        assert browser.get(reverse(f"stories:{name}", args=[story.pk])).status_code == 200
    assert browser.get(reverse("stories:begin")).status_code == 200
    assert as_colleague(editor).get(reverse("stories:ask_interview")).status_code == 200


def test_who_does_not_edit_asks_nobody_for_an_interview(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    assert as_colleague(sanne).get(reverse("stories:ask_interview")).status_code == 403


def test_looking_at_an_interview_makes_none(
    story: Story, sanne: Colleague, as_colleague: SignIn
) -> None:
    as_colleague(sanne).get(reverse("stories:interview", args=[story.pk]))
    assert not hasattr(Story.objects.get(pk=story.pk), "interview")


def test_answers_are_kept_as_they_are_typed(
    story: Story, sanne: Colleague, as_colleague: SignIn
) -> None:
    page = reverse("stories:interview", args=[story.pk])
    told = {"question": ["Wat?", ""], "words": ["Touw.", ""]}
    as_colleague(sanne).post(page, told, headers={"X-Requested-With": "fetch"})
    assert Story.objects.get().interview.answers == [{"question": "Wat?", "words": "Touw."}]


def test_who_asks_sees_only_the_interview(
    story: Story, sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    asked = interviewing.interview_of(story=story, by=sanne)
    interviewing.let_lead(interview=asked, by=sanne, who=karim)
    browser = as_colleague(karim)
    shown = browser.get(reverse("stories:interview", args=[story.pk]))
    assert (shown.status_code, "Het regende" in shown.content.decode()) == (200, False)
    assert browser.get(reverse("stories:story", args=[story.pk])).status_code == 404


def test_the_page_says_what_stands_in_the_way(
    story: Story, sanne: Colleague, as_colleague: SignIn
) -> None:
    page = as_colleague(sanne).post(reverse("stories:publish", args=[story.pk]))
    assert (page.status_code, hasattr(story, "public")) == (422, False)


def test_own_messages_become_a_story(sanne: Colleague, as_colleague: SignIn) -> None:
    one = Message.objects.create(
        colleague=sanne, network="mastodon", text="Wat ik zag.", state="sent", key="k1"
    )
    as_colleague(sanne).post(reverse("stories:with_thread"), {"message": one.pk})
    assert Story.objects.get().body == "<p>Wat ik zag.</p>"


def test_anothers_messages_never_become_a_story(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    one = Message.objects.create(
        colleague=karim, network="mastodon", text="Wat ik zag.", state="sent", key="k1"
    )
    page = reverse("stories:with_thread")
    assert as_colleague(sanne).post(page, {"message": one.pk}).status_code == 404


def test_where_it_belongs_is_kept(story: Story, sanne: Colleague, as_colleague: SignIn) -> None:
    told = {
        "kind": "project", "language": "en", "subjects": "Haven, Touw", "new_series": "De kade",
        "place": "2", "next_says": "Volgende week de machinekamer",
    }  # fmt: skip
    as_colleague(sanne).post(reverse("stories:place", args=[story.pk]), told)
    story.refresh_from_db()
    assert (story.kind, story.language, story.place) == ("project", "en", 2)
    assert story.series is not None
    assert story.series.next_says.startswith("Volgende week")
    assert sorted(story.subjects.values_list("name", flat=True)) == ["Haven", "Touw"]


def test_hints_about_any_words_come_back_and_nothing_is_kept(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    told = {"text": "Bel me op 06-12345678, echt waar.", "language": "nl"}
    page = as_colleague(sanne).post(
        reverse("writing:words_hints"), told, headers={"HX-Request": "true"}
    )
    assert "06-12345678" in page.content.decode()
    assert not sanne.drafts.exists()


def test_a_recording_is_brought_and_heard_by_two_only(
    story: Story, sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    asked = interviewing.interview_of(story=story, by=sanne)
    sound = SimpleUploadedFile("memo.ogg", b"OggS" + b"x" * 90, "audio/ogg")
    told = {"interview": asked.pk, "place": 1, "file": sound}
    as_colleague(sanne).post(reverse("stories:memos"), told)
    memo = asked.memos.get()
    page = reverse("stories:memo", args=[memo.pk])
    assert as_colleague(sanne).get(page).headers["Content-Type"] == "audio/ogg"
    assert as_colleague(karim).get(page).status_code == 404


def test_slides_that_are_no_pdf_are_told(
    story: Story, sanne: Colleague, as_colleague: SignIn
) -> None:
    told = {"story": story.pk, "file": SimpleUploadedFile("x.pdf", b"<html>", "application/pdf")}
    page = as_colleague(sanne).post(reverse("stories:slides"), told, follow=True)
    story.refresh_from_db()
    assert (story.slides, "PDF" in page.content.decode()) == ("", True)


def test_slides_are_private_until_the_story_stands_there(
    story: Story, sanne: Colleague, as_colleague: SignIn
) -> None:
    told = {"story": story.pk, "file": SimpleUploadedFile("x.pdf", b"%PDF-1.7", "application/pdf")}
    as_colleague(sanne).post(reverse("stories:slides"), told)
    assert (
        as_colleague(sanne).get(reverse("stories:slides_file", args=[story.pk])).status_code == 200
    )
    assert Client().get(reverse("site:slides", args=["de-kade"])).status_code == 404
