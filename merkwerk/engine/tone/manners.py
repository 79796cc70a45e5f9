"""Figures that depend on the language: address, formality, questions, languages."""

from __future__ import annotations

import statistics
from collections import Counter

from merkwerk.engine.questions import is_question
from merkwerk.engine.tone.address import LANGUAGES, address
from merkwerk.engine.tone.card import Fact, Figure
from merkwerk.engine.tone.formality import CASUAL, FORMAL, formality
from merkwerk.engine.tone.place import Place

SPEAKING = 5
"""So many posts must address somebody before a card says how it is done."""


def addresses(place: Place) -> list[Figure]:
    """For each language that has both manners: how many posts say je, how many u, how many both."""
    return [figure for code in LANGUAGES for figure in _address(place, code)]


def _address(place: Place, code: str) -> list[Figure]:
    spoken = [post for post in place.posts if post.language[:2].lower() == code]
    found = {post.key: address(post.text, code) for post in spoken}
    speaking = [post for post in spoken if found[post.key]]
    if len(speaking) < SPEAKING:
        return []
    both = sum(1 for said in found.values() if said.formal and said.informal)
    informal = sum(1 for said in found.values() if said.informal) - both
    formal = len(speaking) - both - informal
    best = {
        key: float(len(said.informal) - len(said.formal)) * (1 if informal >= formal else -1)
        for key, said in found.items()
    }
    best = {key: min(weight, 1.0) for key, weight in best.items()}
    facts: dict[str, Fact] = {
        "language": code,
        "informal": informal,
        "formal": formal,
        "both": both,
    }
    return [place.figure("address", speaking, len(spoken), facts, best)]


def formalities(place: Place) -> list[Figure]:
    """How formal the middle post is, and how many are casual and formal."""
    spoken = [post for post in place.posts if post.language[:2].lower() in ("nl", "en")]
    if len(spoken) < SPEAKING:
        return []
    scores = {post.key: formality(post.text, post.language).score for post in spoken}
    middle = statistics.median(scores.values())
    facts = {
        "median": round(middle, 2),
        "casual": sum(1 for score in scores.values() if score <= CASUAL),
        "formal": sum(1 for score in scores.values() if score >= FORMAL),
    }
    best = {key: -round(abs(score - middle), 1) for key, score in scores.items()}
    return [place.figure("formality", spoken, len(place.posts), facts, best)]


def questions(place: Place) -> list[Figure]:
    """Posts that ask their readers something."""
    asking = [post for post in place.posts if is_question(post.text).asks]
    return [place.figure("questions", asking, len(place.posts))]


def languages(place: Place) -> list[Figure]:
    """In which languages people write."""
    counts = Counter(post.language[:2].lower() for post in place.posts if post.language)
    if not counts:
        return []
    facts = dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
    most = next(iter(facts))
    known = [post for post in place.posts if post.language]
    best = {post.key: float(post.language[:2].lower() == most) for post in known}
    return [place.figure("languages", known, len(place.posts), facts, best)]
