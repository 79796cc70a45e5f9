"""The firm's handbook: two editions, who tells how they do it, and the question desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from merkwerk.accounts.models import Colleague
from merkwerk.example.actions.people import Insider
from merkwerk.example.actions.reading_texts import Block, blocks
from merkwerk.example.actions.times import Clock
from merkwerk.handbook import actions as handbook
from merkwerk.handbook.models import Situation
from merkwerk.notifications.models import Notice

GUIDE = "nienke"
AN_HOUR_OR_THREE = timedelta(hours=3)
OUTSIDE = "buiten"


class Guiding:
    """Does the blocks of the text, in their order."""

    def __init__(self, insiders: Mapping[str, Insider], clock: Clock) -> None:
        self.insiders, self.clock = insiders, clock
        self.guide = self._colleague(GUIDE)
        self.situation: Situation | None = None

    def do(self) -> None:
        """All of it; what was told of it is as old as what it tells of."""
        ways = {
            "richtlijn": self._guide,
            "situatie": self._begin_situation,
            "voorbeeld": self._give_example,
            "uitgave": self._publish,
            "zelf": self._tell_stand,
            "antwoordt": self._answer_questions,
            "vraag": self._ask,
        }
        for block in blocks("handbook.txt"):
            ways[block.head[0]](block)

    def _colleague(self, key: str) -> Colleague:
        return self.insiders[key].colleague

    def _guide(self, block: Block) -> None:
        facts = block.facts
        handbook.guide(
            by=self.guide,
            guideline=facts["regel"],
            clause=facts["beding"],
            clause_link=facts["link"],
        )

    def _begin_situation(self, block: Block) -> None:
        name = " ".join(block.head[1:])
        self.situation = handbook.add_situation(by=self.guide, name=name, lead=block.facts["zin"])

    def _give_example(self, block: Block) -> None:
        if self.situation is None:
            raise ValueError("An example needs a situation above it.")
        keys = [key for key in block.head[1:] if key != OUTSIDE]
        named = self._colleague(keys[0]) if keys else None
        example = handbook.save_example(
            by=self.guide,
            situation=self.situation,
            what=block.facts["wat"],
            why=block.facts["waarom"],
            outside=OUTSIDE in block.head,
            named=named,
        )
        if named is not None:
            handbook.agree(example=example, by=named, also_outside=example.outside)
            Notice.objects.filter(colleague=named, kind="handbook_naming").delete()

    def _publish(self, block: Block) -> None:
        at = self.clock.at(block.head[1])
        handbook.publish(by=self.guide, news=block.facts["nieuws"], now=at)

    def _tell_stand(self, block: Block) -> None:
        by = self._colleague(block.head[1])
        handbook.tell_stand(by=by, words=block.facts["woorden"], now=self.clock.now)

    def _answer_questions(self, block: Block) -> None:
        by = self._colleague(block.head[1])
        handbook.ask_answerer(colleague=by, by=self.guide)
        handbook.is_willing(by=by, now=self.clock.now)
        Notice.objects.filter(colleague=by, kind="handbook_answering").delete()

    def _ask(self, block: Block) -> None:
        _vraag, key, when, _how, *who = block.head
        at = self.clock.at(when)
        by = self._colleague(key)
        asked = handbook.ask(
            by=by,
            words=block.facts["vraag"],
            attached=block.facts.get("bijlage", ""),
            now=at,
        )
        answered = self.clock.not_yet(at + AN_HOUR_OR_THREE)
        if who:
            words = block.facts["antwoord"]
            handbook.reply(question=asked, by=self._colleague(who[0]), words=words, now=answered)
        _settle(asked.pk, at, answered if who else None)


def _settle(question: int, at: datetime, read: datetime | None) -> None:
    """Notices are as old as what they tell of, and what was answered was read."""
    Notice.objects.filter(key__startswith=f"handbook:question:{question}:").update(
        created=read or at, read_at=read
    )
