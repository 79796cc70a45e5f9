"""Which words were looked at: the low wall before a brand says anything."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from merkwerk.accounts.models import Colleague
from merkwerk.lib.fingerprints import fingerprint
from merkwerk.networks.models import Brand, BrandReview, Message


class NeedsReview(PermissionError):
    """A brand says nothing that another of its writers has not looked at, word for word."""


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that will stand there: each part of the thread, signed; the warning; and what goes
    along (pictures with their descriptions, what is quoted)."""

    texts: tuple[str, ...]
    warning: str = ""
    extras: tuple[str, ...] = ()

    def written_down(self) -> dict[str, object]:
        """As a column keeps it."""
        return asdict(self)


def words_kept(parts: Sequence[Message]) -> Words:
    """The same of messages that were asked to be sent, in their order."""
    texts = tuple(one.text for one in parts)
    pictures = [
        picture_told(str(kept.get("file", "")), str(kept.get("description", "")))
        for one in parts
        for kept in one.pictures
    ]
    quoted = [one.quoted for one in parts if one.quoted]
    return Words(texts, parts[0].warning if parts else "", (*pictures, *quoted))


def picture_told(file: str, description: str) -> str:
    """A picture as it is looked at: which one it is, and what it says for who can't see it."""
    return f"{file} {description}"


def words_mark(*, brand: Brand, by: Colleague, piece: str, words: Words) -> str:
    """A keyed hash of exactly these words by this writer: another word is another mark."""
    told = json.dumps([brand.pk, by.pk, piece, *map(list, asdict(words).values())])
    return fingerprint(told)


def was_looked_at(*, brand: Brand, by: Colleague, piece: str, words: Words) -> bool:
    """Whether somebody else who writes there said yes to exactly these words."""
    mark = words_mark(brand=brand, by=by, piece=piece, words=words)
    yes = BrandReview.objects.filter(brand=brand, piece=piece, mark=mark, asked_by=by)
    return yes.filter(state=BrandReview.State.YES).exclude(reviewed_by=by).exists()
