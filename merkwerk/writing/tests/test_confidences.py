"""What a colleague's own text touches of the list, and that the list can't be read by trying."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import MakeColleague
from merkwerk.accounts.models import Colleague, Role
from merkwerk.notifications.models import Notice
from merkwerk.writing.actions import probing, registering
from merkwerk.writing.actions.confidences import (
    MOST_A_DAY,
    MOST_AT_ONCE,
    Met,
    confidences_in,
)
from merkwerk.writing.models import Confidence, Probing, Touch

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
FIRST = "Zilverreiger Roerdomp Kwartelkoning Grutto Bosuil Wielewaal Nachtzwaluw Goudplevier"
SECOND = "Kluut Tureluur Scholekster Rosse Steltloper Waterral Porseleinhoen Draaihals"
BIRDS = [*FIRST.split(), *SECOND.split()]


@pytest.fixture
def keeper(colleague_named: MakeColleague) -> Colleague:
    return colleague_named("Kee Bewaard", Role.KEEPER)


def kept(keeper: Colleague, name: str = "Waterbedrijf Noord B.V.", **told: Any) -> Confidence:
    return registering.keep(by=keeper, **{"kind": "client", "name": name, **told})


def met(text: str, by: Colleague, now: datetime = NOW) -> Met:
    return confidences_in(text, by=by, now=now)


def test_it_gives_back_the_writers_own_words_and_the_friendly_ones(
    sanne: Colleague, keeper: Colleague
) -> None:
    kept(keeper, aliases=["Noordwater"], instead="een waterbedrijf")
    (one,) = met("Ik zat bij W.B. Noord aan tafel.", sanne).touched
    assert (one.said, one.instead, one.kind) == ("W.B. Noord", "een waterbedrijf", "client")
    assert "Noordwater" not in repr(one)
    assert "Waterbedrijf Noord" not in repr(one)


def test_a_change_of_the_list_counts_at_once(sanne: Colleague, keeper: Colleague) -> None:
    row = kept(keeper)
    assert met("bij Waterbedrijf Noord", sanne).touched
    registering.keep(by=keeper, confidence=row, kind="client", name="Gasbedrijf Zuid")
    assert not met("bij Waterbedrijf Noord", sanne).touched
    registering.remove(confidence=row, by=keeper)
    assert not met("bij Gasbedrijf Zuid", sanne).touched


def test_looking_again_at_the_same_words_asks_little(
    sanne: Colleague, keeper: Colleague, django_assert_max_num_queries: Any
) -> None:
    kept(keeper)
    met("bij Waterbedrijf Noord", sanne)
    with django_assert_max_num_queries(3):
        met("bij Waterbedrijf Noord", sanne)


def test_who_may_be_named_is_not_asked_about(sanne: Colleague, keeper: Colleague) -> None:
    kept(keeper, may_be_named=True, named_until=date(2026, 11, 22), proof="mail")
    assert not met("bij Waterbedrijf Noord", sanne).touched
    assert met("bij Waterbedrijf Noord", sanne, NOW + timedelta(days=1)).touched


def test_marks_say_nothing_to_another_colleague(
    sanne: Colleague, karim: Colleague, keeper: Colleague
) -> None:
    kept(keeper, aliases=["Noordwater"])
    mine = met("Waterbedrijf Noord en Noordwater", sanne).touched
    theirs = met("Waterbedrijf Noord", karim).touched
    assert mine[0].mark == mine[1].mark != theirs[0].mark


def test_personal_data_is_told_without_any_list(sanne: Colleague) -> None:
    (one,) = met("Stort het op NL91 ABNA 0417 1643 00.", sanne).touched
    assert (one.kind, one.said) == ("iban", "NL91 ABNA 0417 1643 00")


def test_a_text_full_of_names_is_told_nothing(sanne: Colleague, keeper: Colleague) -> None:
    for bird in BIRDS[: MOST_AT_ONCE + 1]:
        kept(keeper, f"{bird} Advies")
    found = met(", ".join(f"{bird} Advies" for bird in BIRDS), sanne)
    assert found.paused
    assert not found.touched
    assert Probing.objects.get().names > MOST_AT_ONCE


def test_trying_names_one_by_one_ends(sanne: Colleague, keeper: Colleague) -> None:
    names = [f"{bird} Advies" for bird in BIRDS]
    for name in names:
        kept(keeper, name)
    told = [met(f"bij {name} gewerkt", sanne).paused for name in names]
    assert told == [False] * MOST_A_DAY + [True] * (len(names) - MOST_A_DAY)
    assert met("bij Zilverreiger Advies", sanne).paused
    assert not met("bij Zilverreiger Advies", sanne, NOW + timedelta(days=1)).paused


def test_personal_data_is_still_told_then(sanne: Colleague, keeper: Colleague) -> None:
    for bird in BIRDS:
        kept(keeper, f"{bird} Advies")
    text = ", ".join(f"{bird} Advies" for bird in BIRDS) + ", jan@voorbeeld.example"
    assert [one.kind for one in met(text, sanne).touched] == ["mail"]


def test_the_keeper_hears_once_a_day_who_and_no_word_of_it(
    sanne: Colleague, keeper: Colleague
) -> None:
    for day in (NOW, NOW, NOW + timedelta(days=1)):
        probing.note_probing(by=sanne, names=20, day=day.date())
    notices = Notice.objects.filter(colleague=keeper, kind="list_tried")
    assert [one.facts for one in notices] == [{"by": "Sanne Vos"}] * 2


def test_touches_are_forgotten(sanne: Colleague, keeper: Colleague) -> None:
    kept(keeper)
    met("bij Waterbedrijf Noord", sanne)
    probing.note_probing(by=sanne, names=20, day=NOW.date())
    probing.forget_touches(now=NOW + timedelta(days=8))
    assert Touch.objects.count() == 1
    probing.forget_touches(now=NOW + timedelta(days=91))
    assert not Touch.objects.exists()
    assert not Probing.objects.exists()


def test_a_bombardment_is_answered_with_nothing(
    sanne: Colleague, keeper: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("merkwerk.writing.actions.confidences.MOST_TEXTS", 3)
    monkeypatch.setattr("merkwerk.writing.actions.confidences._PACE", {})
    kept(keeper)
    assert [met("bij Waterbedrijf Noord", sanne).paused for _ in range(4)] == [False] * 3 + [True]


def test_no_query_tells_the_database_the_text(sanne: Colleague, keeper: Colleague) -> None:
    kept(keeper)
    with CaptureQueriesContext(connection) as asked:
        met("bij Waterbedrijf Noord", sanne)
    assert not any("waterbedrijf" in one["sql"].lower() for one in asked)


def test_once_paused_no_text_tells_by_its_silence_what_is_on_the_list(
    sanne: Colleague, keeper: Colleague
) -> None:
    for bird in BIRDS:
        kept(keeper, bird)
    assert met(" en ".join(BIRDS), sanne).paused
    assert met("bij de Grutto", sanne).paused
    assert met("bij de Mus", sanne).paused
    assert not met("bij de Mus", sanne, NOW + timedelta(days=1)).paused
