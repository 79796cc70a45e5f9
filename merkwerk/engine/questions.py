"""Whether somebody asks something: used to say so beside a post, never to sort people."""

from __future__ import annotations

import re
from dataclasses import dataclass

from merkwerk.engine import question_words
from merkwerk.engine.question_words import pattern
from merkwerk.engine.text import LINK, fold, sentences

_TAGS = pattern(question_words.TAGS, before="")
_OPENING = pattern(question_words.OPENINGS, before="^" + question_words.GREETING)
_SEEKS = pattern(question_words.SEEKS)
_RHETORICAL = pattern(question_words.RHETORICAL, before="^")
_RHETORICAL_END = pattern(question_words.RHETORICAL_ENDS, before="", after=r"\W*$")
_TEASER = pattern(question_words.TEASERS, before="^")
_CALL = pattern(question_words.CALLS, after=r"\b")
_SHORT = pattern(question_words.SHORT, after=r"\b")
_QUOTED = re.compile(
    r"“[^”“]{0,500}”|„[^”“„]{0,500}[”“]|\"[^\"]{0,500}\"|‘[^’‘]{0,500}\?’|«[^»«]{0,500}»"
)
_MARKS = frozenset("?？؟")

SHORT_TEXT = 2_000
_LONG_HEAD, _LONG_TAIL = 300, 600


@dataclass(frozen=True, slots=True)
class Question:
    """`reasons` for yes: question-mark, opening, seeks, tag. For no: teaser, rhetorical, quoted,
    no-question. `sentence` is the one that asks, as written."""

    asks: bool
    reasons: tuple[str, ...]
    sentence: str = ""

    def __bool__(self) -> bool:
        return self.asks


def is_question(text: str) -> Question:
    """Whether a text asks its readers something, in Dutch or English, with or without a question
    mark. Marks in addresses, in quoted lines and between quotation marks do not count; nor do
    teasers (a question with its own advertisement behind it) and questions that want no answer.
    Of a text over 2,000 characters only the first 300 and the last 600 are looked at: an article
    that asks itself something halfway asks its reader nothing."""
    if len(text) > SHORT_TEXT:
        text = f"{text[:_LONG_HEAD]}\n{text[-_LONG_TAIL:]}"
    own = "\n".join(part for part in text.split("\n") if not part.lstrip().startswith(">"))
    shown = LINK.sub(" ", own)
    kept = _QUOTED.sub(" ", shown)
    advertises = shown != own
    refused: list[str] = ["quoted"] if _asks(shown) and not _asks(kept) else []
    parts = sentences(kept)
    for at, part in enumerate(parts):
        verdict = _judge(fold(part), advertises or _calls(parts[at + 1 :]))
        if verdict in ("teaser", "rhetorical"):
            refused.append(verdict)
        elif verdict:
            return Question(True, (verdict,), part)
    if _TAGS.search(fold(own)):
        return Question(True, ("tag",), parts[0] if parts else "")
    return Question(False, tuple(dict.fromkeys(refused)) or ("no-question",))


def _asks(text: str) -> bool:
    return not _MARKS.isdisjoint(text)


def _calls(following: tuple[str, ...]) -> bool:
    return any(_CALL.search(fold(part)) for part in following)


def _judge(sentence: str, advertises: bool) -> str:
    """What makes a folded sentence a question, what takes that away again, or nothing."""
    sentence = sentence.strip("-–•*_ \t'\"(")
    words = _spoken(sentence)
    if not _asks(sentence[len(words) :]):
        if _OPENING.search(sentence):
            return "opening"
        return "seeks" if _SEEKS.search(sentence) else ""
    if _RHETORICAL.search(sentence) or _RHETORICAL_END.search(words):
        return "rhetorical"
    if len(words.split()) < 3 and not _SHORT.search(words):
        return "rhetorical"
    return "teaser" if advertises and _TEASER.search(sentence) else "question-mark"


def _spoken(sentence: str) -> str:
    """The sentence up to its last letter or figure."""
    end = len(sentence)
    while end and not sentence[end - 1].isalnum():
        end -= 1
    return sentence[:end]
