"""A story while it is written: two devices, versions, proposals, and what is beside."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague, Role
from merkwerk.networks.models import Message
from merkwerk.notifications.models import Notice
from merkwerk.stories.actions import (
    beginning,
    cleaning,
    drafting,
    files,
    placing,
    proposing,
    versions,
)
from merkwerk.stories.actions.drafting import Words
from merkwerk.stories.models import Story, StoryProposal

pytestmark = pytest.mark.django_db
BODY = "<p>Wij voeren uit.</p><p>Het regende.</p>"
WORDS = Words("De kade", "Een ochtend.", BODY, "En jij?")


@pytest.fixture
def story(sanne: Colleague) -> Story:
    return drafting.save(story=beginning.begin(by=sanne), by=sanne, words=WORDS, desk="kantoor")


@pytest.fixture
def editor(colleague_named: MakeColleague) -> Colleague:
    return colleague_named("Ed Redacteur", Role.EDITOR)


@pytest.fixture
def shown(story: Story, sanne: Colleague, editor: Colleague) -> Story:
    proposing.show_to_editors(story=story, by=sanne)
    return story


def proposed(story: Story, editor: Colleague, **words: str) -> StoryProposal:
    told = {"title": "De kade", "opening": "Een ochtend.", "body": BODY, "question": "En jij?"}
    return proposing.propose(story=story, by=editor, words=Words(**{**told, **words}))


# --- typing --------------------------------------------------------------------------------------
def test_nobody_else_saves_it(story: Story, karim: Colleague) -> None:
    with pytest.raises(PermissionError):
        drafting.save(story=story, by=karim, words=WORDS)


def test_what_a_second_device_overwrites_is_kept_beside(story: Story, sanne: Colleague) -> None:
    phone = Words("De kade", "", "<p>Op de telefoon.</p>", "")
    now = drafting.save(story=story, by=sanne, words=phone, desk="telefoon", revision=0)
    assert drafting.others_of(now) == [WORDS]


def test_one_page_that_types_on_keeps_nothing_beside(story: Story, sanne: Colleague) -> None:
    more = Words("De kade", "", "<p>Verder.</p>", "")
    now = drafting.save(story=story, by=sanne, words=more, desk="kantoor", revision=0)
    assert drafting.others_of(now) == []


def test_a_page_that_saw_the_newest_keeps_nothing_beside(story: Story, sanne: Colleague) -> None:
    more = Words("De kade", "", "<p>Verder.</p>", "")
    seen = story.revision
    now = drafting.save(story=story, by=sanne, words=more, desk="telefoon", revision=seen)
    assert drafting.others_of(now) == []


def test_other_texts_can_be_put_away(story: Story, sanne: Colleague) -> None:
    drafting.save(story=story, by=sanne, words=Words("Anders"), desk="telefoon", revision=0)
    drafting.forget_others(story=story, by=sanne)
    story.refresh_from_db()
    assert drafting.others_of(story) == []


def test_too_much_changes_nothing(story: Story, sanne: Colleague) -> None:
    with pytest.raises(cleaning.TooLong):
        drafting.save(story=story, by=sanne, words=Words(body="w" * 250_000))
    story.refresh_from_db()
    assert story.body == BODY


def test_answers_to_prompts_stand_beside_and_never_in_it(story: Story, sanne: Colleague) -> None:
    now = drafting.save(story=story, by=sanne, words=WORDS, prompts={"hard": "De tros"})
    assert now.beside["prompts"] == {"hard": "De tros"}
    assert "tros" not in now.body


def test_saving_words_leaves_its_address_alone(story: Story, sanne: Colleague) -> None:
    Story.objects.filter(pk=story.pk).update(slug="de-kade")
    drafting.save(story=story, by=sanne, words=Words("Anders"))
    story.refresh_from_db()
    assert story.slug == "de-kade"


def test_a_source_can_be_left_out(story: Story, sanne: Colleague) -> None:
    for words in ("een", "twee"):
        drafting.add_source(story=story, by=sanne, words=words)
    drafting.leave_source(story=story, by=sanne, place=0)
    story.refresh_from_db()
    assert [one["words"] for one in story.beside["sources"]] == ["twee"]


def test_a_story_on_the_site_is_not_thrown_away_by_others(story: Story, karim: Colleague) -> None:
    assert not drafting.throw_away(story=story, by=karim)
    assert Story.objects.filter(pk=story.pk).exists()


# --- beginning -----------------------------------------------------------------------------------
def test_others_words_never_stand_in_the_text(sanne: Colleague) -> None:
    begun = beginning.begin_about(by=sanne, words="Wie helpt?", whose="Mira")
    assert (begun.body, Story.objects.get().beside["sources"][0]["whose"]) == ("", "Mira")


def test_own_words_are_the_text(sanne: Colleague) -> None:
    begun = beginning.begin(by=sanne, own_words="Een # zin.\n\n- Nog een <b>")
    assert begun.body == "<p>Een # zin.</p><p>- Nog een &lt;b&gt;</p>"


def test_somebody_elses_key_makes_another_story(sanne: Colleague, karim: Colleague) -> None:
    first = beginning.begin(by=sanne, key="a" * 32)
    second = beginning.begin(by=karim, key="a" * 32)
    assert (first.pk != second.pk, second.author) == (True, karim)


def test_a_thread_becomes_one_text_in_its_order(sanne: Colleague) -> None:
    parts = [
        Message.objects.create(
            colleague=sanne, network="mastodon", text=f"Deel {number}.", state="sent", piece="p",
            place=number, sent_at=timezone.now() + timedelta(seconds=number),
        )
        for number in (1, 2)
    ]  # fmt: skip
    begun = beginning.begin_with_thread(by=sanne, message=parts[1])
    assert begun.body == "<p>Deel 1.</p><p>Deel 2.</p>"


def test_own_threads_are_counted_once(sanne: Colleague) -> None:
    for number in (1, 2):
        Message.objects.create(
            colleague=sanne, network="mastodon", text=f"Deel {number}.", state="sent", piece="p",
            place=number, sent_at=timezone.now(),
        )  # fmt: skip
    assert [count for _pk, _start, count in beginning.own_threads(sanne)] == [2]


# --- versions ------------------------------------------------------------------------------------
def test_the_same_words_twice_are_one_version(story: Story, sanne: Colleague) -> None:
    first = versions.keep_version(story=story, by=sanne)
    assert versions.keep_version(story=story, by=sanne) == first


def test_no_words_are_no_version(sanne: Colleague) -> None:
    assert versions.keep_version(story=beginning.begin(by=sanne), by=sanne) is None


def test_going_back_keeps_what_was_there(story: Story, sanne: Colleague) -> None:
    first = versions.keep_version(story=story, by=sanne)
    assert first is not None
    story = drafting.save(story=story, by=sanne, words=Words("Nieuw", "", "<p>Nieuw.</p>", ""))
    versions.go_back(story=story, by=sanne, version=first)
    story.refresh_from_db()
    assert drafting.words_in(story) == WORDS
    assert sorted(story.versions.values_list("number", flat=True)) == [1, 2]


def test_nobody_else_goes_back(story: Story, sanne: Colleague, karim: Colleague) -> None:
    first = versions.keep_version(story=story, by=sanne)
    assert first is not None
    with pytest.raises(PermissionError):
        versions.go_back(story=story, by=karim, version=first)


def test_the_oldest_version_makes_room(
    story: Story, sanne: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "MOST_VERSIONS", 2)
    for number in range(3):
        story = drafting.save(story=story, by=sanne, words=Words(f"Titel {number}"))
        versions.keep_version(story=story, by=sanne)
    assert sorted(story.versions.values_list("number", flat=True)) == [2, 3]


# --- proposals -----------------------------------------------------------------------------------
def test_editors_are_told_that_they_may_read(shown: Story, editor: Colleague) -> None:
    assert Notice.objects.filter(colleague=editor, kind="story_shown").count() == 1


def test_an_editor_proposes_nothing_about_what_is_not_shown(
    story: Story, editor: Colleague
) -> None:
    with pytest.raises(PermissionError):
        proposed(story, editor, title="Anders")


def test_a_colleague_without_the_role_proposes_nothing(shown: Story, karim: Colleague) -> None:
    with pytest.raises(PermissionError):
        proposed(shown, karim, title="Anders")


def test_a_proposal_changes_nothing_by_itself(shown: Story, editor: Colleague) -> None:
    proposed(shown, editor, title="Anders")
    shown.refresh_from_db()
    assert drafting.words_in(shown) == WORDS


def test_the_same_words_are_no_proposal(shown: Story, editor: Colleague) -> None:
    with pytest.raises(ValueError, match="nothing"):
        proposed(shown, editor)


def test_twenty_may_wait(shown: Story, editor: Colleague, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposing, "MOST_OPEN", 1)
    proposed(shown, editor, title="Anders")
    with pytest.raises(proposing.Enough):
        proposed(shown, editor, title="Nog anders")


def test_taking_all_over_keeps_the_words_of_before(
    shown: Story, sanne: Colleague, editor: Colleague
) -> None:
    made = proposed(shown, editor, title="Anders", body="<p>Wij voeren uit.</p><p>Het goot.</p>")
    taken = proposing.take(proposal=made, by=sanne)
    assert (taken.story.title, taken.story.body) == (
        "Anders",
        "<p>Wij voeren uit.</p><p>Het goot.</p>",
    )
    assert drafting.words_in(shown.versions.get(number=1)) == WORDS
    made.refresh_from_db()
    assert made.state == StoryProposal.State.TAKEN


def test_what_the_author_wrote_meanwhile_stays(
    shown: Story, sanne: Colleague, editor: Colleague
) -> None:
    made = proposed(shown, editor, body="<p>Wij voeren uit.</p><p>Het goot.</p>")
    mine = Words("De kade", "Een ochtend.", f"{BODY}<p>En toen?</p>", "En jij?")
    drafting.save(story=shown, by=sanne, words=mine)
    taken = proposing.take(proposal=made, by=sanne)
    assert taken.story.body == "<p>Wij voeren uit.</p><p>Het goot.</p><p>En toen?</p>"


def test_a_paragraph_that_is_gone_is_told(
    shown: Story, sanne: Colleague, editor: Colleague
) -> None:
    made = proposed(shown, editor, body="<p>Wij voeren uit.</p><p>Het goot.</p>")
    drafting.save(story=shown, by=sanne, words=Words("De kade", "", "<p>Heel anders.</p>", ""))
    taken = proposing.take(proposal=made, by=sanne)
    assert (taken.missed, taken.story.body) == (1, "<p>Heel anders.</p>")


def test_nobody_but_the_author_takes_it_over(
    shown: Story, editor: Colleague, administrator: Colleague
) -> None:
    made = proposed(shown, editor, title="Anders")
    for who in (editor, administrator):
        with pytest.raises(PermissionError):
            proposing.take(proposal=made, by=who)


def test_an_answered_proposal_is_answered(
    shown: Story, sanne: Colleague, editor: Colleague
) -> None:
    made = proposed(shown, editor, title="Anders")
    proposing.decline(proposal=made, by=sanne)
    with pytest.raises(ValueError, match="answered"):
        proposing.take(proposal=made, by=sanne)
    assert Notice.objects.filter(colleague=editor, kind="story_answered").count() == 1


def test_an_editor_takes_their_own_back(shown: Story, sanne: Colleague, editor: Colleague) -> None:
    made = proposed(shown, editor, title="Anders")
    assert not proposing.take_back(proposal=made, by=sanne)
    assert proposing.take_back(proposal=made, by=editor)


def test_hidden_again_it_is_not_read_any_more(
    shown: Story, sanne: Colleague, editor: Colleague
) -> None:
    proposing.hide_from_editors(story=shown, by=sanne)
    assert not proposing.readable_by(editor).exists()


# --- slides, series, kinds -----------------------------------------------------------------------
def test_slides_are_a_pdf(story: Story, sanne: Colleague) -> None:
    with pytest.raises(files.NoFile, match="no-slides"):
        files.bring_slides(story=story, by=sanne, file=BytesIO(b"PK\x03\x04"))
    files.bring_slides(story=story, by=sanne, file=BytesIO(b"%PDF-1.7 hallo"))
    story.refresh_from_db()
    assert files.slides_path(story) is not None


def test_a_series_of_the_same_name_is_that_series(sanne: Colleague, karim: Colleague) -> None:
    first = placing.make_series(by=sanne, title="De kade wakker")
    assert placing.make_series(by=karim, title="de kade WAKKER") == first


def test_a_stranger_announces_no_next_part(sanne: Colleague, karim: Colleague) -> None:
    series = placing.make_series(by=sanne, title="De kade wakker")
    assert not placing.say_next(series=series, by=karim, words="Nooit meer")


def test_a_translation_is_of_an_own_story_in_another_language(
    story: Story, sanne: Colleague, karim: Colleague
) -> None:
    theirs = beginning.begin(by=karim, language="en")
    mine = beginning.begin(by=sanne, language="en")
    story.language = "nl"
    assert list(placing.translatable(story)) == [mine]
    placing.place_story(story=story, by=sanne, kind="story", language="nl", translates=theirs)
    story.refresh_from_db()
    assert story.translates is None
