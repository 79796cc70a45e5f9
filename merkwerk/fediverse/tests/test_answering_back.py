"""What an author answers to somebody elsewhere goes back there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.activitypub.translate import PUBLIC
from merkwerk.fediverse import actions
from merkwerk.fediverse.models import Activity, Actor, Delivery, SentAnswer
from merkwerk.fediverse.tests.elsewhere import HERE, Elsewhere, living
from merkwerk.stories import actions as stories
from merkwerk.stories.actions import readers
from merkwerk.stories.models import PersonPage, PublicStory, Reaction, StoryEvent

pytestmark = pytest.mark.django_db(transaction=True)
JSON = {"accept": "application/activity+json"}


def replied(anna: Elsewhere, standing: PublicStory) -> Reaction:
    anna.known()
    note = anna.note(f"{HERE}/ap/stories/{standing.story.key}")
    assert anna.sends(anna.activity("Create", note)) == 202
    return Reaction.objects.get()


def answered(reaction: Reaction, by: Colleague, words: str = "Ik ook.") -> Reaction:
    return readers.answer(reaction=reaction, by=by, words=words, now=timezone.now())


def hear() -> None:
    """As the worker does, from the first event on."""
    for event in StoryEvent.objects.filter(remembered_at=None):
        actions.hear(event, timezone.now())


def go() -> int:
    return actions.deliver_due(timezone.now(), seconds=5)


@pytest.fixture
def answer(standing: PublicStory, actor: Actor, anna: Elsewhere, sanne: Colleague) -> Reaction:
    said = answered(replied(anna, standing), sanne)
    hear()
    return said


def kinds() -> list[str]:
    return list(Activity.objects.order_by("pk").values_list("kind", flat=True))


def read(client: Client, answer: Reaction) -> Any:
    return client.get(f"/ap/answers/{answer.key}", headers=JSON)


def test_it_goes_back_as_a_reply_that_mentions_whom_it_answers(
    standing: PublicStory, actor: Actor, sanne: Colleague
) -> None:
    with living() as (anna, _):
        answered(replied(anna, standing), sanne, "Ik ook.\n\n<b>Echt</b>")
        hear()
        assert go() == 1
    note = anna.got[0]["object"]
    assert (anna.got[0]["type"], note["type"]) == ("Create", "Note")
    assert note["inReplyTo"] == f"{anna.origin}/notes/1"
    assert note["attributedTo"] == f"{HERE}/ap/people/sanne-vos"
    assert (note["to"], note["cc"]) == ([PUBLIC], [anna.address])
    assert note["tag"][0]["href"] == anna.address
    assert note["content"].endswith("Ik ook.</p><p>&lt;b&gt;Echt&lt;/b&gt;</p>")


def test_a_change_goes_back_too(standing: PublicStory, actor: Actor, sanne: Colleague) -> None:
    with living() as (anna, _):
        said = answered(replied(anna, standing), sanne)
        hear()
        go()
        readers.change_answer(answer=said, by=sanne, words="Ik niet.", now=timezone.now())
        hear()
        go()
    first, second = anna.got
    assert second["type"] == "Update"
    assert second["object"]["id"] == first["object"]["id"]
    assert second["object"]["content"].endswith("Ik niet.</p>")


def test_taken_back_it_goes_there_as_well(
    standing: PublicStory, actor: Actor, sanne: Colleague
) -> None:
    with living() as (anna, _):
        said = answered(replied(anna, standing), sanne)
        hear()
        go()
        readers.take_back_answer(answer=said, by=sanne)
        hear()
        go()
    assert anna.got[1]["type"] == "Delete"
    assert anna.got[1]["object"]["id"] == anna.got[0]["object"]["id"]


def test_taken_back_before_it_went_nobody_reads_it(
    standing: PublicStory, actor: Actor, sanne: Colleague
) -> None:
    with living() as (anna, _):
        said = answered(replied(anna, standing), sanne)
        hear()
        readers.take_back_answer(answer=said, by=sanne)
        hear()
        go()
    assert [told["type"] for told in anna.got] == ["Delete"]


def test_heard_twice_it_goes_once(answer: Reaction) -> None:
    hear()
    assert kinds() == ["Create"]
    assert Delivery.objects.count() == 1


def test_the_same_words_again_change_nothing(answer: Reaction, sanne: Colleague) -> None:
    readers.change_answer(answer=answer, by=sanne, words=answer.words, now=timezone.now())
    hear()
    assert kinds() == ["Create"]


def test_it_goes_with_its_story(answer: Reaction, sanne: Colleague) -> None:
    stories.take_down(story=answer.story, by=sanne)
    hear()
    assert kinds() == ["Create", "Delete"]
    assert SentAnswer.objects.get().gone_at is not None


def test_it_is_read_by_its_address_and_is_gone_afterwards(
    answer: Reaction, sanne: Colleague, client: Client
) -> None:
    assert read(client, answer).json()["type"] == "Note"
    browser = client.get(f"/ap/answers/{answer.key}", headers={"accept": "text/html"})
    assert browser["location"].endswith(f"/stories/de-kade/#reaction-{answer.pk}")
    readers.take_back_answer(answer=answer, by=sanne)
    hear()
    assert read(client, answer).status_code == 410


def test_what_was_never_sent_has_no_address(
    standing: PublicStory, actor: Actor, client: Client
) -> None:
    assert client.get(f"/ap/answers/{'0' * 32}", headers=JSON).status_code == 404


def test_an_answer_to_the_answer_stands_below_it(answer: Reaction, anna: Elsewhere) -> None:
    note = anna.note(f"{HERE}/ap/answers/{answer.key}", id="http://social.example/notes/2")
    anna.sends(anna.activity("Create", note))
    assert Reaction.objects.latest("pk").answers == answer


def test_who_cannot_be_followed_sends_nothing(
    standing: PublicStory, actor: Actor, anna: Elsewhere, sanne: Colleague
) -> None:
    PersonPage.objects.update(is_followable=False)
    answered(replied(anna, standing), sanne)
    hear()
    assert not SentAnswer.objects.exists()


def test_the_author_is_told_that_it_goes_there(
    standing: PublicStory, actor: Actor, anna: Elsewhere, sanne: Colleague, as_colleague: Any
) -> None:
    reaction = replied(anna, standing)
    page = as_colleague(sanne).get(f"/desk/stories/reactions/{reaction.pk}/")
    assert "fediverse" in page.content.decode()


def test_an_author_says_it_differently_on_a_page(
    answer: Reaction, sanne: Colleague, karim: Colleague, as_colleague: Any
) -> None:
    place = f"/desk/stories/reactions/{answer.pk}/change/"
    assert as_colleague(karim).post(place, {"words": "x"}).status_code == 404
    assert as_colleague(sanne).post(place, {"words": ""}).status_code == 422
    as_colleague(sanne).post(place, {"words": "Ik niet."})
    answer.refresh_from_db()
    assert answer.words == "Ik niet."
