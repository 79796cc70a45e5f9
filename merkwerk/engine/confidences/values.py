"""What is kept confidential, and what is found of it in a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from merkwerk.engine.because import Because

CERTAIN_ENOUGH = 0.5
"""Findings below this are not handed out."""


class Kind(StrEnum):
    """What a finding is of: the first four are registered, the others are told by their form."""

    CLIENT = "client"
    PROJECT = "project"
    FIGURE = "figure"
    DATE = "date"
    BSN = "bsn"
    IBAN = "iban"
    PHONE = "phone"
    MAIL = "mail"
    ADDRESS = "address"


NAMED = frozenset({Kind.CLIENT, Kind.PROJECT})


@dataclass(frozen=True, slots=True)
class Confidence:
    """One thing that is not to be told. A figure or a date is written as people write it, in
    `name` ("omzet 4,2 miljoen", "12 maart 2027") and `aliases`.

    With `may_be_named` there is leave to name it, from `named_from` on, until and with
    `named_until`; None leaves that side open. Without it never.
    """

    key: int
    kind: Kind
    name: str
    aliases: tuple[str, ...] = ()
    may_be_named: bool = False
    named_from: date | None = None
    named_until: date | None = None

    def is_free(self, on: date) -> bool:
        """Whether there is leave to name it on that day."""
        begun = self.named_from is None or self.named_from <= on
        ended = self.named_until is not None and self.named_until < on
        return self.may_be_named and begun and not ended


@dataclass(frozen=True, slots=True)
class Finding:
    """One place of a text, `start` to `end` in characters of the original; `key` is that of the
    confidence, None for personal data. `certainty` runs from 0.5 to 1; `because` says how it was
    met: `as-written`, `inflected`, `compound`, `joined` (split or written together otherwise),
    `shortened` (words left out), `part`, `initials`, `abbreviated`, `misspelt` (fact `edits`),
    `disguised` (digits for letters), `same-figure`, `same-date`, `by-form` (personal data)."""

    start: int
    end: int
    key: int | None
    kind: Kind
    certainty: float
    because: tuple[Because, ...] = ()
