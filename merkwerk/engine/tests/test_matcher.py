"""All topics at once, held against the slow and obviously right way."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merkwerk.engine.tests.examples import posts, queries, some_post, some_query
from merkwerk.engine.tests.slow import meets
from merkwerk.engine.topics import Listened, Matcher, Query, because, parse
from merkwerk.engine.topics.listened import read

POST = Listened(
    "Iemand ervaring met de nieuwe BTW-regels? #Platform @joris@a.example https://nos.nl/x",
    title="Vraag over fietsen",
    author="mira@b.example",
    tags=("btw", "Digitale overheid"),
    language="nl-BE",
    url="https://b.example/@mira/1",
)


@pytest.mark.parametrize(
    "query",
    [
        "btw",
        '"nieuwe btw"',
        "#platform",
        "platform",
        "#digitaleoverheid",
        "digitale",
        "@joris",
        "@joris@a.example",
        "fiets*",
        "#plat*",
        "from:mira",
        "from:mira@b.example",
        "site:nos.nl",
        "site:b.example",
        "site:nl",
        "lang:nl",
        "lang:nl-be",
        "btw NOT sport",
        "sport OR (vraag fietsen)",
    ],
)
def test_it_meets(query: str) -> None:
    assert Matcher({3: parse(query)}).match([POST]) == [(3,)]


@pytest.mark.parametrize(
    "query",
    [
        "regel",
        '"btw nieuwe"',
        '"regels joris"',
        '"fietsen iemand"',
        "#regels",
        "nos",
        "from:joris",
        "site:os.nl",
        "lang:en",
        "fro*",
        "lan*",
        "btw NOT fietsen",
        "btw NOT from:mira",
        'btw NOT "nieuwe btw"',
        "btw NOT fiets*",
        "btw (regels NOT regels)",
    ],
)
def test_it_passes_by(query: str) -> None:
    assert Matcher({3: parse(query)}).match([POST]) == [()]


def test_answers_stand_in_the_order_of_the_posts() -> None:
    matcher = Matcher({9: parse("a"), 2: parse("b"), 5: parse("a OR b")})
    asked = [Listened("b"), Listened("c"), Listened("a b")]
    assert matcher.match(asked) == [(2, 5), (), (2, 5, 9)]


def test_a_new_topic_works_from_the_next_post() -> None:
    matcher = Matcher()
    before = matcher.match([POST])
    matcher.add(1, parse("btw"))
    assert (before, matcher.match([POST])) == ([()], [(1,)])


def test_a_changed_topic_forgets_what_it_was() -> None:
    matcher = Matcher({1: parse("btw OR fietsen")})
    matcher.add(1, parse("sport"))
    assert (matcher.match([POST]), len(matcher)) == ([()], 1)


def test_a_topic_taken_away_is_gone() -> None:
    matcher = Matcher({1: parse('btw OR fie* OR "nieuwe btw"'), 2: parse("btw")})
    matcher.remove(1)
    matcher.remove(7)
    assert matcher.match([POST]) == [(2,)]


def test_it_still_knows_everything_after_learning_what_is_common() -> None:
    matcher = Matcher({1: parse("btw fietsen"), 2: parse("fie* regels"), 3: parse("sport")})
    answers = matcher.match([POST] * 1_200)
    assert answers == [(1, 2)] * 1_200
    assert matcher.match([POST]) == [(1, 2)]


def test_a_topic_too_branched_to_take_apart_still_meets() -> None:
    branched = " ".join(f"(a{n} OR b{n} OR c{n})" for n in range(8))
    matcher = Matcher({1: parse(branched)})
    meeting = Listened(" ".join(f"b{n}" for n in range(8)))
    assert matcher.match([meeting, Listened("b1 b2")]) == [(1,), ()]


def test_two_thousand_alternatives_meet() -> None:
    matcher = Matcher({1: parse(" OR ".join(f"w{n}" for n in range(2_000)))})
    assert matcher.match([Listened("w1999"), Listened("x")]) == [(1,), ()]


@settings(max_examples=50, deadline=None)
@given(st.lists(queries, min_size=1, max_size=12), st.lists(posts, min_size=1, max_size=6))
def test_it_finds_what_the_slow_way_finds(typed: list[str], asked: list[Listened]) -> None:
    topics: dict[int, Query] = {number: parse(query) for number, query in enumerate(typed)}
    slow = [tuple(n for n, query in topics.items() if meets(query, post)) for post in asked]
    assert Matcher(topics).match(asked) == slow


def test_it_finds_what_the_slow_way_finds_among_many() -> None:
    dice = Random(20)
    topics = {number: parse(some_query(dice)) for number in range(250)}
    asked = [some_post(dice) for _ in range(1_200)]
    matcher = Matcher(topics)
    answers = matcher.match(asked[:1_100]) + matcher.match(asked[1_100:])
    slow = [tuple(n for n, query in topics.items() if meets(query, post)) for post in asked]
    assert answers == slow
    assert sum(map(len, answers)) > 10_000


@settings(max_examples=50, deadline=None)
@given(queries)
def test_the_normal_form_reads_back(typed: str) -> None:
    query = parse(typed)
    assert parse(str(query)) == query


@settings(max_examples=50, deadline=None)
@given(queries, posts)
def test_a_match_has_a_reason_and_no_match_has_none(typed: str, post: Listened) -> None:
    query = parse(typed)
    assert bool(because(query, post)) == meets(query, post)


@settings(max_examples=50, deadline=None)
@given(queries, posts)
def test_reasons_point_at_the_original(typed: str, post: Listened) -> None:
    for reason in because(parse(typed), post):
        if reason.field in ("text", "title"):
            shown = post.text if reason.field == "text" else post.title
            assert shown[reason.start : reason.end] == reason.words != ""


def test_reasons_name_term_field_and_place() -> None:
    found = because(parse('"nieuwe btw" from:mira (sport OR #btw OR platform)'), POST)
    assert [(reason.term, reason.field, reason.words) for reason in found] == [
        ('"nieuwe btw"', "text", "nieuwe BTW"),
        ("from:mira", "author", "mira@b.example"),
        ("#btw", "tags", "btw"),
        ("platform", "text", "Platform"),
    ]


def test_an_endless_host_costs_nothing() -> None:
    endless = Listened("http://a" + ".a" * 9_000, links=("http://b" + ".b" * 480,))
    assert read(endless).bag == {"is:original", "has:link"}


def test_the_places_of_a_long_phrase_are_found_quickly() -> None:
    phrase = "a " * 1_900 + "b"
    found = because(parse(f'"{phrase}"'), Listened("a " * 9_000 + "b"))
    assert [reason.words for reason in found] == [phrase]
