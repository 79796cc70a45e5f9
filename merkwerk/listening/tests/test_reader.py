"""The pages: what there is to read by reason, one post at a time, and what one presses there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from merkwerk.accounts.models import Colleague
from merkwerk.listening import actions
from merkwerk.listening.models import Echo, Reading
from merkwerk.networks.models import Post
from merkwerk.networks.tests.people import account, identity, limited_post, post, sent
from merkwerk.relationships.models import Belonging, Contact, Relationship

pytestmark = pytest.mark.django_db
SignIn = Callable[[Colleague], Client]
MUST = 40


def heard(colleague: Colleague, *texts: str) -> list[Post]:
    now = timezone.now()
    posts = [
        post(text, identity(f"Piet {n}"), now - timedelta(minutes=n))
        for n, text in enumerate(texts or ["Iets over btw."])
    ]
    actions.save_topic(by=colleague, name="Btw", query="btw")
    return posts


def knows(colleague: Colleague, one: Post, shared: bool = False) -> Relationship:
    contact = Contact.objects.create(name=one.identity.name)
    Belonging.objects.create(identity=one.identity, contact=contact)
    known = Relationship.objects.create(colleague=colleague, contact=contact)
    _share = known.shares.create(everyone=True) if shared else None
    return known


def read(client: Client, path: str = "/listening/") -> str:
    return client.get(path).content.decode()


def reasons(colleague: Colleague) -> list[tuple[str, list[str]]]:
    groups = actions.by_reason(by=colleague, now=timezone.now())
    return [(group.key, [item.post.text for item in group.items]) for group in groups]


# --- by reason -----------------------------------------------------------------------------------


def test_people_you_know_come_first_then_questions_then_topics(sanne: Colleague) -> None:
    _said, _asked, known = heard(sanne, "btw gaat omhoog.", "Wie weet iets van btw?", "btw, weer.")
    knows(sanne, known)
    assert [texts for _, texts in reasons(sanne)] == [
        ["btw, weer."],
        ["Wie weet iets van btw?"],
        ["btw gaat omhoog."],
    ]


def test_what_a_colleague_meant_for_you_comes_before_everything(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    heard(sanne, "btw")
    meant = post("Zonder jouw woorden erin")
    actions.pass_on(post=meant, by=karim, to=sanne, sentence="Jouw schuur")
    assert reasons(sanne)[0] == ("passed", ["Zonder jouw woorden erin"])
    assert "Jouw schuur" in read(as_colleague(sanne))


def test_a_question_that_one_of_us_answered_waits_for_nobody(
    sanne: Colleague, karim: Colleague
) -> None:
    (asked,) = heard(sanne, "Wie weet iets van btw?")
    sent(karim, asked)
    assert [key.split("-")[0] for key, _ in reasons(sanne)] == ["topic"]


def test_words_of_doubt_only_order(sanne: Colleague) -> None:
    for n, text in enumerate(["btw.", "btw op een factuur.", "btw!"]):
        post(text, identity(f"Piet {n}"))
    actions.save_topic(by=sanne, name="Btw", query="btw maybe:factuur")
    ((_, texts),) = reasons(sanne)
    assert texts[0] == "btw op een factuur."
    assert len(texts) == 3


def test_the_first_screen_shows_a_few_and_no_totals(sanne: Colleague, as_colleague: SignIn) -> None:
    heard(sanne, *[f"btw {n}." for n in range(30)])
    page = read(as_colleague(sanne))
    assert page.count('<li class="row">') == 3
    assert "30" not in re.sub("<[^>]*>", "", page.split("<main")[1])
    assert "There is more" in page


def test_there_is_more_opens_to_the_posts_with_the_count_as_a_footnote(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    heard(sanne, *[f"btw {n}." for n in range(30)])
    ((key, _),) = reasons(sanne)
    page = read(as_colleague(sanne), f"/listening/?only={key}")
    assert page.count('<li class="row">') == 30
    assert "30 posts, 30 people" in page


def test_a_reason_that_is_empty_leads_back(sanne: Colleague, as_colleague: SignIn) -> None:
    answer = as_colleague(sanne).get("/listening/?only=known")
    assert answer.headers["Location"] == "/listening/"


def test_one_topic_at_a_time(sanne: Colleague, as_colleague: SignIn) -> None:
    heard(sanne, "btw", "podcast")
    podcast = actions.save_topic(by=sanne, name="Podcast", query="podcast")
    page = read(as_colleague(sanne), f"/listening/?topic={podcast.pk}")
    assert page.count('<li class="row">') == 1


@pytest.mark.parametrize("asked", ["topic=x", "topic=999999999999", "topic=0", "after=x", "only=x"])
def test_strange_addresses_are_answered(sanne: Colleague, as_colleague: SignIn, asked: str) -> None:
    assert as_colleague(sanne).get(f"/listening/?{asked}").status_code in {200, 302}


def test_nothing_is_said_about_topics_that_are_not_there(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    assert "Make your first topic" in read(as_colleague(sanne))


def test_when_all_is_quiet_it_says_so(sanne: Colleague, as_colleague: SignIn) -> None:
    post("iets anders")
    actions.save_topic(by=sanne, name="Btw", query="btw")
    assert "All quiet" in read(as_colleague(sanne))


def test_it_costs_the_same_number_of_queries_however_much_there_is(
    sanne: Colleague, as_colleague: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    posts = heard(sanne, *[f"Wie weet iets van btw {n}?" for n in range(60)])
    for one in posts[:20]:
        knows(sanne, one)
    client = as_colleague(sanne)
    read(client)
    with django_assert_max_num_queries(MUST):
        read(client)
    with django_assert_max_num_queries(MUST):
        read(client, f"/listening/posts/{posts[0].pk}/")


# --- one post ------------------------------------------------------------------------------------


def test_the_words_that_met_are_marked(sanne: Colleague, as_colleague: SignIn) -> None:
    (one,) = heard(sanne, "Iemand ervaring met btw?")
    page = read(as_colleague(sanne), f"/listening/posts/{one.pk}/")
    assert "Iemand ervaring met <mark>btw</mark>?" in page


def test_the_title_is_marked_too(sanne: Colleague, as_colleague: SignIn) -> None:
    one = post("tekst", title="De btw gaat omhoog")
    actions.save_topic(by=sanne, name="Btw", query="btw")
    assert "De <mark>btw</mark> gaat" in read(as_colleague(sanne), f"/listening/posts/{one.pk}/")


def test_one_reads_on_to_the_next_and_back(sanne: Colleague, as_colleague: SignIn) -> None:
    first, second = heard(sanne, "btw een.", "btw twee.")
    client = as_colleague(sanne)
    assert f'href="/listening/posts/{second.pk}/" data-key="j"' in read(
        client, f"/listening/posts/{first.pk}/"
    )
    assert f'href="/listening/posts/{first.pk}/" data-key="k"' in read(
        client, f"/listening/posts/{second.pk}/"
    )


def test_the_end_is_clear(sanne: Colleague, as_colleague: SignIn) -> None:
    (one,) = heard(sanne)
    assert "That was it" in read(as_colleague(sanne), f"/listening/posts/{one.pk}/")


def test_the_authors_file_tells_who_else_knows_them(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    (one,) = heard(sanne)
    knows(karim, one, shared=True)
    post("Eerder gezegd", one.identity)
    page = read(as_colleague(sanne), f"/listening/posts/{one.pk}/")
    assert "Karim Aydin</bdi></a>" in page
    assert "Eerder gezegd" in page


def test_a_relationship_that_is_not_shared_shows_nowhere(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    (one,) = heard(sanne)
    knows(karim, one)
    assert (
        "Karim Aydin"
        not in read(as_colleague(sanne), f"/listening/posts/{one.pk}/").split("<aside")[1]
    )


def test_a_program_is_called_one(sanne: Colleague, as_colleague: SignIn) -> None:
    one = post("btw", identity("Weerbot", bot=True))
    assert "a program, not a person" in read(as_colleague(sanne), f"/listening/posts/{one.pk}/")


def test_a_letter_is_read_by_who_received_it_only(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    letter = limited_post("btw, onder ons", account(sanne))
    assert as_colleague(sanne).get(f"/listening/posts/{letter.pk}/").status_code == 200
    assert as_colleague(karim).get(f"/listening/posts/{letter.pk}/").status_code == 404


def test_a_post_that_was_taken_away_says_so(sanne: Colleague, as_colleague: SignIn) -> None:
    one = post("btw", deleted_at=timezone.now())
    answer = as_colleague(sanne).get(f"/listening/posts/{one.pk}/")
    assert answer.status_code == 410
    assert "took it away" in answer.content.decode()


def test_that_a_letter_was_taken_away_is_told_to_nobody_else(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    letter = limited_post("btw", account(sanne))
    Post.objects.filter(pk=letter.pk).update(deleted_at=timezone.now())
    assert as_colleague(karim).get(f"/listening/posts/{letter.pk}/").status_code == 404


def test_the_same_said_by_several_is_one_item_with_its_people(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    first, second = heard(sanne, "btw omhoog", "btw omhoog!")
    Echo.objects.create(post=second, of=first, kind=Echo.Kind.NEARLY)
    client = as_colleague(sanne)
    assert read(client).count('<li class="row">') == 1
    page = read(client, f"/listening/posts/{first.pk}/")
    assert "Somebody else says the same" in page
    assert "Piet 1" in page
    client.post(f"/listening/posts/{first.pk}/rest/", {"same": "1"})
    assert actions.to_read(by=sanne) == []


def test_hostile_words_are_shown_harmless(sanne: Colleague, as_colleague: SignIn) -> None:
    one = post("btw <img src=x onerror=alert(1)> {{7*7}}", identity("<b>Eve</b>"))
    actions.save_topic(by=sanne, name="<script>x</script>", query="btw")
    actions.interpret(post=one, by=sanne, meaning="<script>y</script>")
    client = as_colleague(sanne)
    for path in ("/listening/", f"/listening/posts/{one.pk}/", "/listening/topics/"):
        page = read(client, path)
        assert "<img src=x" not in page
        assert "<b>Eve" not in page
        assert "<script>x" not in page
        assert "<script>y" not in page


# --- pressing ------------------------------------------------------------------------------------


def test_an_act_goes_on_to_the_next_and_can_be_undone_there(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    first, second = heard(sanne, "btw een.", "btw twee.")
    client = as_colleague(sanne)
    answer = client.post(f"/listening/posts/{first.pk}/rest/", {"next": second.pk})
    assert answer.headers["Location"] == f"/listening/posts/{second.pk}/?after={first.pk}"
    assert f"/listening/posts/{first.pk}/undo/" in read(client, answer.headers["Location"])
    client.post(f"/listening/posts/{first.pk}/undo/")
    assert not Reading.objects.exists()


@pytest.mark.parametrize("following", ["", "x", "999999", "-1"])
def test_an_act_without_a_next_one_goes_to_the_end(
    sanne: Colleague, as_colleague: SignIn, following: str
) -> None:
    (one,) = heard(sanne)
    answer = as_colleague(sanne).post(f"/listening/posts/{one.pk}/keep/", {"next": following})
    assert answer.headers["Location"] == f"/listening/?after={one.pk}"


def test_keeping_with_a_note_that_is_too_long_loses_nothing(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    (one,) = heard(sanne)
    answer = as_colleague(sanne).post(f"/listening/posts/{one.pk}/keep/", {"note": "woord " * 200})
    assert answer.status_code == 422
    assert "woord woord" in answer.content.decode()


@pytest.mark.parametrize("act", ["keep", "rest", "undo", "interpret", "claim", "unclaim"])
def test_a_letter_to_somebody_else_does_not_exist(
    sanne: Colleague, karim: Colleague, administrator: Colleague, as_colleague: SignIn, act: str
) -> None:
    letter = limited_post("btw, onder ons", account(sanne))
    for stranger in (karim, administrator):
        answer = as_colleague(stranger).post(
            f"/listening/posts/{letter.pk}/{act}/", {"meaning": "x"}
        )
        assert answer.status_code == 404
    assert not Reading.objects.exists()


def test_what_it_means_is_seen_on_the_conversation_page(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    (one,) = heard(sanne)
    as_colleague(sanne).post(
        f"/listening/posts/{one.pk}/interpret/", {"meaning": "Zij zoeken hulp."}
    )
    client = as_colleague(karim)
    assert f"/listening/posts/{one.pk}/meanings/" in read(
        client, f"/networks/conversations/{one.pk}/"
    )
    part = client.get(f"/listening/posts/{one.pk}/meanings/", headers={"HX-Request": "true"})
    assert "Zij zoeken hulp." in part.content.decode()
    assert "Sanne Vos" in part.content.decode()


def test_others_see_who_takes_it(sanne: Colleague, karim: Colleague, as_colleague: SignIn) -> None:
    (one,) = heard(sanne)
    as_colleague(sanne).post(f"/listening/posts/{one.pk}/claim/")
    page = read(as_colleague(karim), f"/listening/posts/{one.pk}/")
    assert "<bdi>Sanne</bdi> takes this" in page


def test_who_comes_second_is_told(sanne: Colleague, karim: Colleague, as_colleague: SignIn) -> None:
    (one,) = heard(sanne)
    actions.claim(post=one, by=sanne, now=timezone.now())
    page = as_colleague(karim).post(f"/listening/posts/{one.pk}/claim/", follow=True)
    assert "Sanne was just before you" in page.content.decode()


def test_passing_needs_a_reason_and_keeps_the_choice(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    (one,) = heard(sanne)
    client = as_colleague(sanne)
    answer = client.post(f"/listening/posts/{one.pk}/pass/", {"to": karim.pk, "next": "3"})
    assert answer.status_code == 422
    assert f'value="{karim.pk}" selected' in answer.content.decode()
    assert 'name="next" value="3"' in answer.content.decode()


def test_the_keys_can_be_turned_off(sanne: Colleague, as_colleague: SignIn) -> None:
    (one,) = heard(sanne)
    client = as_colleague(sanne)
    client.post("/listening/keys/", {"keys": "off", "post": one.pk})
    assert "data-key" not in read(client, f"/listening/posts/{one.pk}/")
    client.post("/listening/keys/", {"keys": "on"})
    assert "data-key" in read(client, f"/listening/posts/{one.pk}/")


# --- the scrapbook, and everything somebody said --------------------------------------------------


def test_the_scrapbook_page(sanne: Colleague, as_colleague: SignIn) -> None:
    (one,) = heard(sanne)
    client = as_colleague(sanne)
    assert "Nothing kept yet" in read(client, "/listening/scrapbook/")
    actions.keep(post=one, by=sanne, note="voor dinsdag")
    assert "voor dinsdag" in read(client, "/listening/scrapbook/")
    assert "voor dinsdag" in read(client, "/listening/scrapbook/?q=DINSDAG")
    assert "Nothing with these words" in read(client, "/listening/scrapbook/?q=podcast")


def test_a_kept_post_that_was_taken_away_is_told_of_without_its_words(
    sanne: Colleague, as_colleague: SignIn
) -> None:
    (one,) = heard(sanne, "btw, pijnlijk")
    actions.keep(post=one, by=sanne, note="mijn noot")
    Post.objects.filter(pk=one.pk).update(deleted_at=timezone.now())
    client = as_colleague(sanne)
    page = read(client, "/listening/scrapbook/")
    assert "took away a post that you kept" in page
    assert "mijn noot" in page
    assert "pijnlijk" not in page
    client.post(f"/listening/posts/{one.pk}/let-go/")
    assert "took away" not in read(client, "/listening/scrapbook/")


def test_everything_somebody_said_stands_in_order(sanne: Colleague, as_colleague: SignIn) -> None:
    now = timezone.now()
    for n, text in enumerate(["nieuw", "oud"]):
        said = post(text, at=now - timedelta(days=n))
    page = read(as_colleague(sanne), f"/listening/words/{said.identity_id}/")
    assert page.index("nieuw") < page.index("oud")


def test_somebody_of_whom_only_letters_came_is_nobody_to_others(
    sanne: Colleague, karim: Colleague, as_colleague: SignIn
) -> None:
    wil = limited_post("onder ons", account(sanne), identity("Stille Wil")).identity_id
    path = f"/listening/words/{wil}/"
    assert as_colleague(karim).get(path).status_code == 404
    assert as_colleague(sanne).get(path).status_code == 200
