"""Packed matches say what the pairs said, and garbage is refused."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest

from merkwerk.engine.matchbook import merge, pack, page, unpack


def pairs(number: int, *, seed: int = 1, far: int = 500) -> list[tuple[int, int]]:
    dice = random.Random(seed)
    return [(dice.randrange(40), 1_000 + dice.randrange(far)) for _ in range(number)]


def all_of(*pages: object) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for one in pages:
        topics, posts = one.pairs(0, 2**31)  # type: ignore[attr-defined]
        found |= set(zip(topics.tolist(), posts.tolist(), strict=True))
    return found


def test_what_was_packed_comes_back() -> None:
    told = pairs(300)
    made = unpack(pack(page(*zip(*told, strict=True))))
    assert all_of(made) == set(told)
    assert len(made) == len(set(told))


def test_an_empty_page_comes_back_empty() -> None:
    made = unpack(pack(page([], [])))
    assert len(made) == 0
    assert not len(made.topics_of(0))
    assert not len(made.posts_of(np.array([1]))[0])


@pytest.mark.parametrize("far", [100, 70_000, 2**33])
def test_posts_may_lie_far_apart(far: int) -> None:
    told = pairs(200, far=far)
    assert all_of(unpack(pack(page(*zip(*told, strict=True))))) == set(told)


def test_a_page_is_asked_for_a_few_topics() -> None:
    told = pairs(400)
    made = page(*zip(*told, strict=True))
    wanted = np.array([3, 5, 17, 900])
    topics, posts = made.posts_of(wanted)
    found = list(zip(topics.tolist(), posts.tolist(), strict=True))
    assert found == sorted(pair for pair in set(told) if pair[0] in {3, 5, 17})


def test_a_page_is_asked_for_one_post() -> None:
    told = pairs(400)
    made = page(*zip(*told, strict=True))
    for post in (1_007, 1_250, 999, 5_000):
        assert made.topics_of(post).tolist() == sorted({t for t, p in told if p == post})


def test_merged_pages_hold_each_match_once() -> None:
    one, other = pairs(300, seed=1), pairs(300, seed=2)
    made = list(merge([page(*zip(*told, strict=True)) for told in (one, other, one)]))
    assert len(made) == 1
    assert all_of(*made) == set(one) | set(other)


def test_a_large_merge_comes_in_parts_by_topic() -> None:
    told = pairs(2_000)
    made = list(merge([page(*zip(*told, strict=True))], part=100))
    assert len(made) > 5
    assert all_of(*made) == set(told)
    edges = [(int(one.topics[0]), int(one.topics[-1])) for one in made]
    assert all(high < low for (_, high), (low, _) in pairwise(edges))


def test_topics_that_are_gone_are_left_out_of_a_merge() -> None:
    told = pairs(300)
    made = list(merge([page(*zip(*told, strict=True))], without=[4, 9]))
    assert all_of(*made) == {pair for pair in told if pair[0] not in {4, 9}}


GOOD = pack(page([1, 2, 2], [10, 11, 12]))


@pytest.mark.parametrize(
    "harmed",
    [b"", b"MWmb", GOOD[:-1], GOOD + b"x", b"XXXX" + GOOD[4:], GOOD[:30] + b"\xff" + GOOD[31:],
     b"MWmb\x02" + GOOD[5:], b"MWmb\x01\x03" + GOOD[6:], bytes(200)],
)  # fmt: skip
def test_garbage_is_refused(harmed: bytes) -> None:
    with pytest.raises(ValueError, match="page of matches"):
        unpack(harmed)


@pytest.mark.parametrize(("topics", "posts"), [([1], []), ([-1], [1]), ([1], [-1]), ([2**33], [1])])
def test_what_is_no_match_is_refused(topics: list[int], posts: list[int]) -> None:
    with pytest.raises(ValueError, match="opic"):
        page(topics, posts)
