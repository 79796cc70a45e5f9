"""The compiled kernel means exactly what the slow and obviously right way means."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from merkwerk.engine.tests.examples import some_post, some_query
from merkwerk.engine.tests.signs import some_text
from merkwerk.engine.tests.slow import meets
from merkwerk.engine.text import fold, line
from merkwerk.engine.topics import Listened, Matcher, Query, matcher, parse
from merkwerk.engine.topics.listened import read
from merkwerk.engine.topics.query import Near, Node, Phrase, Prefix, Term

pytest.importorskip("numba")


def kernel(queries: Mapping[int, Query]) -> Matcher:
    return Matcher(queries, kernel_from=1)


def plain(queries: Mapping[int, Query]) -> Matcher:
    return Matcher(queries, kernel_from=sys.maxsize)


def slowly(queries: Mapping[int, Query], posts: Sequence[Listened]) -> list[tuple[int, ...]]:
    numbers = sorted(queries)
    return [tuple(n for n in numbers if meets(queries[n], post)) for post in posts]


def test_it_finds_what_python_and_the_slow_way_find_in_10_000_posts() -> None:
    dice = Random(3)
    topics = {number: parse(some_query(dice)) for number in range(15)}
    arrays, python = kernel(topics), plain(topics)
    for _ in range(20):
        for number in dice.choices(range(24), k=6):
            if number in topics and dice.random() < 0.5:
                del topics[number]
                arrays.remove(number)
                python.remove(number)
            else:
                topics[number] = parse(some_query(dice))
                arrays.add(number, topics[number])
                python.add(number, topics[number])
        posts = [some_post(dice) for _ in range(500)]
        slow = slowly(topics, posts)
        assert arrays.match(posts) == slow
        assert python.match(posts) == slow
    assert len(arrays) == len(topics)


def asked_of(post: Listened, dice: Random) -> Iterator[Node]:
    """Everything one may ask of a post's own words."""
    for word in sorted(word for word in read(post).bag if ":" not in word):
        yield Term(word)
        if len(word) > 2:
            yield Prefix(word[: dice.randint(2, len(word))])
    for text in (post.title, post.text):
        words = line(fold(text))[0]
        for one, other in pairwise(words):
            if one and other:
                yield Phrase((one, other))
                yield Near(Term(other), Term(one), dice.randint(1, 3))


def test_it_folds_and_cuts_hard_signs_as_python_does() -> None:
    dice = Random(5)
    posts = [
        Listened(some_text(dice), title=some_text(dice, 5), tags=(some_text(dice, 4),))
        for _ in range(1_500)
    ]
    asked = dict.fromkeys(node for post in posts for node in asked_of(post, dice))
    topics = {number: Query(node) for number, node in enumerate(asked)}
    found = kernel(topics).match(posts)
    assert found == plain(topics).match(posts)
    assert sum(map(len, found)) > 20_000


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("btw", "b\u200btw"),
        ("btw", "Вtw is mixed"),
        ("μ", "5 µ m"),
        ('"税金"', "税金です"),
        ("👩‍👧", "mijn 👩🏽‍👧!"),
        ("🤷", "🤷🏽‍♀️"),
        ("🇳🇱", "🇧🇪🇳🇱"),
        ("ガス", "カ\u3099ス"),
        ("한", "\u1112\u1161\u11ab"),
        ("fiets*", "Fietsers"),
        ("a" * 70 + "*", "A" * 75),
        ("x" * 200, "X" * 200),
        (f'"{"ja " * 40}"', "ja " * 41),
        ("ja NEAR/2 goed", "goed, heel ja"),
        ("fie* NEAR/3 pad", "een fietser op pad"),
        ("has:question", "Hoe doen jullie dat?"),
        (
            " ".join(f"(a{n} OR b{n} OR c{n})" for n in range(8)),
            " ".join(f"b{n}" for n in range(8)),
        ),
        (" OR ".join(f"w{n}" for n in range(2_000)), "w1999"),
    ],
)
def test_it_meets(query: str, text: str) -> None:
    topics = {7: parse(query), 9: parse("nooit")}
    assert kernel(topics).match([Listened(""), Listened(text)]) == [(), (7,)]


def test_a_new_topic_works_from_the_next_post() -> None:
    topics = kernel({1: parse("sport")})
    before = topics.match([Listened("nieuw woord")])
    topics.add(2, parse("nieuw woord"))
    assert (before, topics.match([Listened("nieuw woord")])) == ([()], [(2,)])


def test_a_changed_topic_forgets_what_it_was() -> None:
    topics = kernel({1: parse("btw OR fietsen"), 2: parse("x")})
    topics.match([Listened("btw")])
    topics.add(1, parse("sport"))
    assert topics.match([Listened("btw"), Listened("sport")]) == [(), (1,)]


def test_thousands_of_changes_leave_no_ghosts() -> None:
    topics = kernel({0: parse("vast")})
    for turn in range(1, 3_001):
        topics.add(turn, parse(f"woord{turn} OR vast"))
        topics.remove(turn - 1)
        if turn % 500 == 0:
            assert topics.match([Listened("vast woord7")]) == [(turn,)]


def test_numbers_may_be_large_and_answers_are_sorted() -> None:
    numbers = [2**62, 3, 2**40, 17]
    topics = kernel({number: parse("a be*") for number in numbers})
    assert topics.match([Listened("bee a")]) == [tuple(sorted(numbers))]


def test_packed_answers_are_the_same() -> None:
    dice = Random(8)
    topics = {number: parse(some_query(dice)) for number in range(60)}
    posts = [some_post(dice) for _ in range(2_300)]
    for one in (kernel(topics), plain(topics)):
        starts, found = one.match_packed(posts)
        assert starts.dtype == found.dtype == np.dtype(np.int64)
        lists = [tuple(found[a:b].tolist()) for a, b in pairwise(starts.tolist())]
        assert lists == one.match(posts)


def test_no_posts_have_no_topics() -> None:
    topics = kernel({1: parse("a")})
    assert topics.match([]) == []
    assert [part.tolist() for part in topics.match_packed([])] == [[0], []]


def test_a_post_of_a_megabyte_is_read() -> None:
    topics = kernel({1: parse('"het einde"'), 2: parse('"b b a"')})
    assert topics.match([Listened("ﷺ b " * 250_000 + "het einde")]) == [(1,)]


def test_it_takes_over_when_topics_become_many() -> None:
    topics = Matcher({1: parse("a")}, kernel_from=3)
    answers = [topics.match([Listened("a c")])]
    for number, query in enumerate(("b", "c", "d"), 2):
        topics.add(number, parse(query))
        answers.append(topics.match([Listened("a c")]))
    topics.remove(1)
    answers.append(topics.match([Listened("a c")]))
    assert answers == [[(1,)], [(1,)], [(1, 3)], [(1, 3)], [(3,)]]


def test_without_numba_python_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> None:
        raise ImportError(name)

    matcher._kernel.cache_clear()
    monkeypatch.setattr("importlib.import_module", gone)
    try:
        assert kernel({1: parse("a"), 2: parse("b")}).match([Listened("b")]) == [(2,)]
    finally:
        matcher._kernel.cache_clear()


def test_a_web_process_never_loads_numba() -> None:
    code = (
        "import sys, merkwerk.wsgi, merkwerk.urls\n"
        "from merkwerk.engine.topics import Listened, Matcher, parse\n"
        "Matcher({1: parse('a')}).match([Listened('a')])\n"
        "sys.exit('numba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
