"""How common a word may be, before any post was heard."""

from __future__ import annotations

from merkwerk.engine.topics.listened import QUESTION

_COMMON_WORDS = (
    "de het een en van in is dat op te voor met niet zijn er aan ook die ik je we wij om maar als "
    "naar bij of dan wat nog over uit door wel was heeft hebben kan wordt deze dit geen meer al nu "
    "the a an and of to for on that it you i with this be are at have not but my from by as your "
    "we so if all can what will our about just no or they he she his her their has was more new "
    "nieuwe jaar vandaag mensen goed hoe waar wie veel gaan time people today good like one"
)
_COMMON = frozenset(_COMMON_WORDS.split())


def guess(anchor: str) -> float:
    """The share of posts that may hold a word, a prefix (which ends in a star) or a field; small
    differences break ties, the longer is the rarer."""
    if anchor == QUESTION:
        return 9.0  # whatever it costs to look elsewhere
    if anchor.startswith(("lang:", "has:", "is:")):
        return 0.6
    if anchor in _COMMON:
        return 0.3
    if anchor.startswith("site:"):
        return 0.02 if "." in anchor else 0.4
    return (0.3 if anchor.endswith("*") else 0.05) / len(anchor)
