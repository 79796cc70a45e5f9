"""Warmth, rhythm and silence are written down with their reasons."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from merkwerk.relationships import actions
from merkwerk.relationships.models import Moment, Relationship
from merkwerk.relationships.sentences import (
    HAPPENED,
    happened,
    warmth_in_words,
    warmth_sentences,
)
from merkwerk.relationships.tests import people
from merkwerk.relationships.tests.people import NOW

pytestmark = pytest.mark.django_db


def regular(gap: int, until: int) -> Relationship:
    """Six meetings, `gap` days apart, the last one `until` days ago."""
    relationship = people.knows(people.colleague())
    for n in range(6):
        people.met(relationship, until + n * gap)
    relationship.refresh_from_db()
    return relationship


def test_without_moments_it_is_cool() -> None:
    relationship = actions.reckon(relationship=people.knows(people.colleague()), now=NOW)
    assert (relationship.warmth, relationship.last_moment) == (0, None)
    assert relationship.because == [{"code": "no-contact", "facts": {}}]


def test_a_rhythm_is_written_down() -> None:
    relationship = regular(gap=14, until=3)
    assert (relationship.rhythm_days, relationship.quiet_days) == (14, None)
    assert relationship.stage == "met"


def test_silence_against_the_own_rhythm_is_quiet() -> None:
    relationship = regular(gap=14, until=90)
    assert relationship.quiet_days == 90
    assert list(Relationship.objects.quiet(NOW)) == [relationship]


def test_what_rests_is_not_quiet() -> None:
    relationship = regular(gap=14, until=90)
    actions.rest(relationship=relationship, by=relationship.colleague, until=None)
    assert not Relationship.objects.quiet(NOW)
    actions.wake(relationship=relationship, by=relationship.colleague)
    assert Relationship.objects.quiet(NOW)


def test_a_rest_ends_by_itself() -> None:
    relationship = regular(gap=14, until=90)
    actions.rest(
        relationship=relationship, by=relationship.colleague, until=NOW + timedelta(days=7)
    )
    assert not Relationship.objects.quiet(NOW)
    assert Relationship.objects.quiet(NOW + timedelta(days=8))


def test_warmth_fades_by_the_day() -> None:
    relationship = regular(gap=14, until=3)
    assert actions.reckon_all(now=NOW + timedelta(days=200)) == 1
    later = Relationship.objects.get()
    assert later.warmth < relationship.warmth
    assert later.quiet_days == 203


def test_reckoning_all_works_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("merkwerk.relationships.actions.nightly.A_BATCH", 2)
    sanne = people.colleague()
    for n in range(5):
        people.knows(sanne, f"Nummer {n}")
    assert actions.reckon_all(now=NOW) == 5
    assert not Relationship.objects.filter(reckoned_at=None)


def test_every_kind_of_moment_can_be_reckoned() -> None:
    relationship = people.knows(people.colleague())
    for kind in Moment.Kind:
        people.met(relationship, kind=kind)
    relationship.refresh_from_db()
    assert relationship.warmth > 0


def test_a_moment_that_is_changed_is_reckoned_again() -> None:
    relationship = people.knows(people.colleague())
    moment = people.met(relationship, 1)
    before = Relationship.objects.get().warmth
    actions.change_moment(
        by=relationship.colleague, moment=moment, kind="met", at=people.days_ago(300), now=NOW
    )
    assert Relationship.objects.get().warmth < before
    actions.remove_moment(by=relationship.colleague, moment=moment, now=NOW)
    assert Relationship.objects.get().warmth == 0


def test_what_happened_on_a_network_cannot_be_rewritten() -> None:
    own = people.account(people.colleague())
    said = people.post(people.identity(), mentions=[own.identity.handle])
    actions.remember_posts(posts=[said], now=NOW)
    with pytest.raises(ValueError, match="by hand"):
        actions.remove_moment(by=own.colleague, moment=Moment.objects.get(), now=NOW)


def test_warmth_is_told_in_sentences() -> None:
    with translation.override("en"):
        said = warmth_in_words(regular(gap=14, until=90))
    assert "Usually you are in touch every 2 weeks; now it has been quiet for 3 months." in said
    assert "You met 6 times" in said


def test_every_code_of_the_engine_has_its_sentence() -> None:
    facts = {"times": 2, "of": 3, "days": 400, "rhythm_days": 20, "silent_days": 90}
    codes = (
        "no-contact met spoke rhythm both-ways they-begin-more you-begin-more only-they only-you"
        " quiet known-since"
    )
    for code in codes.split():
        assert warmth_sentences([{"code": code, "facts": facts}], "Joris"), code


def test_a_code_without_words_is_passed_over() -> None:
    assert warmth_sentences([{"code": "nieuw", "facts": {}}], "Joris") == []


def test_what_happened_has_words_for_every_kind() -> None:
    with translation.override("en"):
        assert happened("asked", "theirs", "Joris Bakker") == "Joris asked"
        assert happened("noticed", "both", "Joris") == "noticed"
        for kind, direction in HAPPENED:
            assert "%" not in happened(kind, direction, "Joris")
