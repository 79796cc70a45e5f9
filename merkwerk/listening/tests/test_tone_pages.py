"""Pages of tone, people and what is kept of somebody: who sees what, and with how many queries."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from merkwerk.accounts.models import Colleague, Role
from merkwerk.listening.actions import book, tone
from merkwerk.listening.models import ToneNote, Topic
from merkwerk.networks.models import Erasure, Identity, Post
from merkwerk.networks.tests.people import account, identity, limited_post, post

pytestmark = pytest.mark.django_db
As = Callable[[Colleague], Client]


def talk() -> None:
    for number in range(60):
        post(f"Heb je dit al gezien? Nummer {number}", identity(f"Ann {number % 9}"), language="nl")
    tone.measure_places(now=timezone.now())


def test_first_there_is_nothing(sanne: Colleague, as_colleague: As) -> None:
    page = as_colleague(sanne).get(reverse("listening:tones"))
    assert "Nothing heard yet" in page.content.decode()


def test_a_place_shows_how_people_talk(sanne: Colleague, as_colleague: As) -> None:
    talk()
    page = as_colleague(sanne).get(reverse("listening:tone_network", args=["mastodon"]))
    words = page.content.decode()
    assert "people say je" in words
    assert "in nearly every post" in words
    assert "Heb je dit al gezien?" in words


def test_a_place_that_is_not_known_says_so(sanne: Colleague, as_colleague: As) -> None:
    page = as_colleague(sanne).get(reverse("listening:tone_network", args=["bluesky"]))
    assert "Not known yet" in page.content.decode()


def test_there_is_no_other_network(sanne: Colleague, as_colleague: As) -> None:
    page = as_colleague(sanne).get(reverse("listening:tone_network", args=["telex"]))
    assert page.status_code == 404


def test_a_colleague_writes_on_the_card(sanne: Colleague, as_colleague: As) -> None:
    where = reverse("listening:tone_network", args=["mastodon"])
    as_colleague(sanne).post(where, {"kind": "humour", "text": "Droog."})
    assert ToneNote.objects.get().text == "Droog."


def test_empty_words_come_back_with_a_sentence(sanne: Colleague, as_colleague: As) -> None:
    where = reverse("listening:tone_network", args=["mastodon"])
    page = as_colleague(sanne).post(where, {"kind": "humour", "text": ""})
    assert page.status_code == 422
    assert not ToneNote.objects.exists()


def test_another_colleagues_note_stays(
    sanne: Colleague, karim: Colleague, as_colleague: As
) -> None:
    note = tone.write_note(network="mastodon", source=None, by=sanne, kind="other", text="Zo.")
    gone = as_colleague(karim).post(reverse("listening:remove_tone_note", args=[note.pk]))
    assert gone.status_code == 404
    as_colleague(sanne).post(reverse("listening:remove_tone_note", args=[note.pk]))
    assert not ToneNote.objects.exists()


def test_the_card_asks_few_questions(
    sanne: Colleague, as_colleague: As, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    talk()
    client = as_colleague(sanne)
    with django_assert_max_num_queries(12):
        client.get(reverse("listening:tone_network", args=["mastodon"]))


def test_people_come_with_their_words_and_the_reason(sanne: Colleague, as_colleague: As) -> None:
    subject = Topic.objects.create(colleague=sanne, name="Btw", query="btw")
    said = post("Wie weet hoe de btw werkt bij een boek?", identity("Ann"))
    book.write(topics=[subject.pk], posts=[said.pk])
    words = as_colleague(sanne).get(reverse("listening:people")).content.decode()
    assert "Ann" in words
    assert "spoke about Btw once lately" in words


def test_a_colleague_sees_what_is_kept_and_erases_nothing(
    sanne: Colleague, as_colleague: As
) -> None:
    ann = identity("Ann")
    post("Dag allemaal.", ann)
    client = as_colleague(sanne)
    assert (
        "Dag allemaal." in client.get(reverse("listening:outsider", args=[ann.pk])).content.decode()
    )
    assert client.get(reverse("listening:outsiders")).status_code == 403
    assert client.get(reverse("listening:outsider_copy", args=[ann.pk])).status_code == 403
    forget = reverse("listening:forget", args=[ann.pk])
    assert client.post(forget, {"asked": "yes"}).status_code == 403
    assert Post.objects.exclude(text="").exists()


def test_an_administrator_erases_when_asked(administrator: Colleague, as_colleague: As) -> None:
    ann = identity("Ann")
    post("Dag allemaal.", ann)
    client = as_colleague(administrator)
    forget = reverse("listening:forget", args=[ann.pk])
    assert client.post(forget).status_code == 422
    assert Identity.objects.filter(name="Ann").exists()
    client.post(forget, {"asked": "yes"})
    assert Erasure.objects.exists()
    assert not Identity.objects.filter(name="Ann").exists()


def test_the_social_lead_finds_somebody_and_sends_a_copy(
    colleague_named: Callable[..., Colleague], as_colleague: As
) -> None:
    ann = identity("Ann de Wit")
    post("Dag allemaal.", ann)
    client = as_colleague(colleague_named("Noor", Role.SOCIAL_LEAD))
    page = client.get(reverse("listening:outsiders"), {"q": "de wit"})
    assert "Ann de Wit" in page.content.decode()
    copy = client.get(reverse("listening:outsider_copy", args=[ann.pk])).json()
    assert copy["posts"][0]["text"] == "Dag allemaal."


def test_who_only_wrote_to_a_colleague_is_shown_to_nobody(
    sanne: Colleague, administrator: Colleague, as_colleague: As
) -> None:
    ann = identity("Ann")
    limited_post("Alleen voor jou.", account(sanne), by=ann)
    page = reverse("listening:outsider", args=[ann.pk])
    assert as_colleague(administrator).get(page).status_code == 404
