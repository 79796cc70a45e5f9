"""An author looks after the reactions under their stories."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from merkwerk.accounts.models import Colleague, Role
from merkwerk.stories.actions import readers
from merkwerk.stories.models import PublicStory, Reaction, Sign
from merkwerk.stories.tests.reading import letters, said, words_of
from merkwerk.stories.tests.told import open_site, teller, told

State = Reaction.State
Browser = Callable[[Colleague], Client]
DESK = "/desk/stories/reactions/"
SPAM = "Online casino, gratis spins: http://a.example http://b.example http://c.example"


@pytest.fixture
def story(sanne: Colleague) -> PublicStory:
    open_site()
    return told(teller(sanne, name="Sanne V."))


def test_what_waits_for_an_answer_stands_on_the_page(
    as_colleague: Browser, sanne: Colleague, story: PublicStory
) -> None:
    said(story)
    assert "Joris Bakker" in as_colleague(sanne).get(DESK).content.decode()


def test_an_answer_stands_below_it_by_name(
    client: Client, as_colleague: Browser, sanne: Colleague, story: PublicStory
) -> None:
    reaction = said(story)
    as_colleague(sanne).post(f"{DESK}{reaction.pk}/answer/", {"words": "Met een föhn."})
    (top,) = readers.under(story.story_id).reactions
    assert [(one.name, one.words) for one in top.answers] == [("Sanne V.", "Met een föhn.")]
    assert "Sanne V." in client.get(f"/stories/{story.slug}/").content.decode()


def test_who_was_answered_waits_no_more(
    as_colleague: Browser, sanne: Colleague, story: PublicStory
) -> None:
    reaction = said(story)
    assert readers.waiting_for(sanne) == 1
    readers.answer(reaction=reaction, by=sanne, words="Met een föhn.", now=timezone.now())
    assert readers.waiting_for(sanne) == 0
    assert "Joris Bakker" not in as_colleague(sanne).get(DESK).content.decode()


def test_the_reader_hears_of_the_answer_once(sanne: Colleague, story: PublicStory) -> None:
    reaction = said(story)
    for _ in range(2):
        readers.answer(reaction=reaction, by=sanne, words="Met een föhn.", now=timezone.now())
    told = letters("joris@lezer.example")[1:]
    assert len(told) == 1
    assert "Met een föhn." in words_of(told[0])
    assert Reaction.objects.filter(is_answer=True).count() == 1


def test_asking_back_says_so(sanne: Colleague, story: PublicStory) -> None:
    reaction = said(story)
    readers.answer(
        reaction=reaction, by=sanne, words="Hoe doe jij het?", asks_back=True, now=timezone.now()
    )
    assert "vraagt" in str(letters("joris@lezer.example")[-1]["Subject"]) or "asks" in str(
        letters("joris@lezer.example")[-1]["Subject"]
    )


def test_nobody_else_answers(as_colleague: Browser, karim: Colleague, story: PublicStory) -> None:
    reaction = said(story)
    for word in ("answer", "hide", "settle", "show"):
        answer = as_colleague(karim).post(f"{DESK}{reaction.pk}/{word}/", {"words": "Hoi."})
        assert answer.status_code == 404, word


def test_nobody_else_sees_whether_it_was_answered(
    as_colleague: Browser, karim: Colleague, story: PublicStory
) -> None:
    reaction = said(story)
    assert as_colleague(karim).get(f"{DESK}{reaction.pk}/").status_code == 404
    assert "Joris" not in as_colleague(karim).get(f"{DESK}?show=all").content.decode()


def test_without_words_there_is_no_answer(
    as_colleague: Browser, sanne: Colleague, story: PublicStory
) -> None:
    reaction = said(story)
    answer = as_colleague(sanne).post(f"{DESK}{reaction.pk}/answer/", {"words": " "})
    assert answer.status_code == 422


def test_hiding_with_a_kind_note_tells_the_reader(
    client: Client, as_colleague: Browser, sanne: Colleague, story: PublicStory
) -> None:
    reaction = said(story)
    as_colleague(sanne).post(f"{DESK}{reaction.pk}/hide/", {"note": "Er staat een naam in."})
    assert "Joris" not in client.get(f"/stories/{story.slug}/").content.decode()
    assert "Er staat een naam in." in words_of(letters("joris@lezer.example")[-1])


def test_hiding_without_a_word_tells_nobody(sanne: Colleague, story: PublicStory) -> None:
    reaction = said(story)
    readers.hide(reaction=reaction, by=sanne)
    assert len(letters("joris@lezer.example")) == 1


def test_it_can_be_shown_again(as_colleague: Browser, sanne: Colleague, story: PublicStory) -> None:
    reaction = said(story)
    readers.hide(reaction=reaction, by=sanne)
    as_colleague(sanne).post(f"{DESK}{reaction.pk}/show/")
    reaction.refresh_from_db()
    assert reaction.state == State.SHOWN


def test_what_is_held_says_why(as_colleague: Browser, sanne: Colleague, story: PublicStory) -> None:
    reaction = said(story, SPAM, confirmed=False)
    page = as_colleague(sanne).get(f"{DESK}{reaction.pk}/").content.decode()
    assert "There are 3 links in it." in page


def test_an_editor_frees_what_was_held_by_mistake(
    as_colleague: Browser, colleague_named: Callable[..., Colleague], story: PublicStory
) -> None:
    reaction = said(story, SPAM, confirmed=False)
    editor = as_colleague(colleague_named("Ed Redactie", Role.EDITOR))
    assert not letters()
    editor.post(f"{DESK}{reaction.pk}/show/")
    reaction.refresh_from_db()
    assert reaction.state == State.WAITING
    assert len(letters("joris@lezer.example")) == 1


def test_what_was_freed_is_shown_when_its_writer_says_yes(
    sanne: Colleague, story: PublicStory
) -> None:
    reaction = said(story, SPAM, confirmed=False)
    readers.show(reaction=reaction, by=sanne, now=timezone.now())
    readers.confirm(token=readers.token_of(reaction), now=timezone.now())
    reaction.refresh_from_db()
    assert reaction.state == State.SHOWN


def test_an_editor_does_not_answer_for_the_author(
    as_colleague: Browser, colleague_named: Callable[..., Colleague], story: PublicStory
) -> None:
    reaction = said(story, SPAM, confirmed=False)
    editor = as_colleague(colleague_named("Ed Redactie", Role.EDITOR))
    assert editor.post(f"{DESK}{reaction.pk}/hide/").status_code == 404


def test_what_its_writer_took_away_cannot_be_shown(sanne: Colleague, story: PublicStory) -> None:
    reaction = said(story)
    readers.withdraw(token=readers.token_of(reaction))
    reaction.refresh_from_db()
    with pytest.raises(ValueError, match="took it away"):
        readers.show(reaction=reaction, by=sanne, now=timezone.now())


def test_it_needs_no_answer(as_colleague: Browser, sanne: Colleague, story: PublicStory) -> None:
    reaction = said(story)
    as_colleague(sanne).post(f"{DESK}{reaction.pk}/settle/")
    assert readers.waiting_for(sanne) == 0


def test_an_answer_is_taken_back(
    as_colleague: Browser, sanne: Colleague, karim: Colleague, story: PublicStory
) -> None:
    reaction = said(story)
    answer = readers.answer(reaction=reaction, by=sanne, words="Ja.", now=timezone.now())
    assert as_colleague(karim).post(f"{DESK}{answer.pk}/take-back/").status_code == 404
    as_colleague(sanne).post(f"{DESK}{answer.pk}/take-back/")
    assert not Reaction.objects.filter(is_answer=True).exists()


def test_a_name_in_the_footnotes_is_hidden(
    as_colleague: Browser, sanne: Colleague, karim: Colleague, story: PublicStory
) -> None:
    sign = readers.note_sign(story=story.story, kind="like", name="Joris", address="", key="x")
    place = f"/desk/stories/signs/{sign.pk}/hide/"
    assert as_colleague(karim).post(place).status_code == 404
    as_colleague(sanne).post(place)
    assert Sign.objects.get().is_hidden
    assert not readers.under(story.story_id).footnotes


def test_under_a_story_costs_two_questions(
    django_assert_num_queries: Callable[[int], object], story: PublicStory
) -> None:
    for number in range(5):
        said(story, f"Vraag {number}?", email=f"{number}@x.example")
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        assert readers.under(story.story_id).count == 5
