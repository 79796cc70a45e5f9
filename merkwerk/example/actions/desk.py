"""What lies on the desks: drafts, something told a moment ago, a request, and who follows whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from merkwerk.colleagues.models import Subject
from merkwerk.engine.marks import pack
from merkwerk.example.actions.outside import person_of
from merkwerk.example.actions.people import Insider
from merkwerk.example.actions.reading_texts import Block, Outsider, blocks
from merkwerk.example.actions.times import Clock
from merkwerk.networks.actions import mark
from merkwerk.networks.models import ConnectedAccount, FollowerList, Message
from merkwerk.notifications.models import Notice
from merkwerk.writing import actions as writing
from merkwerk.writing.actions import registering
from merkwerk.writing.models import Draft, Request, Version

NEVER = timedelta(days=36500)


class Desks:
    """Does the blocks of the text, between these people."""

    def __init__(
        self, insiders: Mapping[str, Insider], outsiders: Mapping[str, Outsider], clock: Clock
    ) -> None:
        self.insiders, self.outsiders, self.clock = insiders, outsiders, clock

    def lay(self, *, now: datetime) -> None:
        """Puts everything where it lies. No account's followers are ever asked for."""
        lists = [
            FollowerList(account=account, next_look=now + NEVER)
            for account in ConnectedAccount.objects.all()
        ]
        FollowerList.objects.bulk_create(lists)
        ways = {
            "tekst": self._draft,
            "verteld": self._told,
            "volgen": self._follow,
            "gevraagd": self._ask,
            "geheim": self._keep,
        }
        for block in blocks("desk.txt"):
            ways[block.head[0]](block)

    def _draft(self, block: Block) -> None:
        by = self.insiders[block.head[1]].colleague
        draft = writing.begin(by=by, text=block.facts["tekst"], facts=block.facts.get("feiten", ""))
        if "verrast" in block.facts:
            writing.save(
                draft=draft, by=by, text=draft.text, answers={"surprised": block.facts["verrast"]}
            )
        if "weg" in block.head:
            writing.put_away(draft=draft, by=by, now=self.clock.now)

    def _told(self, block: Block) -> None:
        _verteld, key, network, when = block.head
        insider, at = self.insiders[key], self.clock.at(when)
        account = insider.accounts[network]
        draft = writing.begin(by=insider.colleague, text=block.facts["tekst"])
        version = Version.objects.create(draft=draft, account=account)
        # The same seed gives the same example: nothing in it is drawn by lot.
        name = str(uuid5(NAMESPACE_URL, f"{key} {network} {when} {draft.text}"))
        where = f"{account.server}/@{key}/{name}"
        version.message = Message.objects.create(
            colleague=insider.colleague, account=account, network=network, piece=version.key,
            key=name, text=draft.text, language="nl", state=Message.State.SENT, asked_at=at,
            sent_at=at, uid=where, url=where, remembered_at=at,
        )  # fmt: skip
        version.save()
        Draft.objects.filter(pk=draft.pk).update(told_at=at)

    def _follow(self, block: Block) -> None:
        _volgen, key, network, *who = block.head
        people = [person_of(self.outsiders[one], network) for one in who]
        marks = pack([mark(network, one.uid) for one in people])
        mine = FollowerList.objects.filter(account=self.insiders[key].accounts[network])
        mine.update(marks=marks, count=len(people), fetched_at=self.clock.now)

    def _keep(self, block: Block) -> None:
        _geheim, key, kind = block.head
        registering.keep(
            by=self.insiders[key].colleague,
            kind=kind,
            name=block.facts["naam"],
            aliases=[one.strip() for one in block.facts.get("ook", "").split(",") if one.strip()],
            instead=block.facts["liever"],
        )

    def _ask(self, block: Block) -> None:
        _gevraagd, asker, asked, subject, when = block.head
        at = self.clock.at(when)
        made = writing.ask(
            by=self.insiders[asker].colleague,
            asked=self.insiders[asked].colleague,
            subject=Subject.objects.get(name=subject),
            words=block.facts["vraag"],
            now=at,
        )
        Request.objects.filter(pk=made.pk).update(made=at)
        Notice.objects.filter(key=f"request-{made.pk}").update(created=at)
