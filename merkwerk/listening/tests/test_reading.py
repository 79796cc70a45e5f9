"""What a colleague does with one post, and how each of it is undone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.listening import actions
from merkwerk.listening.models import Claim, Interpretation, PassedPost, Reading
from merkwerk.networks.models import Message, Post
from merkwerk.networks.tests.people import account, limited_post, post, sent
from merkwerk.notifications.models import Notice

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def heard(colleague: Colleague, text: str = "Iemand ervaring met btw?") -> Post:
    one = post(text)
    actions.save_topic(by=colleague, name="Btw", query="btw")
    return one


def waits(colleague: Colleague) -> list[Post]:
    return [found.post for found in actions.to_read(by=colleague)]


def test_what_is_kept_leaves_the_list_and_stands_in_the_scrapbook(sanne: Colleague) -> None:
    one = heard(sanne)
    actions.keep(post=one, by=sanne, note="voor dinsdag")
    assert waits(sanne) == []
    assert [kept.note for kept in actions.scrapbook(by=sanne)] == ["voor dinsdag"]


def test_what_is_taken_out_of_the_scrapbook_waits_again(sanne: Colleague) -> None:
    one = heard(sanne)
    actions.keep(post=one, by=sanne)
    actions.let_go(post=one, by=sanne)
    assert waits(sanne) == [one]
    assert actions.scrapbook(by=sanne) == []


def test_keeping_again_changes_the_note(sanne: Colleague) -> None:
    one = heard(sanne)
    for note in ("een", "twee"):
        actions.keep(post=one, by=sanne, note=note)
    assert Reading.objects.get().note == "twee"


def test_an_answered_post_that_is_kept_stays_answered(sanne: Colleague) -> None:
    one = heard(sanne)
    actions.note_message(message=sent(sanne, one))
    actions.keep(post=one, by=sanne)
    assert Reading.objects.get().state == Reading.State.ANSWERED
    actions.let_go(post=one, by=sanne)
    assert waits(sanne) == []


def test_a_scrapbook_is_its_owners(sanne: Colleague, karim: Colleague) -> None:
    one = heard(sanne)
    actions.keep(post=one, by=sanne)
    assert actions.scrapbook(by=karim) == []


def test_a_scrapbook_is_searched_without_accents_in_posts_names_and_notes(sanne: Colleague) -> None:
    actions.keep(post=heard(sanne, "De coördinatie van btw"), by=sanne, note="Zwolle")
    for words in ("coordinatie", "ZWOLLE", "joris btw"):
        assert len(actions.scrapbook(by=sanne, words=words)) == 1
    assert actions.scrapbook(by=sanne, words="podcast") == []


def test_letting_rest_and_back(sanne: Colleague) -> None:
    one = heard(sanne)
    actions.rest(posts=[one], by=sanne)
    assert waits(sanne) == []
    actions.read_again(posts=[one], by=sanne)
    assert waits(sanne) == [one]


def test_letting_rest_takes_nothing_out_of_the_scrapbook(sanne: Colleague) -> None:
    one = heard(sanne)
    actions.keep(post=one, by=sanne)
    actions.rest(posts=[one], by=sanne)
    actions.read_again(posts=[one], by=sanne)
    assert Reading.objects.get().state == Reading.State.KEPT


def test_what_somebody_acts_on_is_held(sanne: Colleague, karim: Colleague) -> None:
    kept, meant, passed, taken, rested = (heard(sanne, f"btw {n}") for n in range(5))
    actions.keep(post=kept, by=sanne)
    actions.interpret(post=meant, by=sanne, meaning="x")
    actions.pass_on(post=passed, by=sanne, to=karim, sentence="x")
    actions.claim(post=taken, by=sanne, now=NOW)
    actions.rest(posts=[rested], by=sanne)
    assert set(Post.objects.filter(held=True)) == {kept, meant, passed, taken}


def test_nobody_acts_on_a_post_that_is_not_there_for_them(
    sanne: Colleague, karim: Colleague
) -> None:
    letter = limited_post("btw, onder ons", account(sanne))
    for act in (
        lambda: actions.keep(post=letter, by=karim),
        lambda: actions.interpret(post=letter, by=karim, meaning="x"),
    ):
        with pytest.raises(Post.DoesNotExist):
            act()
    actions.rest(posts=[letter], by=karim)
    assert not Reading.objects.exists()


# --- what it means -------------------------------------------------------------------------------


def test_who_sees_the_post_sees_what_it_means(sanne: Colleague, karim: Colleague) -> None:
    one = heard(sanne)
    actions.interpret(post=one, by=sanne, meaning="Zij zoeken hulp.")
    (said,) = actions.meanings(posts=[one], by=karim)[one.pk]
    assert (said.colleague, said.text) == (sanne, "Zij zoeken hulp.")


def test_what_a_letter_means_stays_with_who_received_it(sanne: Colleague, karim: Colleague) -> None:
    letter = limited_post("btw, onder ons", account(sanne))
    actions.interpret(post=letter, by=sanne, meaning="Geheim")
    assert actions.meanings(posts=[letter], by=karim) == {}
    assert actions.meanings(posts=[letter], by=sanne)


def test_an_edit_afterwards_shows_until_it_is_said_again(sanne: Colleague) -> None:
    one = heard(sanne)
    actions.interpret(post=one, by=sanne, meaning="Zij zoeken hulp.")
    one.edited = NOW
    one.save()
    assert actions.meanings(posts=[one], by=sanne)[one.pk][0].was_of_other_words
    actions.interpret(post=one, by=sanne, meaning="Zij zoeken hulp.")
    assert not actions.meanings(posts=[one], by=sanne)[one.pk][0].was_of_other_words


def test_empty_words_take_it_back(sanne: Colleague) -> None:
    one = heard(sanne)
    actions.interpret(post=one, by=sanne, meaning="x")
    assert actions.interpret(post=one, by=sanne, meaning="  ") is None
    assert not Interpretation.objects.exists()


# --- to one person -------------------------------------------------------------------------------


def test_what_is_passed_on_is_told_once_and_can_be_taken_back(
    sanne: Colleague, karim: Colleague
) -> None:
    one = heard(sanne)
    for sentence in ("Jij weet dit.", "Jij weet dit goed."):
        actions.pass_on(post=one, by=sanne, to=karim, sentence=sentence)
    assert PassedPost.objects.get().sentence == "Jij weet dit goed."
    assert Notice.objects.get().colleague == karim
    actions.take_back(post=one, by=sanne)
    assert not PassedPost.objects.exists()
    assert not Notice.objects.exists()
    assert waits(sanne) == [one]


def test_a_post_for_few_is_not_passed_on_nor_taken(sanne: Colleague, karim: Colleague) -> None:
    private = limited_post("onder ons", account(sanne))
    with pytest.raises(ValueError, match="few people"):
        actions.pass_on(post=private, by=sanne, to=karim, sentence="Kijk")
    with pytest.raises(ValueError, match="few people"):
        actions.claim(post=private, by=sanne, now=NOW)


def test_nothing_is_passed_to_oneself(sanne: Colleague) -> None:
    with pytest.raises(ValueError, match="works here"):
        actions.pass_on(post=heard(sanne), by=sanne, to=sanne, sentence="Kijk")


# --- leave it to me ------------------------------------------------------------------------------


def test_the_first_who_takes_it_has_it_and_others_read_it_no_more(
    sanne: Colleague, karim: Colleague
) -> None:
    one = heard(sanne)
    actions.save_topic(by=karim, name="Btw", query="btw")
    assert actions.claim(post=one, by=sanne, now=NOW).colleague == sanne
    assert actions.claim(post=one, by=karim, now=NOW).colleague == sanne
    assert waits(karim) == []
    assert waits(sanne) == [one]


def test_taking_it_ends_by_itself(sanne: Colleague, karim: Colleague) -> None:
    one = heard(sanne)
    actions.claim(post=one, by=sanne, now=NOW - timedelta(days=2, minutes=1))
    assert actions.claims(posts=[one], by=karim, now=NOW) == {}
    assert actions.claim(post=one, by=karim, now=NOW).colleague == karim


def test_what_is_let_go_is_there_for_others_again(sanne: Colleague, karim: Colleague) -> None:
    one = heard(sanne)
    actions.claim(post=one, by=sanne, now=NOW)
    actions.unclaim(post=one, by=karim)
    assert Claim.objects.exists()
    actions.unclaim(post=one, by=sanne)
    assert not Claim.objects.exists()


def test_an_answer_settles_the_post_and_ends_taking_it(sanne: Colleague) -> None:
    one = heard(sanne)
    actions.claim(post=one, by=sanne, now=NOW)
    for _ in range(2):
        actions.note_message(message=sent(sanne, one))
    assert Reading.objects.get().state == Reading.State.ANSWERED
    assert not Claim.objects.exists()


def test_a_message_that_answers_nothing_settles_nothing(sanne: Colleague) -> None:
    actions.note_message(message=Message(colleague=sanne, network="mastodon"))
    assert not Reading.objects.exists()


def test_an_answer_is_not_undone(sanne: Colleague) -> None:
    said = post("Wie weet iets van btw?")
    actions.note_message(message=sent(sanne, said))
    assert not actions.undo(post=said, by=sanne)
    assert Reading.objects.get().state == Reading.State.ANSWERED
