"""Interviews: who asks sees nothing before the yes, and the words stay those of who is asked."""

from __future__ import annotations

from io import BytesIO

import pytest

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague, Role
from merkwerk.stories.actions import beginning, drafting, files, interviewing
from merkwerk.stories.actions.drafting import Words
from merkwerk.stories.models import Interview, Story, VoiceMemo

pytestmark = pytest.mark.django_db
BODY = "<p>Wij voeren uit.</p><p>Het regende.</p>"
OGG = b"OggS" + b"x" * 100


@pytest.fixture
def story(sanne: Colleague) -> Story:
    begun = beginning.begin(by=sanne)
    return drafting.save(story=begun, by=sanne, words=Words("De kade", "", BODY, ""))


@pytest.fixture
def editor(colleague_named: MakeColleague) -> Colleague:
    return colleague_named("Ed Redacteur", Role.EDITOR)


def test_only_an_editor_asks_for_an_interview(sanne: Colleague, karim: Colleague) -> None:
    with pytest.raises(PermissionError):
        interviewing.ask_to_interview(by=sanne, who=karim)


def test_who_asks_sees_nothing_before_the_yes(editor: Colleague, sanne: Colleague) -> None:
    asked = interviewing.ask_to_interview(by=editor, who=sanne)
    assert not Interview.objects.visible_to(editor).exists()
    interviewing.agree(interview=asked, by=sanne)
    assert Interview.objects.visible_to(editor).get() == asked


def test_asking_twice_is_asking_once(editor: Colleague, sanne: Colleague) -> None:
    first = interviewing.ask_to_interview(by=editor, who=sanne)
    assert interviewing.ask_to_interview(by=editor, who=sanne) == first


def test_who_would_rather_not_keeps_nothing(editor: Colleague, sanne: Colleague) -> None:
    asked = interviewing.ask_to_interview(by=editor, who=sanne)
    interviewing.rather_not(interview=asked, by=sanne)
    assert not Story.objects.exists()


def test_nobody_else_says_yes(editor: Colleague, sanne: Colleague) -> None:
    asked = interviewing.ask_to_interview(by=editor, who=sanne)
    assert not interviewing.agree(interview=asked, by=editor)


def test_a_stranger_writes_in_no_interview(
    story: Story, sanne: Colleague, karim: Colleague
) -> None:
    asked = interviewing.interview_of(story=story, by=sanne)
    with pytest.raises(PermissionError):
        interviewing.save_answers(interview=asked, by=karim, answers=[("Wat?", "Dat.")])


def test_own_answers_stand_below_each_other(story: Story, sanne: Colleague) -> None:
    asked = interviewing.interview_of(story=story, by=sanne)
    told = [("Wat?", "Touw.\n\nEn haken."), ("Wie?", ""), ("Waar?", "Hier.")]
    interviewing.save_answers(interview=asked, by=sanne, answers=told)
    now = interviewing.answers_as_text(story=story, by=sanne, questions=True)
    assert now.body == (
        f"{BODY}<h3>Wat?</h3><p>Touw.</p><p>En haken.</p><h3>Waar?</h3><p>Hier.</p>"
    )


def test_who_leads_never_makes_the_text(story: Story, sanne: Colleague, karim: Colleague) -> None:
    asked = interviewing.interview_of(story=story, by=sanne)
    interviewing.let_lead(interview=asked, by=sanne, who=karim)
    with pytest.raises(PermissionError):
        interviewing.answers_as_text(story=story, by=karim)


def test_a_voice_is_kept_and_goes_with_the_story(story: Story, sanne: Colleague) -> None:
    asked = interviewing.interview_of(story=story, by=sanne)
    memo = interviewing.add_memo(interview=asked, by=sanne, file=BytesIO(OGG), place=1)
    path = files.file_path(memo.file)
    assert path is not None
    assert path.read_bytes() == OGG
    assert drafting.throw_away(story=story, by=sanne)


def test_what_only_calls_itself_sound_is_refused(story: Story, sanne: Colleague) -> None:
    asked = interviewing.interview_of(story=story, by=sanne)
    for bad in (b"<script>", b"", b"GIF89a/*"):
        with pytest.raises(files.NoFile):
            interviewing.add_memo(interview=asked, by=sanne, file=BytesIO(bad))
    assert not VoiceMemo.objects.exists()


def test_a_voice_larger_than_the_limit_leaves_nothing(
    story: Story, sanne: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 90)
    asked = interviewing.interview_of(story=story, by=sanne)
    with pytest.raises(files.NoFile, match="too-large"):
        interviewing.add_memo(interview=asked, by=sanne, file=BytesIO(OGG))


def test_no_name_leads_out_of_the_folder() -> None:
    assert files.file_path("../../merkwerk.env") is None
