"""The timeline guard: who of my followers had it already."""

from __future__ import annotations

import pytest

from merkwerk.accounts.models import Colleague
from merkwerk.networks.models import Brand, BrandWriter, ConnectedAccount, Message
from merkwerk.writing.actions import begin, short_links
from merkwerk.writing.actions.hints import Hint, Kind
from merkwerk.writing.actions.hints.timeline import new_sentences
from merkwerk.writing.models import Wishes
from merkwerk.writing.tests.hint_examples import (
    NOW,
    OWN,
    PAGE,
    WORDS,
    account_of,
    drafted,
    hints,
    knows,
    of_kind,
    person,
    told,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def scene(sanne: Colleague, karim: Colleague) -> tuple[ConnectedAccount, ConnectedAccount]:
    """Joris and Fatima follow both; Piet follows Sanne only."""
    joris, fatima, piet = person("Joris Bakker"), person("Fatima El Idrissi"), person("Piet")
    knows(sanne, joris)
    return account_of(sanne, joris, fatima, piet), account_of(karim, joris, fatima)


def guard(by: Colleague, text: str, link: str = "") -> Hint | None:
    return of_kind(hints(begin(by=by, link=link), text, by), Kind.GUARD)


def test_it_is_silent_when_nobody_said_it(
    sanne: Colleague, scene: tuple[ConnectedAccount, ConnectedAccount]
) -> None:
    assert guard(sanne, OWN) is None


def test_it_counts_who_had_nearly_the_same_words(
    sanne: Colleague, karim: Colleague, scene: tuple[ConnectedAccount, ConnectedAccount]
) -> None:
    told(karim, WORDS, account=scene[1])
    hint = guard(sanne, WORDS + " Dat dus.")
    assert hint is not None
    assert hint.title == "2 of your followers saw this from Karim already"
    assert "Karim said it 20 minutes ago in nearly the same words." in hint.why


def test_it_names_whom_the_writer_knows_and_counts_the_others(
    sanne: Colleague, karim: Colleague, scene: tuple[ConnectedAccount, ConnectedAccount]
) -> None:
    told(karim, WORDS, account=scene[1])
    hint = guard(sanne, WORDS)
    assert hint is not None
    assert "Among them Joris Bakker and 1 other." in hint.why
    assert "Fatima" not in repr(hint)


def test_the_same_page_counts_whatever_the_words(
    sanne: Colleague, karim: Colleague, scene: tuple[ConnectedAccount, ConnectedAccount]
) -> None:
    told(karim, f"Lees dit eens {PAGE}?utm_source=karim", account=scene[1])
    hint = guard(sanne, f"{OWN} https://www.krant.example/2026/water#x")
    assert hint is not None
    assert "Karim shared the same page" in hint.why


def test_what_the_draft_is_about_counts_as_its_page(
    sanne: Colleague, karim: Colleague, scene: tuple[ConnectedAccount, ConnectedAccount]
) -> None:
    told(karim, f"Lees dit eens {PAGE}", account=scene[1])
    assert guard(sanne, OWN, link=PAGE) is not None


def test_short_links_of_the_house_are_followed(
    sanne: Colleague, karim: Colleague, scene: tuple[ConnectedAccount, ConnectedAccount]
) -> None:
    short = short_links.address_of(short_links.short_link(by=karim, target=PAGE))
    told(karim, f"Lees dit eens {short}", account=scene[1])
    assert guard(sanne, f"{OWN} {PAGE} ") is not None


def test_it_is_silent_when_no_follower_is_shared(sanne: Colleague, karim: Colleague) -> None:
    account_of(sanne, person("Piet"))
    told(karim, WORDS, account=account_of(karim, person("Anna")))
    assert guard(sanne, WORDS) is None


def test_it_is_silent_after_the_window(
    sanne: Colleague, karim: Colleague, scene: tuple[ConnectedAccount, ConnectedAccount]
) -> None:
    told(karim, WORDS, account=scene[1], minutes=61)
    assert guard(sanne, WORDS) is None


def test_the_window_is_the_writers_own(
    sanne: Colleague, karim: Colleague, scene: tuple[ConnectedAccount, ConnectedAccount]
) -> None:
    Wishes.objects.create(colleague=sanne, guard_minutes=120)
    told(karim, WORDS, account=scene[1], minutes=61)
    assert guard(sanne, WORDS) is not None


@pytest.mark.parametrize(
    "state", [Message.State.DRAFT, Message.State.WAITING, Message.State.REFUSED]
)
def test_what_does_not_stand_outside_never_shows(
    state: Message.State,
    sanne: Colleague,
    karim: Colleague,
    scene: tuple[ConnectedAccount, ConnectedAccount],
) -> None:
    told(karim, WORDS, account=scene[1], state=state)
    drafted(karim, WORDS)
    assert guard(sanne, WORDS) is None


def test_what_was_said_with_another_tool_counts_too(
    sanne: Colleague, karim: Colleague, scene: tuple[ConnectedAccount, ConnectedAccount]
) -> None:
    told(karim, WORDS, state=Message.State.ELSEWHERE)
    hint = guard(sanne, WORDS)
    assert hint is not None
    assert hint.title.startswith("2 of your followers")


def test_where_nobody_knows_who_follows_it_says_only_that(
    sanne: Colleague, karim: Colleague
) -> None:
    account_of(sanne, person("Piet"))
    told(karim, WORDS, account=account_of(karim, listed=False))
    hint = guard(sanne, WORDS)
    assert hint is not None
    assert hint.title == "Karim told this just now too"
    assert "isn't known here yet" in hint.why


def test_a_brand_counts_and_is_called_by_its_name(
    sanne: Colleague, karim: Colleague, scene: tuple[ConnectedAccount, ConnectedAccount]
) -> None:
    brand = Brand.objects.create(account=scene[1], name="Kade en Kroon", pattern="({name})")
    BrandWriter.objects.create(brand=brand, colleague=karim, accepted_at=NOW)
    told(karim, WORDS, account=scene[1])
    hint = guard(sanne, WORDS)
    assert hint is not None
    assert "Kade en Kroon" in hint.title
    assert "Karim" not in repr(hint)


def test_ones_own_earlier_words_are_not_counted(
    sanne: Colleague, scene: tuple[ConnectedAccount, ConnectedAccount]
) -> None:
    told(sanne, WORDS, account=scene[0])
    assert guard(sanne, WORDS) is None


def test_it_says_how_often_the_worst_off_had_it(
    sanne: Colleague, karim: Colleague, scene: tuple[ConnectedAccount, ConnectedAccount]
) -> None:
    told(karim, WORDS, account=scene[1])
    told(karim, f"{WORDS} Echt waar.", account=scene[1], minutes=10)
    hint = guard(sanne, WORDS)
    assert hint is not None
    assert "2 people had it 2 times already." in hint.why


def test_a_thread_is_one_telling(
    sanne: Colleague, karim: Colleague, scene: tuple[ConnectedAccount, ConnectedAccount]
) -> None:
    for place in (1, 2):
        told(karim, WORDS, account=scene[1], piece="thread", place=place)
    hint = guard(sanne, WORDS)
    assert hint is not None
    assert "times already" not in hint.why


def test_it_shows_what_is_new_in_ones_own_words(
    sanne: Colleague, karim: Colleague, scene: tuple[ConnectedAccount, ConnectedAccount]
) -> None:
    told(karim, WORDS, account=scene[1])
    hint = guard(sanne, f"{WORDS} Wat niemand zegt: de stilte daarna.")
    assert hint is not None
    assert hint.points[0].words == ("Wat niemand zegt: de stilte daarna.",)


@pytest.mark.parametrize(
    ("passage", "shown"),
    [
        ("iedereen dacht", []),
        ("langer dan iedereen dacht", ["Het duurde langer dan iedereen dacht."]),
        ("dacht. Toen werd het stil.", ["Toen werd het stil."]),
        ("Het duurde langer dan iedereen dacht. Toen werd", [
            "Het duurde langer dan iedereen dacht.", "Toen werd het stil.",
        ]),
    ],
)  # fmt: skip
def test_what_is_new_is_never_half_a_sentence(passage: str, shown: list[str]) -> None:
    text = "Het duurde langer dan iedereen dacht. Toen werd het stil. Hoi."
    assert new_sentences(text, [passage]) == shown


def test_its_ways_out_are_another_time_a_colleague_and_all_the_same(
    sanne: Colleague, karim: Colleague, scene: tuple[ConnectedAccount, ConnectedAccount]
) -> None:
    message = told(karim, WORDS, account=scene[1])
    hint = guard(sanne, WORDS)
    assert hint is not None
    labels = [act.label for act in hint.acts]
    assert labels == ["Let it rest until 13.40", "Leave it to Karim", "I tell it all the same"]
    assert [act.value for act in hint.acts[:2]] == ["rest:41", f"leave:{message.pk}"]
    assert not hint.stop


def test_a_piece_of_what_a_colleague_said_counts(
    sanne: Colleague, karim: Colleague, scene: tuple[ConnectedAccount, ConnectedAccount]
) -> None:
    told(karim, WORDS, account=scene[1])
    long = " ".join([OWN, "En nog iets anders over de dag zelf.", WORDS, OWN.upper(), OWN])
    assert guard(sanne, long) is not None
