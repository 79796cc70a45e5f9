"""Both ways to ask, plain and compiled, held against every post one by one."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merkwerk.engine.echoes import Index, score, shelves
from merkwerk.engine.echoes.grams import codes, codes_of_many, plain
from merkwerk.engine.tests.examples_of_echoes import Post, invented

WAYS = [False, True]
ODD = [
    "RT @x: hallo",
    "zie www.a.nl nu",
    "WWW.A.NL",
    "http://a.nl/é b",
    " a\n\n\0 b ",
    "\r\t!",
    "é",
]


def every(posts: list[Post], text: str, least: float = 0.3) -> dict[int, float]:
    """The slow and obviously right way."""
    scores = {key: score(text, other) for key, other, _, _ in posts}
    return {key: value for key, value in scores.items() if value >= least}


def asked(index: Index, text: str) -> dict[int, float]:
    return {echo.key: echo.score for echo in index.exact(text, most=10_000)}


@pytest.mark.parametrize("compiled", WAYS)
@pytest.mark.parametrize("seed", range(2))
def test_the_exact_way_finds_all_and_nothing_else(seed: int, compiled: bool) -> None:
    posts = invented(500, Random(seed))
    index = Index(600, compiled=compiled)
    index.add_many(posts)
    for _, text, _, _ in posts[::25]:
        assert asked(index, text) == pytest.approx(every(posts, text))


@pytest.mark.parametrize("compiled", WAYS)
def test_the_quick_way_finds_a_part_of_it(compiled: bool) -> None:
    posts = invented(500, Random(9))
    index = Index(600, compiled=compiled)
    index.add_many(posts)
    for _, text, _, links in posts[::7]:
        exact = index.exact(text, links, most=10_000)
        assert set(index.quick(text, links, most=10_000)) <= set(exact)


def test_the_compiled_ways_give_the_same_answers_whatever_is_added_and_forgotten() -> None:
    dice = Random(5)
    posts = invented(1_500, dice)
    plain, quick = Index(300, compiled=False), Index(300, compiled=True)
    quick.settle()
    while posts:
        some, posts = posts[: dice.randint(1, 90)], posts[90:]
        plain.add_many(some)
        for post in some:
            quick.add(*post)
        for key, _, _, _ in dice.sample(some, len(some) // 4):
            plain.remove(key)
            quick.remove(key)
        assert len(plain) == len(quick)
        for _, text, _, links in some[::9]:
            assert plain.exact(text, links) == quick.exact(text, links)
            assert plain.quick(text, links) == quick.quick(text, links)
            assert plain.candidates(text) == quick.candidates(text)


@pytest.mark.parametrize("compiled", WAYS)
def test_adding_and_forgetting_leaves_what_was_never_taken_out(compiled: bool) -> None:
    posts, others = invented(200, Random(1)), invented(120, Random(2))
    index, same = Index(2_000, compiled=compiled), Index(2_000, compiled=compiled)
    same.add_many(posts)
    index.add_many([(key + 1_000, *rest) for key, *rest in others])  # type: ignore[misc]
    index.add_many(posts)
    for key, _, _, _ in others:
        index.remove(key + 1_000)
    for _, text, _, links in posts[::5]:
        assert index.exact(text, links) == same.exact(text, links)
        assert index.quick(text, links) == same.quick(text, links)


@pytest.mark.parametrize("compiled", WAYS)
def test_the_oldest_leave_the_exact_way_too(compiled: bool) -> None:
    posts = invented(700, Random(3))
    index = Index(200, compiled=compiled)
    index.settle()
    index.add_many(posts)
    kept = [post for post in posts if post[0] in index]
    assert 150 < len(kept) <= 200
    for _, text, _, _ in posts[::29]:
        assert asked(index, text) == pytest.approx(every(kept, text))


@pytest.mark.parametrize("compiled", WAYS)
def test_long_texts_are_counted_whole(compiled: bool) -> None:
    dice = Random(4)
    words = ["".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=6)) for _ in range(500)]
    posts: list[Post] = [
        (key, " ".join(dice.choices(words, k=dice.choice([5, 60, 400]))), 0.0, [])
        for key in range(160)
    ]
    index = Index(200, compiled=compiled)
    index.add_many(posts)
    for _, text, _, _ in posts[::19]:
        assert asked(index, text) == pytest.approx(every(posts, text))


@pytest.mark.parametrize("compiled", WAYS)
def test_a_text_with_as_many_grams_as_a_small_counter_holds_is_found(compiled: bool) -> None:
    dice = Random(7)
    texts = ["".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=258)) for _ in range(40)]
    index = Index(40, compiled=compiled)
    index.add_many([(key, text, 0.0, ()) for key, text in enumerate(texts)])
    assert [asked(index, text) for text in texts] == [{key: 1.0} for key in range(40)]


def test_several_pages_to_a_block_give_the_same_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "LEAST_PAGE", 1)
    posts = invented(700, Random(8))
    index = Index(600, compiled=True)
    index.settle()
    index.add_many(posts)
    assert index._shelves.page < index._shelves.size
    kept = [post for post in posts if post[0] in index]
    for _, text, _, _ in posts[::19]:
        assert asked(index, text) == pytest.approx(every(kept, text))


@pytest.mark.parametrize("compiled", WAYS)
def test_the_words_of_a_pressed_page_are_shown(compiled: bool) -> None:
    posts = invented(300, Random(6))
    index = Index(320, compiled=compiled)
    index.add_many(posts)
    assert all(index.text(key) == text for key, text, _, _ in posts)


def test_the_words_of_a_post_that_is_gone_are_not() -> None:
    index = Index()
    index.add(1, "De brug over het kanaal is dicht", 1.0)
    (echo,) = index.exact("De brug over het kanaal is dicht")
    index.remove(1)
    assert (echo.shared, index.text(1)) == ("", "")


def test_an_index_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="900,000 at most"):
        Index(most=1_000_000)


@pytest.mark.parametrize("compiled", WAYS)
def test_the_same_text_said_by_all_is_found_at_all(compiled: bool) -> None:
    index = Index(500, compiled=compiled)
    index.add_many([(key, "Kom ook naar de open dag!", 0.0, ()) for key in range(400)])
    assert [echo.key for echo in index.exact("Kom ook naar de open dag!")] == list(range(10))


@given(texts=st.lists(st.text() | st.sampled_from(ODD), max_size=12))
def test_many_texts_are_made_plain_as_one_is(texts: list[str]) -> None:
    letters, lengths = codes_of_many(texts)
    said = [plain(text) for text in texts]
    assert letters.tolist() == codes("".join(said)).tolist()
    assert lengths.tolist() == [len(one) for one in said]


@pytest.mark.parametrize("compiled", WAYS)
def test_a_bucket_in_which_all_stand_is_swept_and_filled_again(compiled: bool) -> None:
    index = Index(160, compiled=compiled)
    for key in range(700):
        index.add(key, "Kom ook naar de open dag!" if key % 3 else f"Bericht {key} van vandaag", 0)
        if key % 5 == 0:
            index.remove(key)
    kept = [key for key in range(700) if key in index and key % 3]
    assert 60 < len(kept) <= 160
    assert set(kept) <= set(index.candidates("Kom ook naar de open dag!"))
    assert [echo.key for echo in index.quick("Kom ook naar de open dag!", most=700)] == kept


@pytest.mark.parametrize("compiled", WAYS)
@pytest.mark.parametrize("most", [1, 3, 10])
def test_the_best_few_of_many_are_the_best_of_all(most: int, compiled: bool) -> None:
    posts = invented(600, Random(most))
    index = Index(700, compiled=compiled)
    index.add_many(posts)
    for _, text, _, _ in posts[::17]:
        best = sorted(every(posts, text).values(), reverse=True)[:most]
        assert [echo.score for echo in index.exact(text, most=most)] == pytest.approx(best)


@pytest.mark.parametrize("compiled", WAYS)
def test_an_index_that_is_tended_answers_as_one_that_is_not(compiled: bool) -> None:
    posts = invented(500, Random(11))
    tended, left = Index(2_000, compiled=compiled), Index(2_000, compiled=compiled)
    tended.settle()
    for number, post in enumerate(posts):
        tended.add(*post)
        left.add(*post)
        if number % 50 == 0:
            tended.tend()
    for _, text, _, links in posts[::23]:
        assert tended.exact(text, links) == left.exact(text, links)
        assert tended.text(posts[3][0]) == left.text(posts[3][0])


@pytest.mark.parametrize("compiled", WAYS)
def test_tending_makes_room_before_a_post_must_wait_for_it(compiled: bool) -> None:
    index = Index(800, compiled=compiled)
    index.add_many((key, f"Bericht {key} van vandaag", float(key), ()) for key in range(799))
    index.tend()
    assert (99 in index, 100 in index, len(index)) == (False, True, 699)
