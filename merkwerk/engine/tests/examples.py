"""Random queries and posts from few words, so that they often meet."""

from random import Random

from hypothesis import strategies as st

from merkwerk.engine.topics import Listened

WORDS = ["btw", "BTW", "platform", "platforms", "één", "fiets", "🚲", "e-mail", "de", "税金", "ok"]
GUISES = ["Вtw", "plаtform", "Ｆｉｅｔｓ", "b\u200btw", "🚲️", "👨‍👩‍👧", "Ꮋuis", "сосо"]
QUESTIONS = ["Hoe doen jullie dat?", "Iemand tips?"]
TAGS = ["#btw", "#net_zero", "#Platform", "@joris@a.example", "@anna"]
FIELDS = ["from:joris", "from:anna@a.example", "site:nos.nl", "site:nl", "lang:nl", "lang:nl-be"]
NATURES = ["has:question", "has:link", "has:image", "has:video", "is:reply", "is:original"]
PREFIXES = ["pla*", "bt*", "#pl*", "@jo*", "fro*", "ee*"]
PHRASES = ['"btw platform"', '"de fiets"', '"fiets btw de"', '"net zero"', '"ok e"']
SPOKEN = [*WORDS, "btw", "de", "pla*", "ee*", '"de fiets"', '"btw platform"']
LEAVES = [*WORDS, "👨‍👩‍👧", "👧", "huis", "сосо", *TAGS, *FIELDS, *NATURES, *PREFIXES, *PHRASES]
KINDS = ["image", "video", "gifv", "audio"]

spoken = st.sampled_from(SPOKEN)
nears = st.builds("({} NEAR/{} {})".format, spoken, st.integers(1, 4), spoken)
leaves = st.one_of(st.sampled_from(LEAVES), st.sampled_from(LEAVES), nears)
queries = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} AND {pair[1]})"),
        st.tuples(inner, inner, inner).map(lambda three: f"({' OR '.join(three)})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} NOT {pair[1]})"),
    ),
    max_leaves=12,
)
LINKS = ["https://nos.nl/btw", "https://www.nos.nl", "https://voorbeeld.example/platform"]
PARTS = [*WORDS, *TAGS, *LINKS, *QUESTIONS, *GUISES, ".", "\n"]
texts = st.lists(st.sampled_from(PARTS), max_size=12).map(" ".join)
posts = st.builds(
    Listened,
    text=texts,
    title=st.one_of(st.just(""), texts),
    author=st.sampled_from(["", "joris@a.example", "anna.a.example", "@anna@a.example"]),
    tags=st.lists(st.sampled_from(["btw", "#Platform", "de fiets"]), max_size=2).map(tuple),
    links=st.lists(st.sampled_from(LINKS), max_size=2).map(tuple),
    language=st.sampled_from(["", "nl", "nl-be", "en"]),
    url=st.sampled_from(["", "https://social.example/@joris/1", "https://nos.nl/artikel"]),
    pictures=st.lists(st.sampled_from(KINDS), max_size=2).map(tuple),
    reply=st.booleans(),
)
ranked = st.builds(
    lambda query, hints: " ".join([query, *(f"maybe:{hint}" for hint in hints)]),
    queries,
    st.lists(leaves, max_size=3),
)
"""Whole topics: a query, and what only ranks."""


def some_query(dice: Random, depth: int = 3) -> str:
    """A random query that asks for at least one thing that is there."""
    if not depth or dice.random() < 0.3:
        return _some_leaf(dice)
    one, other = some_query(dice, depth - 1), some_query(dice, depth - 1)
    return f"({one} {dice.choice(('AND', 'OR', 'OR', 'NOT', ''))} {other})"


def _some_leaf(dice: Random) -> str:
    if dice.random() < 0.1:
        return f"({dice.choice(SPOKEN)} NEAR/{dice.randint(1, 5)} {dice.choice(SPOKEN)})"
    return dice.choice(LEAVES)


def some_post(dice: Random) -> Listened:
    """A random post from the same words."""

    def text(most: int) -> str:
        return " ".join(dice.choices(PARTS, k=dice.randrange(most)))

    return Listened(
        text(12),
        title=text(4),
        author=dice.choice(["", "joris@a.example", "anna.a.example", "@anna@a.example"]),
        tags=tuple(dice.choices(["btw", "#Platform", "de fiets"], k=dice.randrange(2))),
        links=tuple(dice.choices(LINKS, k=dice.randrange(2))),
        language=dice.choice(["", "nl", "nl-be", "en"]),
        url=dice.choice(["", "https://social.example/@joris/1", "https://nos.nl/artikel"]),
        pictures=tuple(dice.choices(KINDS, k=dice.randrange(2))),
        reply=dice.random() < 0.5,
    )
