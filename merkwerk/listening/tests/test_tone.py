"""How people talk in a place: measured from what was said to everybody, told by colleagues."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.listening.actions import tone
from merkwerk.listening.models import ToneCard, ToneNote
from merkwerk.networks.models import Identity, Post, Sighting, Source
from merkwerk.networks.tests.people import account, identity, limited_post, post

pytestmark = pytest.mark.django_db


def talk(number: int, words: str = "Heb je dit al gezien?", by: str = "Ann", **who: Any) -> None:
    people = [identity(f"{by} {one}", **who) for one in range(8)]
    for one in range(number):
        post(f"{words} Dat is nummer {one}.", people[one % 8], language="nl")


def measured() -> int:
    return tone.measure_places(now=timezone.now())


def figure(card: ToneCard, code: str) -> dict[str, object]:
    return next(one for one in card.figures["figures"] if one["code"] == code)


def test_below_fifty_posts_it_does_not_know() -> None:
    talk(49)
    assert measured() == 0
    card = ToneCard.objects.get()
    assert card.posts == 49
    assert not card.figures


def test_fifty_posts_make_a_card() -> None:
    talk(50)
    assert measured() == 1
    assert figure(ToneCard.objects.get(), "questions")["share"] == 100


def test_measuring_again_keeps_one_card() -> None:
    talk(50)
    measured()
    measured()
    assert ToneCard.objects.count() == 1


def test_what_was_said_long_ago_does_not_count() -> None:
    talk(50)
    Post.objects.update(written=timezone.now() - timedelta(days=90))
    assert measured() == 0


def test_a_place_that_fell_silent_loses_its_figures() -> None:
    talk(50)
    measured()
    Post.objects.update(written=timezone.now() - timedelta(days=90))
    measured()
    assert not ToneCard.objects.get().figures


def test_bots_do_not_count() -> None:
    talk(50, bot=True)
    assert measured() == 0


def test_what_was_said_to_few_does_not_count(sanne: Colleague) -> None:
    talk(49)
    limited_post("Heb je dit gezien?", account(sanne))
    assert measured() == 0


def test_a_source_with_enough_posts_has_its_own_card() -> None:
    talk(50)
    source = Source.objects.create(
        kind="mastodon-hashtag", network="mastodon", address="btw@social.example", title="#btw",
        next_check=timezone.now(),
    )  # fmt: skip
    Sighting.objects.bulk_create(Sighting(post=one, source=source) for one in Post.objects.all())
    assert measured() == 2
    assert ToneCard.objects.get(source=source).posts == 50


def test_who_does_not_want_to_be_searched_is_no_example(sanne: Colleague) -> None:
    talk(50)
    Identity.objects.update(indexable=False)
    measured()
    card = ToneCard.objects.get()
    assert tone.examples(card=card, by=sanne) == {}
    assert figure(card, "questions")["examples"] == []


def test_a_figure_opens_to_posts(sanne: Colleague) -> None:
    talk(50)
    measured()
    card = ToneCard.objects.get()
    shown = tone.examples(card=card, by=sanne)
    assert set(figure(card, "questions")["examples"]) <= shown.keys()  # type: ignore[call-overload]
    assert shown


def test_a_deleted_example_is_not_shown(sanne: Colleague) -> None:
    talk(50)
    measured()
    Post.objects.update(deleted_at=timezone.now())
    assert tone.examples(card=ToneCard.objects.get(), by=sanne) == {}


def test_a_card_of_somebody_elses_source_is_not_seen(sanne: Colleague, karim: Colleague) -> None:
    own = Source.objects.create(
        kind="mastodon-list", network="mastodon", address="1", title="mijn lijst",
        account=account(karim), next_check=timezone.now(),
    )  # fmt: skip
    ToneCard.objects.create(network="mastodon", source=own, measured=timezone.now())
    assert tone.cards(by=sanne) == []
    assert len(tone.cards(by=karim)) == 1


def test_a_note_is_for_all_colleagues(sanne: Colleague, karim: Colleague) -> None:
    tone.write_note(network="mastodon", source=None, by=sanne, kind="taboo", text="Geen reclame.")
    [note] = tone.notes(network="mastodon", source=None, by=karim)
    assert note.text == "Geen reclame."


def test_only_who_wrote_a_note_takes_it_away(sanne: Colleague, karim: Colleague) -> None:
    note = tone.write_note(network="mastodon", source=None, by=sanne, kind="taboo", text="Nee.")
    assert not tone.remove_note(note=note, by=karim)
    assert tone.remove_note(note=note, by=sanne)
    assert not ToneNote.objects.exists()
