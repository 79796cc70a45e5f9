"""Hints: what is said beside a draft, to its writer only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from merkwerk.accounts.models import Colleague
from merkwerk.jobs.models import Trouble
from merkwerk.listening.models import ToneCard
from merkwerk.networks.models import Message
from merkwerk.writing.actions import hints as hinting
from merkwerk.writing.actions.hints import Kind, gathering
from merkwerk.writing.models import Decision, Picture, Reference, Wishes
from merkwerk.writing.tests.hint_examples import (
    NOW,
    OWN,
    WORDS,
    account_of,
    drafted,
    hints,
    of_kind,
    person,
    told,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SELLING = "Wij zijn supertrots op onze unieke oplossing! Meld je nu aan en mis het niet!"
SOURCE = f"Een inleiding over het vak. {WORDS} Daarna komen de cijfers, stiller dan hij."


def about(by: Colleague, text: str = SOURCE) -> Reference:
    return Reference.objects.create(
        draft=drafted(by),
        address="https://krant.example/a",
        mark="a",
        state=Reference.State.READ,
        title="Stilte",
        author="Ilse Kok",
        text=text,
    )


def test_a_plain_text_of_ones_own_has_no_hints(sanne: Colleague) -> None:
    assert hints(drafted(sanne), OWN, sanne) == []


def test_an_empty_sheet_has_no_hints(sanne: Colleague) -> None:
    assert hints(drafted(sanne), "", sanne) == []


def test_nobody_elses_draft_gets_hints(sanne: Colleague, karim: Colleague) -> None:
    with pytest.raises(PermissionError):
        hints(drafted(sanne), OWN, karim)


def test_a_pasted_source_meets_a_friendly_stop(sanne: Colleague) -> None:
    hint = of_kind(hints(about(sanne).draft, SOURCE, sanne), Kind.SOURCE)
    assert hint is not None
    assert hint.stop
    assert "Ilse Kok" in hint.why
    assert WORDS.rstrip(".") in hint.points[0].words[0]


def test_a_piece_of_the_source_is_shown_as_such(sanne: Colleague) -> None:
    hint = of_kind(hints(about(sanne).draft, f"{OWN} {OWN} {OWN} {WORDS}", sanne), Kind.SOURCE)
    assert hint is not None
    assert not hint.stop


def test_a_quotation_is_fine(sanne: Colleague) -> None:
    text = f"Ilse schreef “{WORDS}”, en dat zie ik anders."
    assert of_kind(hints(about(sanne).draft, text, sanne), Kind.SOURCE) is None


def test_a_colleague_who_said_nearly_the_same_last_week(sanne: Colleague, karim: Colleague) -> None:
    told(karim, WORDS, minutes=7 * 24 * 60, url="https://social.example/1")
    hint = of_kind(hints(drafted(sanne), WORDS, sanne), Kind.COLLEAGUES)
    assert hint is not None
    assert hint.title == "Karim said nearly the same"
    assert hint.points[0].words == (WORDS.rstrip("."),)


def test_what_was_taken_away_is_not_told_of(sanne: Colleague, karim: Colleague) -> None:
    message = told(karim, WORDS, minutes=7 * 24 * 60)
    assert of_kind(hints(drafted(sanne), WORDS, sanne), Kind.COLLEAGUES) is not None
    Message.objects.filter(pk=message.pk).update(state=Message.State.TAKEN_AWAY)
    assert of_kind(hints(drafted(sanne), WORDS, sanne), Kind.COLLEAGUES) is None


def test_what_came_after_the_first_asking_is_known(sanne: Colleague, karim: Colleague) -> None:
    assert hints(drafted(sanne), WORDS, sanne) == []
    message = told(karim, WORDS, minutes=90)
    Message.objects.filter(pk=message.pk).update(changed=NOW)
    assert of_kind(hints(drafted(sanne), WORDS, sanne), Kind.COLLEAGUES) is not None


@pytest.mark.parametrize("state", [Message.State.DRAFT, Message.State.WAITING])
def test_what_a_colleague_still_writes_never_shows(
    state: Message.State, sanne: Colleague, karim: Colleague
) -> None:
    told(karim, WORDS, minutes=90, state=state)
    drafted(karim, WORDS)
    assert hints(drafted(sanne), WORDS, sanne) == []


def test_older_than_thirty_days_is_forgotten(sanne: Colleague, karim: Colleague) -> None:
    told(karim, WORDS, minutes=31 * 24 * 60)
    assert of_kind(hints(drafted(sanne), WORDS, sanne), Kind.COLLEAGUES) is None


def test_an_advertisement_is_asked_about_with_its_words(sanne: Colleague) -> None:
    hint = of_kind(hints(drafted(sanne), SELLING, sanne), Kind.ADVERTISING)
    assert hint is not None
    assert "Meld je nu aan" in [words for point in hint.points for words in point.words]
    assert hint.why.endswith("?")


def test_no_hint_shows_a_score(sanne: Colleague) -> None:
    assert "score" not in repr(hints(drafted(sanne), SELLING, sanne)).lower()


def test_seven_of_ten_posts_about_ourselves(sanne: Colleague) -> None:
    for number in range(10):
        ours = "https://kade.example/nieuws" if number < 7 else "https://krant.example/a"
        told(sanne, f"Verhaal {number}: {ours}", minutes=60 * 24 * (number + 1))
    hint = of_kind(hints(drafted(sanne), "Lees https://kade.example/b", sanne), Kind.PROMOTION)
    assert hint is not None
    assert hint.title == "7 of your last 10 posts were about ourselves"


def test_a_story_of_ones_own_is_not_held_against_the_others(sanne: Colleague) -> None:
    for number in range(10):
        told(sanne, "Verhaal https://kade.example/nieuws", minutes=60 * 24 * (number + 1))
    assert of_kind(hints(drafted(sanne), OWN, sanne), Kind.PROMOTION) is None


def test_it_says_what_differs_from_ones_own_writing(sanne: Colleague) -> None:
    for number in range(15):
        told(sanne, f"Ik zat bij klant {number}. Heb jij dat ook wel eens?", minutes=2000 + number)
    hint = of_kind(hints(drafted(sanne), "Ik vertel u graag over uw fiets en uw buurvrouw. "
                                         "Herkent u dat ook?", sanne), Kind.FITS)  # fmt: skip
    assert hint is not None
    assert hint.points[0].says == "You usually say je, here you write u, uw."


def test_the_place_talks_otherwise(sanne: Colleague) -> None:
    account_of(sanne)
    facts = {"language": "nl", "informal": 80, "formal": 2, "both": 0}
    figures = {"figures": [{"code": "address", "share": 40, "facts": facts}]}
    ToneCard.objects.create(network="mastodon", posts=90, figures=figures, measured=NOW)
    hint = of_kind(hints(drafted(sanne), "Heeft u dat ook wel eens gezien?", sanne), Kind.TONE)
    assert hint is not None
    assert [point.says for point in hint.points] == ["People say je here, you write u."]


def test_a_picture_without_words_comes_before_tone(sanne: Colleague) -> None:
    draft = drafted(sanne)
    Picture.objects.create(draft=draft, file="a", kind="image/png", width=1, height=1)
    found = hints(draft, SELLING, sanne)
    assert [hint.kind for hint in found][:2] == [Kind.ACCESS, Kind.ADVERTISING]


def test_one_hint_of_each_subject(sanne: Colleague) -> None:
    text = "KIJK NOU EENS 🎉🎉🎉🎉 #duurzaamondernemen 𝓫𝓲𝓳𝔃𝓸𝓷𝓭𝓮𝓻"
    found = hints(drafted(sanne), text, sanne)
    assert [hint.kind for hint in found] == [Kind.ACCESS]
    assert len(found[0].points) == 4


def test_decided_is_quiet_for_this_draft_only(sanne: Colleague) -> None:
    draft, other = drafted(sanne), drafted(sanne)
    hint = hints(draft, SELLING, sanne)[0]
    assert hinting.decide(draft=draft, by=sanne, mark=hint.mark)
    assert hints(draft, SELLING, sanne) == []
    assert hints(other, SELLING, sanne) != []


def test_only_a_fingerprint_of_the_decision_is_kept(sanne: Colleague) -> None:
    draft = drafted(sanne)
    hint = hints(draft, SELLING, sanne)[0]
    hinting.decide(draft=draft, by=sanne, mark=hint.mark)
    assert Decision.objects.get().mark == hint.mark
    assert "advertising" not in hint.mark


def test_nobody_decides_about_anothers_draft(sanne: Colleague, karim: Colleague) -> None:
    with pytest.raises(PermissionError):
        hinting.decide(draft=drafted(sanne), by=karim, mark="a" * 64)


def test_what_is_no_mark_is_not_kept(sanne: Colleague) -> None:
    assert not hinting.decide(draft=drafted(sanne), by=sanne, mark="Waterbedrijf Noord")


def test_all_can_speak_again(sanne: Colleague) -> None:
    draft = drafted(sanne)
    hinting.decide(draft=draft, by=sanne, mark=hints(draft, SELLING, sanne)[0].mark)
    assert hinting.speak_again(draft=draft, by=sanne) == 1
    assert hints(draft, SELLING, sanne) != []


@pytest.mark.parametrize("kind", list(hinting.KINDS))
def test_a_kind_can_be_switched_off(kind: Kind, sanne: Colleague, karim: Colleague) -> None:
    follower = person("Joris Bakker")
    account_of(sanne, follower)
    told(karim, WORDS, account=account_of(karim, follower))
    Wishes.objects.create(colleague=sanne, quiet_hints=[kind])
    found = hints(about(sanne).draft, f"{SELLING} {SOURCE} #duurzaamondernemen", sanne)
    assert found
    assert kind not in {hint.kind for hint in found}


def test_a_part_that_fails_takes_none_of_the_others_down(
    sanne: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_asked: object) -> list[object]:
        raise ValueError("broken")

    parts = ((breaks, frozenset({Kind.GUARD})), *gathering.PARTS)
    monkeypatch.setattr(gathering, "PARTS", parts)
    assert of_kind(hints(drafted(sanne), SELLING, sanne), Kind.ADVERTISING) is not None
    assert Trouble.objects.get().place == "hints breaks"


def test_the_questions_do_not_grow_with_what_was_said(
    sanne: Colleague,
    karim: Colleague,
) -> None:
    follower = person("Joris Bakker")
    account_of(sanne, follower)
    theirs = account_of(karim, follower)
    draft = drafted(sanne)
    told(karim, WORDS, account=theirs)
    hints(draft, WORDS, sanne)
    with CaptureQueriesContext(connection) as few:
        hints(draft, WORDS, sanne)
    for number in range(12):
        told(karim, f"{WORDS} {number}", account=theirs, minutes=5)
        told(sanne, f"{OWN} {number}", minutes=500)
    hints(draft, WORDS, sanne)
    with CaptureQueriesContext(connection) as many:
        hints(draft, f"{WORDS} {WORDS}", sanne)
    assert len(many) == len(few)


@pytest.mark.parametrize(
    "text",
    [
        "\u200b".join("Meld je nu aan"),
        "<p class=MsoNormal><span style='mso-bidi-font-family:Arial'>Hallo</span></p>" * 50,
        "\ud800 half",
        "#" * 5000,
        "https://" * 2000,
        "“" * 3000,
        "!" * 4000,
        "\u0300" * 4000,
    ],
)
def test_hostile_text_is_only_text(text: str, sanne: Colleague) -> None:
    hints(drafted(sanne), text, sanne)
    assert not Trouble.objects.exists()


def test_a_draft_of_two_hundred_thousand_signs(sanne: Colleague) -> None:
    hints(drafted(sanne), (WORDS + " ") * 2_500, sanne)
    assert not Trouble.objects.exists()


def test_a_clock_that_jumps_back_forgets_and_reads_again(
    sanne: Colleague, karim: Colleague
) -> None:
    told(karim, WORDS, minutes=300)
    draft = drafted(sanne)
    hints(draft, WORDS, sanne)
    earlier = NOW - timedelta(minutes=30)
    found = hinting.hints_for(draft=draft, text=WORDS, by=sanne, now=earlier)
    assert of_kind(found, Kind.COLLEAGUES) is not None
