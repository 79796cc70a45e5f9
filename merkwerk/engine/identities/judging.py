"""Whether two of what is known are one human."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from merkwerk.engine.because import Because
from merkwerk.engine.identities.certain import certain
from merkwerk.engine.identities.common_names import Commonness
from merkwerk.engine.identities.evidence import Face, Sign, face, signs
from merkwerk.engine.identities.values import Join, Known

ASK = 0.4
"""From this certainty on it is worth asking; fixed on the data of docs/judgements.md."""

PEOPLE = 5_000
"""How many people somebody is one of, when nothing else is said."""

_STRICT = ("same-link", "same-mail")
_UNASKED = 0.99
_LEAST_PEOPLE = 1_000
"""However few are at hand, so many might have been meant."""
_DOUBT = -4.5
"""Names that shut each other out leave a proof to be asked about: a family's mailbox."""

_MOST_WITHOUT_PROOF = 0.97
_LEAST_MARKED = 1.0
"""Signs below it are no reason to name."""


def judge(one: Known, other: Known) -> Join | None:
    """The proposal that both are one human, or None when too little speaks for it to ask.

    Sure only with the same verified link or the same personal mail address in both, and only when
    no name speaks against it; never for the account of an organisation or a shared mailbox. Looks
    at twelve names, handles, addresses and so on of each; takes some 100 µs, a few milliseconds
    at worst.
    """
    return weigh(face(one), face(other), Commonness(), PEOPLE, frozenset())


def weigh(
    one: Face, other: Face, common: Commonness, people: int, shared: Collection[str]
) -> Join | None:
    """As `judge`, among so many `people` whose names are this `common`; `shared` are mails and
    links that several have, which prove nothing."""
    found = signs(one, other, common)
    if not found or found[0].worth <= 0:
        return None
    proofs = [sign for sign in found if _proves(sign.because, shared)]
    doubted = [sign for sign in found if sign.because.code in _STRICT and sign not in proofs]
    counted = [sign for sign in found if sign not in doubted]
    least = _DOUBT if proofs else -50.0
    odds = (
        sum(max(sign.worth, least) for sign in counted)
        + 3.0 * len(doubted)
        - math.log(max(people, _LEAST_PEOPLE))
    )
    if (one.company or other.company) and not proofs:
        odds -= 4.0
    certainty = 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))
    sure = bool(proofs) and certain(one, other) and certainty >= _UNASKED
    if not sure:
        certainty = min(certainty, _MOST_WITHOUT_PROOF)
    if certainty < ASK:
        return None
    return Join(one.known.key, other.known.key, round(certainty, 4), _reasons(found), sure)


def _proves(because: Because, shared: Collection[str]) -> bool:
    fact = because.facts.get("link") or because.facts.get("mail")
    return because.code in _STRICT and fact not in shared


def _reasons(found: Sequence[Sign]) -> tuple[Because, ...]:
    """For first, then what speaks against; each code once."""
    told: dict[str, Because] = {}
    for sign in found:
        if abs(sign.worth) >= _LEAST_MARKED:
            told.setdefault(sign.because.code, sign.because)
    return tuple(told.values())
