"""Reading what somebody typed, and saying exactly where it goes wrong."""

import pytest
from hypothesis import given
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


@given(odd)
def test_anything_typed_is_read_or_refused_at_a_place(typed: str) -> None:
    assert reads_or_points(typed)
