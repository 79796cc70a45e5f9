"""What colleagues do together: sharing, introductions and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from merkwerk.example.actions.outside import person_of
from merkwerk.example.actions.people import Insider
from merkwerk.example.actions.reading_texts import Block, Outsider, blocks
from merkwerk.example.actions.times import Clock
from merkwerk.networks.models import Identity
from merkwerk.notifications.models import Notice
from merkwerk.relationships import actions as relationships
from merkwerk.relationships.models import Introduction, Outcome, Relationship

KINDS = {
    "opdracht": Outcome.Kind.ASSIGNMENT,
    "vriendschap": Outcome.Kind.FRIENDSHIP,
    "sollicitatie": Outcome.Kind.APPLICATION,
    "ontmoeting": Outcome.Kind.MEETING,
    "idee": Outcome.Kind.IDEA,
}
A_WHILE = timedelta(days=2)
SOON = timedelta(days=5)


class Together:
    """Does the blocks of the text, between these people."""

    def __init__(
        self, insiders: Mapping[str, Insider], outsiders: Mapping[str, Outsider], clock: Clock
    ) -> None:
        self.insiders, self.outsiders, self.clock = insiders, outsiders, clock

    def do(self) -> None:
        ways = {"deelt": self._share, "introductie": self._introduce, "uitkomst": self._tell}
        for block in blocks("together.txt"):
            ways[block.head[0]](block)

    def _known(self, insider: str, outsider: str) -> Relationship:
        somebody = self.outsiders[outsider]
        uid = person_of(somebody, somebody.places[0][0]).uid
        return Relationship.objects.get(
            colleague=self.insiders[insider].colleague,
            contact__belongings__identity__in=Identity.objects.filter(uid=uid),
        )

    def _share(self, block: Block) -> None:
        _deelt, key, contact, whom, *more = block.head
        by = self.insiders[key].colleague
        relationships.share(
            relationship=self._known(key, contact),
            by=by,
            department=by.profile.department if whom == "afdeling" else None,
            colleague=self.insiders[whom].colleague if whom in self.insiders else None,
            moments="momenten" in more,
        )

    def _introduce(self, block: Block) -> None:
        _introductie, asker, contact, knower, when, how = block.head
        at = self.clock.at(when)
        asked = relationships.ask(
            relationship=self._known(knower, contact).pk,
            by=self.insiders[asker].colleague,
            words=block.facts["vraag"],
        )
        self._answer(asked, how, block.facts.get("antwoord", ""), at + A_WHILE)
        asked.refresh_from_db()
        changed = at if how == "open" else self.clock.not_yet(at + A_WHILE)
        Introduction.objects.filter(pk=asked.pk).update(asked_at=at, changed_at=changed)
        self._settle(asked, at, changed, is_open=how == "open")

    def _answer(self, asked: Introduction, how: str, words: str, at: datetime) -> None:
        by = asked.knower
        if how == "belooft":
            day = timezone.localdate(self.clock.now + SOON)
            relationships.answer_later(introduction=asked, by=by, before=day, words=words)
        elif how == "nietnu":
            relationships.not_now(introduction=asked, by=by, words=words)
        elif how == "ontmoet":
            relationships.introduce(introduction=asked, by=by, words=words, now=at)
            relationships.they_met(introduction=asked, by=asked.asker)
        elif how != "open":
            raise ValueError(f"{how!r} is no answer.")

    def _settle(
        self, asked: Introduction, at: datetime, changed: datetime, *, is_open: bool
    ) -> None:
        """Notices are as old as what they tell of, and what was answered was read."""
        told = Notice.objects.filter(key__startswith=f"introduction:{asked.pk}:")
        told.update(created=changed, read_at=None if is_open else changed)
        told.filter(kind="introduction_asked").update(created=at)

    def _tell(self, block: Block) -> None:
        _uitkomst, key, contact, kind, when, *more = block.head
        at = self.clock.at(when)
        told = relationships.tell_outcome(
            relationship=self._known(key, contact),
            by=self.insiders[key].colleague,
            kind=KINDS[kind],
            title=block.facts["titel"],
            told=block.facts["verhaal"],
            on=timezone.localdate(at),
            is_shared="gedeeld" in more,
            names_them="naam" in more,
        )
        Outcome.objects.filter(pk=told.pk).update(made=at)
