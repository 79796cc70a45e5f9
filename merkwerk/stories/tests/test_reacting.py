"""A reader reacts without an account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.notifications.models import Notice
from merkwerk.stories.actions import readers
from merkwerk.stories.models import PublicStory, Reaction, Site
from merkwerk.stories.tests.reading import WORDS, letters, link_in, said, typed, words_of
from merkwerk.stories.tests.told import open_site, teller, told

State = Reaction.State


@pytest.fixture
def story(sanne: Colleague) -> PublicStory:
    open_site()
    return told(teller(sanne))


@pytest.fixture
def place(story: PublicStory) -> str:
    return f"/stories/{story.slug}/react/"


def test_a_form_stands_on_its_own_page_without_cookies(client: Client, place: str) -> None:
    answer = client.get(place)
    assert answer.status_code == 200
    assert not answer.cookies
    assert b"csrf" not in answer.content
    assert "no-cache" in answer["Cache-Control"]


def test_words_wait_for_their_writer(client: Client, story: PublicStory, place: str) -> None:
    answer = client.post(place, typed(story))
    assert answer["Location"] == f"{place}?sent=mail"
    assert Reaction.objects.get().state == State.WAITING
    assert WORDS not in client.get(f"/stories/{story.slug}/").content.decode()


def test_a_letter_asks_and_a_button_places(client: Client, story: PublicStory, place: str) -> None:
    client.post(place, typed(story))
    link = link_in(letters("joris@lezer.example")[0], "confirm")
    assert client.get(link).status_code == 200
    assert Reaction.objects.get().state == State.WAITING
    client.post(link)
    assert Reaction.objects.get().state == State.SHOWN
    assert "precies zo&#x27;n pomp" in client.get(f"/stories/{story.slug}/").content.decode()


def test_the_address_is_nowhere_to_be_read(
    client: Client, sanne: Colleague, as_colleague: Callable[[Colleague], Client],
    story: PublicStory,
) -> None:  # fmt: skip
    reaction = said(story)
    mine = as_colleague(sanne)
    for page in (f"/stories/{story.slug}/", "/desk/stories/reactions/?show=all",
                 f"/desk/stories/reactions/{reaction.pk}/"):  # fmt: skip
        assert b"joris@lezer" not in mine.get(page).content, page


def test_the_author_hears_of_it_once(sanne: Colleague, story: PublicStory) -> None:
    said(story)
    notice = Notice.objects.get(colleague=sanne)
    assert notice.kind == "story_reacted"
    assert "Joris" not in str(notice.facts)


def test_the_same_form_twice_is_one_reaction(
    client: Client, story: PublicStory, place: str
) -> None:
    form = typed(story)
    for _ in range(2):
        client.post(place, form)
    assert Reaction.objects.count() == len(letters()) == 1


def test_the_same_words_twice_are_one_reaction(story: PublicStory) -> None:
    assert said(story).pk == said(story, WORDS.upper()).pk


def test_a_fresh_form_is_no_cookie_of_another_story(
    client: Client, sanne: Colleague, story: PublicStory, place: str
) -> None:
    other = told(teller(sanne), "Een ander verhaal")
    answer = client.post(place, typed(other))
    assert answer.status_code == 422
    assert "precies zo&#x27;n pomp" in answer.content.decode()


def test_a_form_that_was_open_for_a_day_keeps_the_words(
    client: Client, story: PublicStory, place: str
) -> None:
    old = readers.sheet_token(story=story.story_id, now=timezone.now() - timedelta(days=1))
    answer = client.post(place, typed(story, sheet=old))
    assert answer.status_code == 422
    assert "precies zo&#x27;n pomp" in answer.content.decode()
    assert not Reaction.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"email": "geen adres"}, {"name": "🎉🎉🎉"}, {"words": ""}, {"words": "x" * 5000}]
)
def test_what_is_wrong_comes_back_with_the_words(
    client: Client, story: PublicStory, place: str, wrong: dict[str, str]
) -> None:
    answer = client.post(place, typed(story, **wrong))
    assert answer.status_code == 422
    assert "Joris Bakker" in answer.content.decode() or "name" in wrong
    assert not Reaction.objects.exists()


def test_five_megabytes_of_words_are_not_read(
    client: Client, story: PublicStory, place: str
) -> None:
    assert client.post(place, typed(story, words="x" * 5_000_000)).status_code == 413
    assert not Reaction.objects.exists()


def test_a_name_cannot_begin_a_header(client: Client, story: PublicStory, place: str) -> None:
    client.post(place, typed(story, name="Joris\r\nBcc: all@x.example"))
    assert letters()[0]["Bcc"] is None
    assert Reaction.objects.get().name == "Joris Bcc: all@x.example"


def test_an_address_cannot_begin_a_header(client: Client, story: PublicStory, place: str) -> None:
    answer = client.post(place, typed(story, email="a@x.example\nBcc: b@x.example"))
    assert answer.status_code == 422


def test_a_name_from_right_to_left_stays_apart(client: Client, story: PublicStory) -> None:
    said(story, name="نور الدين")
    assert "<bdi>نور الدين</bdi>" in client.get(f"/stories/{story.slug}/").content.decode()


def test_markup_stays_text(client: Client, story: PublicStory) -> None:
    said(story, "Kijk <script>alert(1)</script> eens", name="<b>Joris</b>")
    page = client.get(f"/stories/{story.slug}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;Joris" in page


def test_a_robot_in_the_trap_is_held_and_gets_no_letter(
    client: Client, story: PublicStory, place: str
) -> None:
    answer = client.post(place, typed(story, homepage="http://x.example"))
    assert answer["Location"].endswith("?sent=held")
    assert Reaction.objects.get().state == State.HELD
    assert not letters()


def test_an_emoji_wall_is_held(client: Client, story: PublicStory, place: str) -> None:
    client.post(place, typed(story, words="🎰💰" * 40))
    assert Reaction.objects.get().state == State.HELD


def test_the_same_words_under_several_stories_are_held(
    sanne: Colleague, story: PublicStory
) -> None:
    page = teller(sanne)
    for number in range(2):
        said(told(page, f"Verhaal {number}"), email=f"{number}@x.example")
    assert said(story, confirmed=False).state == State.HELD


def test_too_many_from_one_place_have_to_wait(
    client: Client, story: PublicStory, place: str
) -> None:
    for number in range(6):
        client.post(place, typed(story, email=f"{number}@x.example", words=f"Vraag {number}?"))
    answer = client.post(place, typed(story, email="7@x.example", words="Nog een vraag?"))
    assert answer.status_code == 429
    assert "Nog een vraag?" in answer.content.decode()


def test_one_address_gets_few_letters_a_day(story: PublicStory) -> None:
    for number in range(4):
        said(story, f"Vraag {number}?", confirmed=False)
    with pytest.raises(readers.TooMany):
        said(story, "Vraag vier?", confirmed=False)


def test_the_author_may_look_first(story: PublicStory) -> None:
    Site.objects.update(asks_before_showing=True)
    assert said(story).state == State.ASKED
    assert Notice.objects.get().kind == "story_reaction_waits"


def test_its_writer_changes_the_words(client: Client, story: PublicStory) -> None:
    reaction = said(story)
    own = f"/stories/reactions/{readers_token(reaction)}/"
    assert client.post(own, {"do": "change", "words": "Anders gezegd dan."}).status_code == 302
    reaction.refresh_from_db()
    assert (reaction.words, reaction.wishes_answer) == ("Anders gezegd dan.", False)


def test_changed_words_that_sell_are_held(client: Client, story: PublicStory) -> None:
    reaction = said(story)
    own = f"/stories/reactions/{readers_token(reaction)}/"
    client.post(own, {"words": "Online casino http://a.example http://b.example http://c.example"})
    reaction.refresh_from_db()
    assert reaction.state == State.HELD


def test_its_writer_takes_it_away_and_nothing_stays(client: Client, story: PublicStory) -> None:
    reaction = said(story)
    own = f"/stories/reactions/{readers_token(reaction)}/"
    assert client.post(own, {"do": "withdraw"}).status_code == 200
    reaction.refresh_from_db()
    assert (reaction.state, reaction.words, reaction.name) == (State.WITHDRAWN, "", "")
    assert (reaction.email, reaction.email_mark) == ("", "")
    assert client.get(own).status_code == 404


def test_a_link_that_was_guessed_leads_nowhere(client: Client, story: PublicStory) -> None:
    for path in ("reactions/x:y:z", "reactions/confirm/x", "unsubscribe/x", "subscribe/confirm/x"):
        assert client.get(f"/stories/{path}/").status_code == 404


def test_what_nobody_confirms_goes_in_a_week(story: PublicStory) -> None:
    said(story, confirmed=False, now=timezone.now() - timedelta(days=8))
    readers.tidy(now=timezone.now())
    assert not Reaction.objects.exists()


def test_a_closed_site_takes_nothing(client: Client, story: PublicStory, place: str) -> None:
    Site.objects.update(is_open=False)
    assert client.post(place, typed(story)).status_code == 404


def test_whom_it_answers_hears_of_it_by_mail(client: Client, story: PublicStory) -> None:
    first = said(story)
    said(story, "Met een föhn.", name="Mira", email="mira@lezer.example", answers=first.pk)
    letter = letters("joris@lezer.example")[-1]
    assert "Mira" in str(letter["Subject"])
    assert "Met een föhn." in words_of(letter)


def test_who_wishes_no_letters_gets_none(story: PublicStory) -> None:
    first = said(story, wishes_answer=False)
    said(story, "Met een föhn.", name="Mira", email="mira@lezer.example", answers=first.pk)
    assert len(letters("joris@lezer.example")) == 1


def readers_token(reaction: Reaction) -> str:
    """The secret of its writer's own link."""
    return readers.token_of(reaction)
