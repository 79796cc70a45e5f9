"""What is said beside a draft: a remark with its why, and ways out. It is never stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from merkwerk.writing.actions.marks import mark

SHOWN = 5
"""So many hints stand open; the others are folded away."""


class Kind(StrEnum):
    """Kinds of hints, in the order in which they are told: what may hurt somebody comes first."""

    CONFIDENCE = "confidence"
    PERSONAL = "personal"
    GUARD = "guard"
    SOURCE = "source"
    COLLEAGUES = "colleagues"
    ACCESS = "access"
    ADVERTISING = "advertising"
    EDGES = "edges"
    TONE = "tone"
    FITS = "fits"
    PROMOTION = "promotion"
    PLAIN = "plain"


ALWAYS = frozenset({Kind.CONFIDENCE, Kind.PERSONAL})
"""What may hurt somebody else is set aside for one draft, never for good."""

KINDS: dict[str, str | Promise] = {
    Kind.GUARD: _("Who of my followers saw it already"),
    Kind.SOURCE: _("Words that stand in my source"),
    Kind.COLLEAGUES: _("Words that a colleague used lately"),
    Kind.ACCESS: _("Pictures, tags and letters that keep people out"),
    Kind.ADVERTISING: _("What sounds like an advertisement"),
    Kind.EDGES: _("A story in which nothing goes wrong"),
    Kind.TONE: _("How people talk in that place"),
    Kind.FITS: _("What differs from how I usually write"),
    Kind.PROMOTION: _("How often I told about ourselves lately"),
    Kind.PLAIN: _("Long sentences and office words"),
}
"""The kinds that a colleague may switch off (`Wishes.quiet_hints`), as they are called there."""


@dataclass(frozen=True, slots=True)
class Act:
    """A way out: a button. `value` is what it sends (`hint_act`), `quick` whether the hints alone
    come back; with an `address` it is a link instead."""

    label: str
    value: str = ""
    quick: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One line of a hint, with the words it is about and whose they are."""

    says: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hint:
    """`stop`: it may hurt somebody (shown in red; nothing is stopped). `about` says what exactly it
    is about, so that it is quiet once its writer decided, and speaks again about something else."""

    kind: Kind
    title: str
    why: str
    about: str = ""
    points: tuple[Point, ...] = ()
    acts: tuple[Act, ...] = field(default=())
    stop: bool = False
    urgent: bool = False
    """Before the others of lesser kinds: somebody is kept out altogether."""

    @property
    def mark(self) -> str:
        """By this the decision about it is known; nothing can be read from it."""
        return mark("hint", f"{self.kind} {self.about}")

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands among others."""
        order = list(Kind)
        return (0 if self.stop else 1 if self.urgent else 2, order.index(self.kind))
