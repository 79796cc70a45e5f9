"""What every hint is told: whose draft, for which place, and the words as they are now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from merkwerk.accounts.models import Colleague
from merkwerk.engine.echoes.addresses import pages
from merkwerk.engine.languages import guess
from merkwerk.engine.promotion import Ours
from merkwerk.engine.text import LINK
from merkwerk.networks import actions as networks
from merkwerk.networks.models import ConnectedAccount
from merkwerk.writing.actions.hints.own_words import Told, ours, told_before
from merkwerk.writing.actions.pausing import wishes_of
from merkwerk.writing.actions.short_links import code_in
from merkwerk.writing.models import Draft, ShortLink, Version, Wishes

LONGEST = 20_000
"""So many characters of a draft are looked at, but for what is confidential: there all of them."""
MOST_LINKS = 20


@dataclass(frozen=True)
class Asked:
    """One asking for hints. `text` is what stands on the sheet now, saved or not."""

    draft: Draft
    text: str
    by: Colleague
    now: datetime
    version: Version | None = None

    @cached_property
    def read(self) -> str:
        """The beginning of the text, which most hints look at."""
        return self.text[:LONGEST]

    @cached_property
    def wishes(self) -> Wishes:
        """How this colleague wants to write."""
        return wishes_of(self.by)

    @cached_property
    def window(self) -> timedelta:
        """How far the timeline guard looks back."""
        return timedelta(minutes=self.wishes.guard_minutes)

    @cached_property
    def language(self) -> str:
        """What the version, else the text itself, is in."""
        said = self.version.language if self.version else ""
        return said or guess(self.read).language or self.draft.language

    @cached_property
    def accounts(self) -> list[ConnectedAccount]:
        """The account of this version; without one, all own accounts that work."""
        if self.version and self.version.account:
            return [self.version.account]
        own = ConnectedAccount.objects.visible_to(self.by).filter(brand=None)
        return list(own.select_related("identity").order_by("pk"))

    @cached_property
    def told_before(self) -> list[Told]:
        """What the writer told before, newest first."""
        return told_before(self.by)

    @cached_property
    def ours(self) -> Ours:
        """What is the house's own."""
        return ours(self.by)

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """The addresses it leads to: those in the text, and what the draft is about."""
        typed = LINK.findall(self.read)[:MOST_LINKS]
        return tuple(dict.fromkeys([*typed, *([self.draft.link] if self.draft.link else [])]))

    @cached_property
    def finished_addresses(self) -> tuple[str, ...]:
        """Those that are certainly typed to their end, and may be followed."""
        last = max((found.end() for found in LINK.finditer(self.read)), default=0)
        open_end = last == len(self.read) and last > 0
        return tuple(one for one in self.addresses if not (open_end and self.read.endswith(one)))


def led(addresses: Iterable[str]) -> dict[str, frozenset[str]]:
    """Where addresses end, in the form that all addresses of a page share: own short links by
    whom they stand for, others as far as the worker followed them. Front pages are none. Two
    questions, however many there are."""
    given = list(dict.fromkeys(addresses))
    codes = {one: code for one in given if (code := code_in(one))}
    targets = {}
    if codes:
        rows = ShortLink.objects.filter(code__in=set(codes.values()))
        targets = dict(rows.values_list("code", "target"))
    whole = {one: targets.get(codes.get(one, ""), one) for one in given}
    ends = networks.resolved(whole.values()) if whole else {}
    return {one: frozenset(pages([ends.get(end, end)])) for one, end in whole.items()}
