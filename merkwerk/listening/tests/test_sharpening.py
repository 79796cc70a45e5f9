"""Making a topic sharper: corrections, proposed words to take or not, and a learned order."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague
from merkwerk.colleagues import actions as colleagues
from merkwerk.engine.topics import QueryError, parse
from merkwerk.listening import actions
from merkwerk.listening.actions.sharpening import ENOUGH, text_of, with_word, words_in
from merkwerk.listening.models import Correction, Topic
from merkwerk.networks.models import Post
from merkwerk.networks.tests.people import account, identity, limited_post, post

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]


def told(by: Colleague, wanted: int = 5, unwanted: int = 5) -> Topic:
    """A topic with corrections: wanted posts speak of an invoice, unwanted ones of a match."""
    topic = actions.save_topic(by=by, name="Bal", query="bal")
    for n in range(wanted):
        one = post(f"Het bal begint laat, factuur {n} volgt", identity(f"Piet {n}"))
        actions.correct(topic=topic, post=one, by=by, wanted=True)
    for n in range(unwanted):
        one = post(f"De bal ging naast in het stadion {n}", identity(f"Jan {n}"))
        actions.correct(topic=topic, post=one, by=by, wanted=False)
    for n in range(30):
        post(f"Iets heel anders over kaas en brood nummer {n}", identity(f"Els {n}"))
    return topic


def test_a_correction_is_kept_once_and_can_be_taken_back(sanne: Colleague) -> None:
    one = post("bal")
    topic = actions.save_topic(by=sanne, name="Bal", query="bal")
    for wanted in (True, False):
        actions.correct(topic=topic, post=one, by=sanne, wanted=wanted)
    assert not Correction.objects.get().wanted
    actions.uncorrect(topic=topic, post=one, by=sanne)
    assert not Correction.objects.exists()


def test_a_stranger_corrects_nothing(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    one = post("bal")
    topic = actions.save_topic(by=sanne, name="Bal", query="bal")
    path = f"/listening/posts/{one.pk}/topics/{topic.pk}/"
    assert as_colleague(karim).post(path, {"said": "more"}).status_code == 404
    with pytest.raises(Topic.DoesNotExist):
        actions.correct(topic=topic, post=one, by=karim, wanted=True)


def test_a_letter_that_is_not_there_corrects_nothing(sanne: Colleague, karim: Colleague) -> None:
    topic = actions.save_topic(by=karim, name="Bal", query="bal")
    letter = limited_post("bal", account(sanne))
    with pytest.raises(Post.DoesNotExist):
        actions.correct(topic=topic, post=letter, by=karim, wanted=True)


@pytest.mark.parametrize(
    ("said", "words"),
    [("more", "looks for more like this"), ("not", "this is not about"), ("nothing", "Is this")],
)
def test_a_correction_answers_in_words(
    sanne: Colleague, as_colleague: SignIn, said: str, words: str
) -> None:
    one = post("bal")
    topic = actions.save_topic(by=sanne, name="Bal", query="bal")
    answer = as_colleague(sanne).post(
        f"/listening/posts/{one.pk}/topics/{topic.pk}/",
        {"said": said},
        headers={"HX-Request": "true"},
    )
    assert words in answer.content.decode()


def test_an_unknown_correction_is_refused(sanne: Colleague, as_colleague: SignIn) -> None:
    one = post("bal")
    topic = actions.save_topic(by=sanne, name="Bal", query="bal")
    path = f"/listening/posts/{one.pk}/topics/{topic.pk}/"
    assert as_colleague(sanne).post(path, {"said": "x"}).status_code == 404


# --- words ---------------------------------------------------------------------------------------


def test_words_are_proposed_with_how_many_posts_speak_for_them(sanne: Colleague) -> None:
    found = {one.word: one for one in actions.sharper(topic=told(sanne)).proposals}
    assert found["stadion"].kind == "exclude"
    assert (found["stadion"].seen_in, found["stadion"].of) == (5, 5)


def test_a_word_that_everybody_says_is_not_proposed(sanne: Colleague) -> None:
    for n in range(250):
        post(f"Gewoon een avond met mensen {n}", identity("Els"))
    topic = actions.save_topic(by=sanne, name="Bal", query="bal")
    for n in range(3):
        one = post(f"bal met mensen en gala {n}", identity(f"Piet {n}"))
        actions.correct(topic=topic, post=one, by=sanne, wanted=True)
    assert [one.word for one in actions.sharper(topic=topic).proposals] == ["gala"]


def test_a_word_taken_changes_the_query_in_sight_and_can_be_put_back(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    topic = told(sanne)
    client = as_colleague(sanne)
    page = f"/listening/topics/{topic.pk}/"
    client.post(page + "proposals/", {"kind": "exclude", "word": "stadion", "answer": "take"})
    topic.refresh_from_db()
    assert topic.query == "bal NOT stadion"
    shown = client.get(page).content.decode()
    assert "bal NOT stadion" in shown
    assert "Before, it listened for:" in shown
    client.post(page + "put-back/")
    topic.refresh_from_db()
    assert topic.query == "bal"
    assert "Before, it listened for" not in client.get(page).content.decode()


def test_a_word_declined_is_not_proposed_again(sanne: Colleague, as_colleague: SignIn) -> None:
    topic = told(sanne)
    sent = {"kind": "exclude", "word": "stadion", "answer": "no"}
    as_colleague(sanne).post(f"/listening/topics/{topic.pk}/proposals/", sent)
    topic.refresh_from_db()
    assert topic.query == "bal"
    assert "stadion" not in {one.word for one in actions.sharper(topic=topic).proposals}


@pytest.mark.parametrize(
    "sent",
    [
        {"kind": "x", "word": "stadion"},
        {"kind": "add", "word": " "},
        {"kind": "add", "word": "(", "answer": "take"},
    ],
)
def test_a_strange_proposal_is_refused(
    sanne: Colleague, as_colleague: SignIn, sent: dict[str, str]
) -> None:
    topic = actions.save_topic(by=sanne, name="Bal", query="bal")
    answer = as_colleague(sanne).post(f"/listening/topics/{topic.pk}/proposals/", sent)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("query", "kind", "word", "means"),
    [
        ("bal", "exclude", "stadion", "bal NOT stadion"),
        ("bal OF feest", "exclude", "stadion", "(bal OR feest) NOT stadion"),
        ("bal feest", "add", "gala", "(bal AND feest) OR gala"),
        ("bal", "add", "groot bal", 'bal OR "groot bal"'),
        ("bal", "exclude", "#voetbal", "bal NOT #voetbal"),
        ("bal maybe:gala", "exclude", "stadion", "(bal NOT stadion) maybe:gala"),
        ("bal maybe:gala", "add", "feest", "(bal OR feest) maybe:gala"),
    ],
)
def test_a_word_more_means_what_it_says(query: str, kind: str, word: str, means: str) -> None:
    assert parse(with_word(query, kind, word)) == parse(means)


def test_what_cannot_be_read_is_not_taken() -> None:
    with pytest.raises(QueryError):
        with_word("bal", "add", '"')


def test_all_words_of_a_query_are_known() -> None:
    query = parse('(bal OF "groot feest") #gala voet* NIET (stadion NEAR/3 club)')
    assert words_in(query.root) == {"bal", "groot", "feest", "gala", "voet", "stadion", "club"}


# --- the order -----------------------------------------------------------------------------------


def test_from_ten_corrections_on_what_is_like_them_comes_first(sanne: Colleague) -> None:
    topic = told(sanne)
    assert topic.corrections.count() == ENOUGH
    wanted = post("Weer een bal, weer een factuur", identity("Anna"))
    post("Weer een bal in het stadion naast", identity("Bob"))
    order = actions.sharpening.order_of(topics=[topic])
    posts = Post.objects.filter(text__startswith="Weer").select_related("identity")
    assert max(posts, key=lambda one: order(topic, one)) == wanted
    assert actions.speaks_for(topics=[topic], post=wanted)[topic.pk]


def test_before_ten_it_says_how_many_more_without_an_order(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    topic = told(sanne, 4, 3)
    sharper = actions.sharper(topic=topic)
    assert (sharper.ranking, sharper.more) == (None, 3)
    page = as_colleague(sanne).get(f"/listening/topics/{topic.pk}/").content.decode()
    assert "After 3 more" in page


def test_with_ten_the_page_says_what_was_learned(sanne: Colleague, as_colleague: SignIn) -> None:
    topic = told(sanne)
    page = as_colleague(sanne).get(f"/listening/topics/{topic.pk}/").content.decode()
    assert "this was learned from what you said" in page
    assert "Words that speak for it" in page


def test_an_order_takes_nothing_away(sanne: Colleague) -> None:
    topic = told(sanne)
    posts = Post.objects.select_related("identity")
    actions.consider(posts=list(posts), now=timezone.now())
    assert len(actions.to_read(by=sanne, topic=topic)) == ENOUGH


def test_a_team_learns_nothing_from_a_letter_to_one_of_them(
    sanne: Colleague, colleague_named: MakeColleague
) -> None:
    department = colleagues.add_department(name="Fiscaal")
    colleagues.tell(by=sanne, department=department, told={})
    topic = actions.save_topic(by=sanne, name="Bal", query="bal", team=department)
    letter = limited_post("bal, zwijgzaam", account(sanne))
    actions.correct(topic=topic, post=letter, by=sanne, wanted=True)
    assert actions.sharper(topic=topic).corrections == 0


def test_a_post_speaks_with_its_title_too() -> None:
    assert text_of(Post(title="Titel", text="tekst")) == "Titel\ntekst"


def test_a_tag_is_not_proposed_beside_its_word(sanne: Colleague) -> None:
    topic = actions.save_topic(by=sanne, name="Bal", query="bal")
    for n in range(4):
        for words, wanted in (("bal factuur #factuur", True), ("bal stadion", False)):
            one = post(f"{words} {n}", identity(f"Jan {n} {wanted}"), tags=["factuur"] * wanted)
            actions.correct(topic=topic, post=one, by=sanne, wanted=wanted)
    proposed = {one.word for one in actions.sharper(topic=topic).proposals}
    assert "factuur" in proposed
    assert "#factuur" not in proposed
