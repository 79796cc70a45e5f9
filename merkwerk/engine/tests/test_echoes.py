"""Echoes: what resembles a text among recent ones, and what is the same thing said many times."""

import random

import numpy as np
import pytest

from merkwerk.engine.echoes import Index, score
from merkwerk.engine.echoes.search import Plain
from merkwerk.engine.echoes.shelves import Shelves
from merkwerk.engine.tests.examples_of_echoes import invented

TRAINS = "NS laat morgen minder treinen rijden door het slechte weer"
SAME = "NS laat morgen véél minder treinen rijden door slechte weer!! 😡"


def test_the_same_words_are_the_same() -> None:
    assert score("Één fiets, te koop!", "een fiets te koop https://a.example/1") == 1


def test_a_score_is_what_both_have_of_what_either_has() -> None:
    assert score("abcde", "bcdef") == pytest.approx(1 / 3)


def test_what_somebody_tells_on_is_the_same() -> None:
    assert score(f"RT @ns_online: {TRAINS}", TRAINS) == 1


@pytest.mark.parametrize(("a", "b"), [("", ""), ("", "fiets"), ("😀", "😀"), ("auto", "vis")])
def test_nothing_in_common_scores_nothing(a: str, b: str) -> None:
    assert score(a, b) == 0


def test_a_score_has_no_sides() -> None:
    assert score(TRAINS, SAME) == score(SAME, TRAINS)


def test_it_finds_nearly_the_same_and_says_what_is_shared() -> None:
    index = Index()
    index.add(7, TRAINS, 1.0)
    index.add(8, "Ik hou van pannenkoeken met stroop", 2.0)
    (echo,) = index.like(SAME)
    assert (echo.key, echo.kind, echo.shared) == (7, "nearly", "minder treinen rijden door")
    assert echo.score == score(TRAINS, SAME)


def test_it_finds_the_same_link_whatever_is_said() -> None:
    index = Index()
    index.add(1, TRAINS, 1.0, ["https://www.nos.example/artikel/1?utm_source=x"])
    (echo,) = index.like("Kijk nou", ["http://nos.example/artikel/1/#reacties"])
    assert (echo.key, echo.kind, echo.score, echo.shared) == (1, "same-link", 0.0, "")


def test_the_front_page_of_a_site_is_no_common_link() -> None:
    index = Index()
    index.add(1, TRAINS, 1.0, ["https://nos.example/"])
    assert index.like("Kijk nou", ["https://nos.example"]) == ()


def test_it_finds_similar_texts_below_nearly() -> None:
    index = Index()
    index.add(1, "De brug over het kanaal is dicht tot en met maandag wegens onderhoud", 1.0)
    (echo,) = index.like("Let op: brug over het kanaal dicht tot en met dinsdag, omrijden")
    assert echo.kind == "similar"
    assert echo.shared == "brug over het kanaal"


def test_the_best_comes_first_and_the_older_of_equals() -> None:
    index = Index()
    for key, text in ((1, SAME), (2, TRAINS), (3, TRAINS)):
        index.add(key, text, float(key))
    assert [echo.key for echo in index.like(TRAINS)] == [2, 3, 1]
    assert len(index.like(TRAINS, most=2)) == 2


def test_a_removed_post_is_not_found() -> None:
    index = Index()
    index.add(1, TRAINS, 1.0, ["https://a.example/1"])
    index.remove(1)
    index.remove(1)
    assert index.like(TRAINS, ["https://a.example/1"]) == ()
    assert len(index) == 0


def test_an_edited_post_stands_there_once() -> None:
    index = Index()
    index.add(1, TRAINS, 1.0)
    index.add(1, "Ik hou van pannenkoeken met stroop", 1.0)
    assert index.like(TRAINS) == ()
    assert (len(index), 1 in index) == (1, True)


def test_the_oldest_are_forgotten_when_it_is_full() -> None:
    index = Index(most=80)
    for key in range(200):
        index.add(key, f"{TRAINS} nummer {key}", float(key))
    assert 70 <= len(index) <= 80
    assert 119 not in index
    assert 199 in index
    assert index.like(f"{TRAINS} nummer 199")[0].key == 199


def test_old_blocks_are_forgotten_at_a_wish() -> None:
    index = Index(most=80)
    for key in range(60):
        index.add(key, f"{TRAINS} nummer {key}", float(key))
    index.forget(before=30.0)
    assert 5 not in index
    assert 35 in index


def test_links_and_keys_are_found_in_closed_blocks() -> None:
    index = Index(most=80)
    for key in range(60):
        index.add(key, f"bericht {key}", float(key), [f"https://a.example/{key}"])
    assert [echo.key for echo in index.like("", ["https://a.example/3"])] == [3]
    index.add(3, TRAINS, 61.0)
    assert index.like("", ["https://a.example/3"]) == ()
    assert index.like(TRAINS)[0].key == 3


def test_an_index_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        Index(most=0)


def test_an_empty_text_is_like_nothing() -> None:
    index = Index()
    index.add(1, "", 1.0)
    assert index.like("") == ()


def test_hostile_texts_do_not_break_it() -> None:
    index = Index()
    texts = ["\ud800\0", "a" * 100_000, "\U00010348" * 50, "é" * 9, "ab", "\u202e"]
    for key, text in enumerate(texts):
        index.add(key, text, 1.0)
    for text in texts:
        for echo in index.like(text):
            assert echo.score == score(text, texts[echo.key])
            assert isinstance(echo.shared, str)


def test_the_compiled_search_gives_the_same_answers() -> None:
    posts = invented(900, random.Random(1))
    plain, quick = Index(600, compiled=False), Index(600, compiled=True)
    for post in posts:
        plain.add(*post)
    quick.add_many(posts)
    for key in range(0, 900, 7):
        plain.remove(key)
        quick.remove(key)
    assert len(plain) == len(quick)
    for _, text, _, links in posts[::3]:
        assert plain.candidates(text) == quick.candidates(text)
        assert plain.like(text, links) == quick.like(text, links)


def test_it_misses_few_of_the_exact_answers() -> None:
    posts = invented(400, random.Random(2))
    index = Index()
    index.add_many(posts)
    texts = {key: text for key, text, _, _ in posts}
    wanted = found = 0
    for key, text in list(texts.items())[::8]:
        near = {other for other in texts if score(text, texts[other]) >= 0.5}
        got = {echo.key for echo in index.like(text, most=400)}
        wanted, found = wanted + len(near), found + len(near & got)
        assert key in got or not text
    assert found >= 0.98 * wanted > 0


def test_a_round_of_marks_starts_anew() -> None:
    shelves = Shelves(8)
    shelves.seen[:] = 5
    shelves._turn = 2**32 - 1
    assert shelves.next_turn() == 1
    assert not np.any(shelves.seen)


def test_a_small_index_needs_no_numba() -> None:
    index = Index()
    index.add(1, TRAINS, 1.0)
    assert isinstance(index._search, Plain)
