"""Reading what somebody typed, and saying exactly where it goes wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merkwerk.engine.topics import QueryError, parse


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("BTW", "btw"),
        ("btw platform", "btw AND platform"),
        ("btw EN (platform OF webshop)", "btw AND (platform OR webshop)"),
        ("btw NIET sport", "btw AND NOT sport"),
        ("btw -sport", "btw AND NOT sport"),
        ("a OR b c", "a OR (b AND c)"),
        ("(a OR b) OR (c OR d)", "a OR b OR c OR d"),
        ("a a A", "a"),
        ("a NOT NOT b", "a AND b"),
        ("NOT (a OR b) c", "NOT (a OR b) AND c"),
        ("((((a))))", "a"),
        ("“Nieuwe BTW”", '"nieuwe btw"'),
        ("„één”", "een"),
        ("e-mail", '"e mail"'),
        ("zzp’er", '"zzp er"'),
        ("btw, platform!", "btw AND platform"),
        ("Digi*", "digi*"),
        ("#Dig*", "#dig*"),
        ("#Btw", "#btw"),
        ("'#btw'", "#btw"),
        ('"#btw"', "#btw"),
        ("@Joris@Social.Example", "@joris@social.example"),
        ("from:@Joris@Social.Example btw", "from:joris@social.example AND btw"),
        ("van:joris taal:NL_be", "from:joris AND lang:nl-be"),
        ("site:https://www.NOS.nl/", "site:nos.nl"),
        ("site:xn--mnchen-3ya.example", "site:münchen.example"),
        ("🚲", "🚲"),
        ("10:30", '"10 30"'),
        ("a NEAR/3 b", "a NEAR/3 b"),
        ("a bij/07 b", "a NEAR/7 b"),
        ("NOT a NEAR/3 b c", "NOT (a NEAR/3 b) AND c"),
        ('(a OF "b c") BIJ/5 dd*', '(a NEAR/5 dd*) OR ("b c" NEAR/5 dd*)'),
        ("bij/met", '"bij met"'),
        ("bij near", "bij AND near"),
        ("has:Question heeft:foto", "has:question AND has:image"),
        ("is:antwoord OR is:origineel", "is:reply OR is:original"),
        ("a maybe:b", "a maybe:b"),
        ("maybe:b a AND misschien:b", "a maybe:b"),
        ('a OR b maybe:"c d"', '(a OR b) maybe:"c d"'),
        ("a maybe:(b OR cc*)", "a maybe:b maybe:cc*"),
        ("a Maybe:(b OR c NEAR/2 d)", "a maybe:b maybe:(c NEAR/2 d)"),
        ("a maybe:lang:nl", "a maybe:lang:nl"),
        ("maybe a", "maybe AND a"),
        ("and", "and"),
    ],
)
def test_it_reads(typed: str, read: str) -> None:
    assert str(parse(typed)) == read


@pytest.mark.parametrize(
    ("typed", "code", "wrong"),
    [
        ("", "empty", ""),
        ("  ", "empty", "  "),
        ("((a)", "unbalanced-bracket", "("),
        ("a) b", "unbalanced-bracket", ")"),
        ('btw "nieuwe regels', "unclosed-quote", '"'),
        ("btw ()", "missing-term", "()"),
        ('btw ""', "missing-term", '""'),
        ("btw from:", "missing-term", "from:"),
        ("AND btw", "dangling-operator", "AND"),
        ("btw OF", "dangling-operator", "OF"),
        ("btw OR AND x", "dangling-operator", "AND"),
        ("(btw NOT) x", "dangling-operator", "NOT"),
        ("NOT btw", "only-not", "NOT btw"),
        ("NIET a NIET b", "only-not", "NIET a NIET b"),
        ("btw OR NOT sport", "only-not", "NOT sport"),
        ("auteur:joris btw", "unknown-field", "auteur"),
        ("btw lang:nederlands", "bad-value", "nederlands"),
        ("site:nos.nl/sport", "bad-value", "nos.nl/sport"),
        ("from:jo*", "bad-value", "jo*"),
        ("btw d*", "wide-prefix", "d*"),
        ("#d*", "wide-prefix", "#d*"),
        ("b*w", "misplaced-star", "*"),
        ("btw *", "misplaced-star", "*"),
        ('"nieuwe btw*"', "misplaced-star", "*"),
        ("btw & platform", "no-word", "&"),
        ("zie https://nos.nl/x", "link-as-word", "https://nos.nl/x"),
        ("zie www.nos.nl", "link-as-word", "www.nos.nl"),
        ("a NEAR b", "bad-near", "NEAR"),
        ("a BIJ/ b", "bad-near", "BIJ/"),
        ("a NEAR/0 b", "bad-near", "NEAR/0"),
        ("a NEAR/51 b", "bad-near", "NEAR/51"),
        ("a near/999999999999999999 b", "bad-near", "near/999999999999999999"),
        ("a NEAR/3", "dangling-operator", "NEAR/3"),
        ("(NEAR/3 a)", "dangling-operator", "NEAR/3"),
        ("a AND NEAR/3 b", "dangling-operator", "NEAR/3"),
        ("a NEAR/3 NOT b", "bad-side", "NOT"),
        ("a NEAR/3 -b", "bad-side", "-"),
        ("#a NEAR/3 b", "bad-side", "#a"),
        ("a NEAR/3 @bo*", "bad-side", "@bo*"),
        ("a NEAR/3 lang:nl", "bad-side", "lang:nl"),
        ("a NEAR/3 b NEAR/2 c", "bad-side", "a NEAR/3 b"),
        ("a NEAR/3 (b c)", "bad-side", "(b c)"),
        ("has:muziek", "bad-value", "muziek"),
        ("is:", "missing-term", "is:"),
        ("maybe:a", "only-maybe", "maybe:a"),
        ("a OR maybe:b", "misplaced-maybe", "maybe:"),
        ("NOT maybe:b a", "misplaced-maybe", "maybe:"),
        ("a maybe:maybe:b", "misplaced-maybe", "maybe:"),
        ("a maybe:b OR c", "misplaced-maybe", "maybe:b"),
        ("c maybe:(a b) NEAR/3 a", "misplaced-maybe", "maybe:(a b)"),
        ("(a maybe:b)", "misplaced-maybe", "maybe:"),
        ("a maybe:(b NOT c)", "misplaced-maybe", "(b NOT c)"),
        ("a maybe:(b c OR d)", "misplaced-maybe", "(b c OR d)"),
        ("a maybe: b", "missing-term", "maybe:"),
        ("a maybe:AND b", "missing-term", "maybe:"),
        ("a maybe:b AND", "dangling-operator", "AND"),
    ],
)
def test_it_refuses_at_the_place(typed: str, code: str, wrong: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(typed)
    assert (caught.value.code, typed[caught.value.start : caught.value.end]) == (code, wrong)


def test_a_refusal_brings_its_facts() -> None:
    with pytest.raises(QueryError) as caught:
        parse("site:nos.nl/sport")
    assert caught.value.facts == {"field": "site", "value": "nos.nl/sport"}


def test_it_keeps_what_was_typed() -> None:
    assert parse("BTW  regels").source == "BTW  regels"


def test_it_refuses_five_thousand_words() -> None:
    with pytest.raises(QueryError) as caught:
        parse(" ".join(["ab"] * 5_000))
    assert (caught.value.code, caught.value.facts["limit"]) == ("too-long", 2_000)


def test_it_takes_two_thousand_words() -> None:
    assert parse(" OR ".join(f"w{n}" for n in range(2_000)))


def test_it_refuses_hundreds_of_beginnings() -> None:
    with pytest.raises(QueryError) as refused:
        parse("a " + " ".join(f"NOT w{number}*" for number in range(301)))
    assert refused.value.facts["limit"] == 300


def test_it_refuses_hundreds_of_pairs() -> None:
    many = "(" + " OR ".join(f"a{number}" for number in range(18)) + ")"
    with pytest.raises(QueryError) as at_once:
        parse(f"{many} NEAR/5 {many}")
    with pytest.raises(QueryError) as together:
        parse(" ".join(f"{many} NEAR/{within} (b OR c)" for within in range(1, 10)))
    assert (at_once.value.facts["words"], together.value.facts["words"]) == (324, 324)


def test_it_refuses_too_many_characters() -> None:
    with pytest.raises(QueryError) as caught:
        parse("a" * 20_001)
    assert (caught.value.code, caught.value.start) == ("too-long", 20_000)


def test_needless_brackets_may_be_as_deep_as_they_like() -> None:
    assert str(parse("(" * 9_000 + "a" + ")" * 9_000)) == "a"


def test_it_refuses_what_is_really_too_deep() -> None:
    deep = "a (b OR " * 200 + "c" + ")" * 200
    with pytest.raises(QueryError) as caught:
        parse(deep)
    assert caught.value.code == "too-deep"


def test_ten_thousand_open_brackets_are_one_mistake() -> None:
    with pytest.raises(QueryError) as caught:
        parse("(" * 10_000)
    assert caught.value.code == "unbalanced-bracket"


odd = st.one_of(
    st.text(max_size=30),
    st.lists(
        st.sampled_from(
            [
                "a",
                "b*",
                "*",
                "(",
                ")",
                '"',
                "„",
                "AND",
                "OF",
                "NOT",
                "-",
                "#",
                "@",
                ":",
                "from:",
                "NEAR/3",
                "BIJ/x",
                "maybe:",
                "maybe:a",
                "c",
                '"a b"',
                "é",
            ]
        ),
        max_size=10,
    ).map(" ".join),
    st.text('ab*()"-#@:. ANDORNT\u1100\u1161か\u3099\u200b\ud800\0', max_size=20),
)


def reads_or_points(typed: str) -> bool:
    try:
        query = parse(typed)
    except QueryError as error:
        return 0 <= error.start <= error.end <= len(typed)
    return parse(str(query)) == query


@settings(max_examples=300, deadline=None)
@given(odd)
def test_anything_typed_is_read_or_refused_at_a_place(typed: str) -> None:
    assert reads_or_points(typed)
