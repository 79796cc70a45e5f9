"""What corrections teach a topic, held against invented posts around a word with two meanings."""

import json
from pathlib import Path

import numpy as np
import pytest

from merkwerk.engine.sharpening import Example, Ranking, learn, proposals

GOLD = Path(__file__).parent.parent / "gold" / "sharpening.json"
LEAST_PAIRS = 0.9

_READ = json.loads(GOLD.read_text(encoding="utf-8"))
CORRECTIONS = [Example(text, wanted) for text, wanted in _READ["corrections"]]
TEXTS = [text for text, _, _ in _READ["posts"]]
MET = [met for _, met, _ in _READ["posts"]]
WANTED = [wanted for _, _, wanted in _READ["posts"]]


@pytest.fixture(scope="module")
def ranking() -> Ranking:
    found = learn(CORRECTIONS, TEXTS, MET)
    assert found
    return found


def in_order(scores: list[float], wanted: list[bool]) -> float:
    """How often a wanted text stands above an unwanted one."""
    right = [score for score, good in zip(scores, wanted, strict=True) if good]
    wrong = [score for score, good in zip(scores, wanted, strict=True) if not good]
    return sum(a > b for a in right for b in wrong) / (len(right) * len(wrong))


def test_among_what_met_the_word_the_wanted_ones_come_first(ranking: Ranking) -> None:
    met = [place for place, hit in enumerate(MET) if hit]
    scores = [ranking.score(TEXTS[place]) for place in met]
    assert in_order(scores, [WANTED[place] for place in met]) >= LEAST_PAIRS


def test_it_ranks_everything_better_than_the_word_alone(ranking: Ranking) -> None:
    scores = ranking.scores(TEXTS).tolist()
    halves = sum(
        0.5
        for a, good in zip(MET, WANTED, strict=True)
        for b, other in zip(MET, WANTED, strict=True)
        if good and not other and a == b
    )
    plain = in_order([float(met) for met in MET], WANTED)
    plain += halves / (sum(WANTED) * (len(WANTED) - sum(WANTED)))
    assert in_order(scores, WANTED) > plain


def test_nine_corrections_are_too_few() -> None:
    assert learn(CORRECTIONS[:9], TEXTS, MET) is None


def test_the_same_corrections_give_the_same_ranking(ranking: Ranking) -> None:
    again = learn(CORRECTIONS, TEXTS, MET)
    assert again
    assert np.array_equal(again.weights, ranking.weights)


def test_without_a_stream_it_never_overrules_the_words() -> None:
    ranking = learn(CORRECTIONS)
    assert ranking
    assert ranking.wanted(-100.0, matched=True)
    assert not ranking.wanted(100.0, matched=False)


def test_ten_times_yes_and_nothing_heard_teaches_nothing() -> None:
    assert learn([Example(f"bericht {n}", True) for n in range(10)]) is None


def test_a_stream_without_its_matches_is_refused() -> None:
    with pytest.raises(ValueError, match="each post"):
        learn(CORRECTIONS, TEXTS, MET[:-1])


def test_it_says_which_words_pulled(ranking: Ranking) -> None:
    words = dict(ranking.because("btw love this song"))
    assert words["btw"] > 0
    assert words["love"] < 0


def test_a_post_that_says_nothing_has_no_reasons(ranking: Ranking) -> None:
    assert ranking.because("") == ()


def test_a_correction_moves_posts_like_it() -> None:
    turned = [*CORRECTIONS, Example("btw webinar voor ondernemers", False)]
    before, after = learn(CORRECTIONS, TEXTS, MET), learn(turned, TEXTS, MET)
    assert before
    assert after
    text = "Nog een webinar over btw"
    assert after.score(text) < before.score(text)


def test_a_correction_of_a_post_in_the_stream_counts_once() -> None:
    assert learn(CORRECTIONS, [*TEXTS, CORRECTIONS[0].text], [*MET, True]) is not None


def test_endless_and_odd_texts_do_no_harm(ranking: Ranking) -> None:
    odd = ["", "\ud800", "a" * 100_000, "😀" * 500, "\0"]
    assert np.isfinite(ranking.scores(odd)).all()


def test_words_of_the_wanted_posts_are_proposed() -> None:
    taxes = [Example(f"btw aangifte nummer {n}", True) for n in range(3)]
    found = proposals({"btw"}, [*taxes, *CORRECTIONS], TEXTS, MET)
    added = {one.word: one for one in found if one.kind == "add"}
    assert added["aangifte"].seen_in == 4
    assert added["aangifte"].of == 8


def test_one_correction_is_enough_when_the_stream_speaks_for_a_word() -> None:
    stream = ["btw en omzetbelasting"] * 20 + ["een fiets"] * 80
    met = [True] * 20 + [False] * 80
    found = proposals({"btw"}, [Example("omzetbelasting is lastig", True)], stream, met)
    assert [one.word for one in found] == ["omzetbelasting"]
    assert found[0].heard == 20


def test_words_of_the_unwanted_posts_are_proposed_for_exclusion() -> None:
    found = proposals({"btw"}, CORRECTIONS)
    assert {one.word for one in found if one.kind == "exclude"} & {"love", "great", "lol"}


def test_a_word_of_the_topic_is_never_proposed() -> None:
    found = proposals({"btw"}, CORRECTIONS, TEXTS, MET)
    assert not {"btw", "#btw"} & {one.word for one in found}


def test_a_word_of_both_kinds_is_never_proposed() -> None:
    both = [Example("de tafel is rond", True), Example("de tafel is vierkant", False)] * 5
    assert "tafel" not in {one.word for one in proposals((), both)}


def test_no_corrections_no_proposals() -> None:
    assert proposals({"btw"}, [], TEXTS, MET) == ()
