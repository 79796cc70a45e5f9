"""All topics at once, held against the slow and obviously right way."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merkwerk.engine.tests.examples import posts, queries, ranked, some_post, some_query
from merkwerk.engine.tests.slow import leaning, meets
from merkwerk.engine.topics import Listened, Matcher, Query, because, lean, parse, plan
from merkwerk.engine.topics.listened import Reading, read

POST = Listened(
    "Iemand ervaring met de nieuwe BTW-regels? #Platform @joris@a.example https://nos.nl/x",
    title="Vraag over fietsen",
    author="mira@b.example",
    tags=("btw", "Digitale overheid"),
    language="nl-BE",
    url="https://b.example/@mira/1",
    pictures=("gifv",),
    reply=True,
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
        "ervaring NEAR/4 btw",
        "btw NEAR/4 ervaring NOT sport",
        "has:question",
        "has:link has:image",
        "has:video regels",
        "is:reply",
        "fietsen NOT is:original",
        "btw NOT (btw NEAR/2 ervaring)",
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
        "ervaring NEAR/2 nieuwe",
        "fietsen NEAR/50 iemand",
        "platform NEAR/50 nl",
        "btw NOT has:question",
        "btw NOT (ervaring NEAR/4 btw)",
        "is:original",
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


@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_posts_of_ten_meet_what_the_slow_way_finds(seed: int) -> None:
    dice = Random(seed)
    topics = {number: parse(some_query(dice)) for number in range(30)}
    asked = [some_post(dice) for _ in range(1_000)]
    matcher = Matcher(topics)
    answers = matcher.match(asked[:900]) + matcher.match(asked[900:])
    slow = [tuple(n for n, query in topics.items() if meets(query, post)) for post in asked]
    assert answers == slow
    assert sum(map(len, answers)) > 3_000


@settings(max_examples=200, deadline=None)
@given(ranked)
def test_the_normal_form_reads_back(typed: str) -> None:
    query = parse(typed)
    assert parse(str(query)) == query


@settings(max_examples=50, deadline=None)
@given(ranked, posts)
def test_it_leans_as_far_as_the_slow_way(typed: str, post: Listened) -> None:
    query = parse(typed)
    assert lean(query, post) == leaning(query, post)


def test_maybe_ranks_and_never_decides() -> None:
    query = parse('btw maybe:sport maybe:"nieuwe btw" maybe:(ervaring NEAR/4 btw)')
    assert (Matcher({1: query}).match([POST]), lean(query, POST)) == ([(1,)], 2)


@pytest.mark.parametrize(
    ("typed", "nature"),
    [("has:image", "image"), ("is:reply", "reply"), ("has:link", "link")],
)
def test_what_a_post_has_or_is_stands_as_a_reason(typed: str, nature: str) -> None:
    (reason,) = because(parse(typed), POST)
    assert (reason.field, reason.words) == ("nature", nature)


def test_a_question_shows_itself_as_the_reason() -> None:
    post = Listened("Het is weer zover. Iemand ervaring met de btw? Graag!")
    (reason,) = because(parse("has:question"), post)
    assert reason.words == "Iemand ervaring met de btw?"


def test_words_near_each_other_stand_as_one_reason() -> None:
    (reason,) = because(parse("btw NEAR/5 ervaring"), POST)
    assert reason.words == "ervaring met de nieuwe BTW"


@pytest.mark.parametrize(
    ("typed", "text", "meets"),
    [
        ("a NEAR/1 b", "b a", True),
        ("a NEAR/1 b", "a x b", False),
        ("a NEAR/2 b", "a x b", True),
        ("a NEAR/9 a", "x a y", False),
        ("a NEAR/9 a", "a y a", True),
        ('"a b" NEAR/2 "b c"', "a b c", False),
        ('"a b" NEAR/2 "b c"', "b c x a b", True),
        ("a NEAR/50 b", "a https://nos.nl b", False),
        ("a NEAR/2 b", "a #c b", True),
        ("a NEAR/1 b", "b x x a x a b", True),
    ],
)
def test_near_counts_words(typed: str, text: str, meets: bool) -> None:
    assert Matcher({1: parse(typed)}).match([Listened(text)]) == ([(1,)] if meets else [()])


def test_a_question_is_judged_only_when_a_topic_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(text: str) -> None:
        raise AssertionError(text)

    monkeypatch.setattr("merkwerk.engine.topics.listened.is_question", refuse)
    matcher = Matcher({1: parse("btw"), 2: parse("sport has:question")})
    assert matcher.match([POST]) == [(1,)]


def test_a_long_text_near_itself_is_judged_quickly() -> None:
    text = Listened("a x " * 20_000 + "b")
    assert Matcher({1: parse("a NEAR/2 b NOT (a NEAR/1 b)")}).match([text]) == [(1,)]


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


def test_norwegian_is_heard_in_either_writing() -> None:
    matcher = Matcher({1: parse("lang:no"), 2: parse("lang:nb")})
    answers = matcher.match([Listened("Hei", language="nb"), Listened("Hei", language="nn")])
    assert answers == [(1, 2), (1,)]


def test_a_query_of_many_phrases_is_walked_once_for_a_post(monkeypatch: pytest.MonkeyPatch) -> None:
    walked: list[object] = []
    holds = plan.TreeCheck.holds

    def counted(check: plan.TreeCheck, reading: Reading) -> bool:
        walked.append(check)
        return holds(check, reading)

    monkeypatch.setattr(plan.TreeCheck, "holds", counted)
    query = parse(" OR ".join(f'"a{n % 40} b{n}"' for n in range(290)))
    said = Listened(text=" ".join(f"a{n} c" for n in range(40)))
    assert Matcher({1: query}, kernel_from=10**9).match([said]) == [()]
    assert len(walked) == 1
