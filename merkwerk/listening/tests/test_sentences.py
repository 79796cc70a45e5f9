"""Every mistake in a query is explained in a sentence of its own."""

import re
from collections.abc import Iterator

import pytest
from django.utils.translation import override

from merkwerk.engine.topics import QueryError, parse
from merkwerk.listening.sentences import mistake

WRONG = {
    "": "at least one word",
    "a" * 20_001: "two topics",
    "a (b OR " * 200 + "c" + ")" * 200: "too many brackets",
    "a)": "no partner",
    'a "b': "never closed",
    "a from:": "missing here",
    "a OR": "After OR",
    "NOT a": "don't want",
    "auteur:a": "“auteur:”",
    "lang:nederlands": "two letters",
    "has:muziek": "question, link, image and video",
    "is:leuk": "reply and original",
    "site:nos.nl/x": "doesn't fit behind site:",
    "d*": "“d*” would find",
    "b*w": "end of a word",
    "&": "“&” has no letters",
    "www.nos.nl": "site:www.nos.nl",
    "a NEAR b": "from 1 to 50: NEAR/5",
    "a BIJ/x b": "from 1 to 50: BIJ/5",
    "#a NEAR/2 b": "close together",
    "a OR maybe:b": "outside brackets",
    "maybe:a": "only ranks",
}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


def refusal(typed: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        parse(typed)
    return caught.value


@pytest.mark.parametrize("typed", WRONG)
def test_it_says_what_to_do(typed: str) -> None:
    assert WRONG[typed] in mistake(refusal(typed))


def test_a_mistake_nobody_thought_of_still_gets_a_sentence() -> None:
    assert "marked place" in mistake(QueryError("strange", 0, 1))


def test_every_code_has_a_sentence() -> None:
    codes = {refusal(typed).code for typed in WRONG}
    listed = " ".join((QueryError.__doc__ or "").partition("Codes:")[2].split())
    assert codes == {code.split()[0] for code in re.sub(r" \([^)]*\)", "", listed)[:-1].split(",")}
