"""What Today shows, held against the ladder."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merkwerk.engine.attention import Candidate, Kind, choose
from merkwerk.engine.because import Because
from merkwerk.engine.warmth import Quiet

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
GOLD = Path(__file__).parent.parent / "gold" / "attention.json"


def candidate(
    key: str, kind: str = "question", minutes: int = 10, person: str = "", **more: Any
) -> Candidate:
    if isinstance(gone := more.get("quiet"), list):
        more["quiet"] = Quiet(*gone)
    more["subjects"] = tuple(more.get("subjects", ()))
    at = NOW - timedelta(minutes=minutes)
    return Candidate(key, person or key, Kind(kind), at, **more)


def keys(*given: Candidate, limit: int = 7) -> list[str]:
    return [chosen.candidate.key for chosen in choose(given, NOW, limit)]


def test_it_agrees_with_the_whole_gold_set() -> None:
    cases = json.loads(GOLD.read_text(encoding="utf-8"))
    wrong = [
        case["case"]
        for case in cases
        if keys(
            *(candidate(key, kind, at, **more) for key, (kind, at, more) in case["given"].items())
        )
        != case["order"]
    ]
    assert (len(cases) >= 14, wrong) == (True, [])


def test_it_shows_seven_at_most() -> None:
    assert len(keys(*(candidate(str(n)) for n in range(20)))) == 7


def test_nothing_to_show_is_fine() -> None:
    assert choose([], NOW) == ()


def test_it_refuses_a_negative_limit() -> None:
    with pytest.raises(ValueError, match="negative"):
        choose([], NOW, -1)


def test_a_person_stands_there_once() -> None:
    first, second = candidate("a", "asked", person="mira"), candidate("b", person="mira")
    chosen = choose([second, first], NOW)
    assert [(each.candidate, each.others) for each in chosen] == [(first, (second,))]


def quiet(key: str) -> Candidate:
    return candidate(key, "quiet", quiet=[21, 70])


def test_two_quiet_ones_when_others_want_the_places() -> None:
    posts = [candidate(f"post{n}", "post") for n in range(9)]
    shown = keys(quiet("a"), quiet("b"), quiet("c"), *posts)
    assert shown == ["a", "b", "post0", "post1", "post2", "post3", "post4"]


def test_more_quiet_ones_when_there_is_room() -> None:
    assert keys(quiet("a"), quiet("b"), quiet("c"), candidate("d")) == ["d", "a", "b", "c"]


def test_the_soonest_promise_stands_first() -> None:
    soon = candidate("soon", "promise", due=NOW + timedelta(days=1))
    late = candidate("late", "promise", due=NOW - timedelta(days=2))
    assert keys(soon, late) == ["late", "soon"]


def codes(reasons: tuple[Because, ...]) -> list[str]:
    return [reason.code for reason in reasons]


@pytest.mark.parametrize(
    ("shown", "why_you", "why_now"),
    [
        (candidate("a", "asked", known=True), ["asks-you", "you-know-them"], ["waiting"]),
        (candidate("a", "promise", due=NOW), ["you-promised"], ["due"]),
        (candidate("a", "promise", due=NOW - timedelta(1)), ["you-promised"], ["overdue"]),
        (candidate("a", "passed", colleague="Karim"), ["colleague-asks"], ["waiting"]),
        (
            candidate("a", known=True, subjects=["btw"]),
            ["your-subject", "you-know-them"],
            ["fresh", "nobody-answered"],
        ),
        (candidate("a", subjects=["btw"]), ["your-subject"], ["fresh", "nobody-answered"]),
        (candidate("a", "mention"), ["names-you"], ["fresh"]),
        (candidate("a", "reaction"), ["you-told"], ["fresh"]),
        (candidate("a", "quiet", known=True, quiet=[21, 77]), ["your-relationship"], ["silent"]),
        (candidate("a", "post", subjects=["btw"]), ["your-subject"], ["fresh"]),
    ],
)
def test_it_says_why_you_and_why_now(
    shown: Candidate, why_you: list[str], why_now: list[str]
) -> None:
    (chosen,) = choose([shown], NOW)
    assert (codes(chosen.why_you), codes(chosen.why_now)) == (why_you, why_now)


def test_reasons_bring_their_facts() -> None:
    (chosen,) = choose([candidate("a", minutes=38, subjects=["btw", "platformen"])], NOW)
    facts = [dict(reason.facts) for reason in (*chosen.why_you, *chosen.why_now)]
    assert facts == [{"subjects": "btw, platformen"}, {"minutes": 38}, {}]


def test_the_rooms_own_reasons_stand_behind() -> None:
    own = Because("spoke", {"days": 60})
    (chosen,) = choose([candidate("a", "reaction", reasons=(own,))], NOW)
    assert chosen.why_you == (Because("you-told"), own)


candidates = st.builds(
    candidate,
    key=st.integers(0, 9_999).map(str),
    kind=st.sampled_from([kind.value for kind in Kind if kind is not Kind.QUIET]),
    minutes=st.integers(-60, 60_000),
    person=st.sampled_from("abcdefghij"),
    known=st.booleans(),
    asks=st.booleans(),
    answered=st.booleans(),
)


@given(st.lists(candidates, unique_by=lambda each: each.key), st.randoms(use_true_random=False))
def test_the_order_they_come_in_does_not_matter(given_: list[Candidate], dice: Any) -> None:
    mixed = list(given_)
    dice.shuffle(mixed)
    assert choose(mixed, NOW) == choose(given_, NOW)


@given(st.lists(candidates))
def test_nobody_stands_there_twice(given_: list[Candidate]) -> None:
    people = [chosen.candidate.person for chosen in choose(given_, NOW)]
    assert len(people) == len(set(people)) <= 7


def test_a_wish_to_be_introduced_stands_where_a_colleague_asks() -> None:
    asked = candidate("asked", "introduce", colleague="Karim")
    (chosen,) = choose([asked], NOW)
    assert chosen.rung == "colleague"
    assert chosen.why_you[0] == Because("wants-introduction", {"colleague": "Karim"})


def test_a_new_job_comes_after_a_reaction_and_before_silence() -> None:
    news, reaction = candidate("news", "news"), candidate("reaction", "reaction")
    assert keys(candidate("quiet", "quiet", quiet=[21, 77]), news, reaction) == [
        "reaction",
        "news",
        "quiet",
    ]


def test_real_contact_goes_before_new_people_however_long_those_are_silent() -> None:
    known = candidate("known", "quiet", quiet=[30, 60])
    new = candidate("new", "quiet", quiet=[10, 300], existing=False)
    assert keys(new, known) == ["known", "new"]
