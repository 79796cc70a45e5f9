"""Turns of the texts become what networks would have brought: posts, own messages, reactions."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from merkwerk.connectors.values import Network, Notice, NoticeKind, Page, Person
from merkwerk.connectors.values import Post as Told
from merkwerk.example.actions.outside import Ears, person_of
from merkwerk.example.actions.people import Insider
from merkwerk.example.actions.reading_texts import LANGUAGES, Outsider, Turn
from merkwerk.example.actions.times import Clock
from merkwerk.networks import actions as networks
from merkwerk.networks.models import Message, Post, Source

TAG = re.compile(r"#(\w+)")
NETWORKS = {network.value for network in Network}
KEYS = uuid.UUID("6f1c2a52-7f0e-4d7a-9a3e-5f4c1b2d3e4f")
NOTICES = {"vindt-leuk": NoticeKind.FAVOURITE, "deelt": NoticeKind.BOOST}
Dated = tuple[Turn, datetime]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a turn stands: its network, its address there, and the address the thread begins."""

    network: str
    uid: str
    root: str


@dataclass(slots=True)
class Teller:
    """Writes turns down as rows, the way the rooms below would have received them."""

    insiders: Mapping[str, Insider]
    outsiders: Mapping[str, Outsider]
    ears: Ears
    clock: Clock
    places: dict[Turn, Place] = field(default_factory=dict)
    times: dict[Turn, datetime] = field(default_factory=dict)

    def tell(self, said: Iterable[Dated], *, now: datetime) -> None:
        """Receives the posts through their sources and writes down the messages of colleagues,
        which are not remembered yet."""
        said = list(said)
        posts: dict[Source | None, list[Told]] = {}
        notices: dict[Source, list[Notice]] = {}
        for turn, at in said:
            told = self._told(turn, at)
            if told is None:
                continue
            for source in self._through(turn, told):
                posts.setdefault(source, []).append(told)
            for source, notice in self._notices(turn, told.uid):
                notices.setdefault(source, []).append(notice)
        for source in {*posts, *notices}:
            heard = posts.get(source, [])
            about = notices.get(source, []) if source else []
            page = Page(posts=tuple(heard), notices=tuple(about))
            networks.receive(source=source, page=page, now=now)
        self._write_messages([one for one in said if one[0].who in self.insiders])

    def post_of(self, turn: Turn) -> Post:
        """The stored post of a turn."""
        return Post.objects.select_related("identity").get(uid=self.places[turn].uid)

    def _network(self, turn: Turn) -> str:
        if turn.above:
            return self.places[turn.above].network
        named = sorted(turn.marks & NETWORKS)
        return named[0] if named else self.outsiders[turn.who].places[0][0]

    def _author(self, turn: Turn, network: str) -> Person | None:
        """Who speaks; None for a colleague without an account there, who used an own tool."""
        if turn.who in self.outsiders:
            return person_of(self.outsiders[turn.who], network)
        account = self.insiders[turn.who].accounts.get(network)
        if account is None:
            return None
        own = account.identity
        return Person(
            network=Network(network), uid=own.uid, handle=own.handle, name=own.name, url=own.url
        )

    def _told(self, turn: Turn, at: datetime) -> Told | None:
        network = self._network(turn)
        above = self.places[turn.above] if turn.above else None
        author = self._author(turn, network)
        self.times[turn] = at
        if author is None:
            if above is None:
                raise ValueError(f"{turn.who} begins nothing: colleagues only answer here.")
            self.places[turn] = above
            return None
        uid, url = _address(author, len(self.times), turn.title)
        self.places[turn] = Place(network, uid, above.root if above else uid)
        return Told(
            network=Network(network),
            uid=uid,
            url=url,
            author=author,
            text=turn.text,
            title=turn.title,
            language=next(iter(sorted(LANGUAGES & turn.marks)), "nl"),
            written=at,
            reply_to=above.uid if above else "",
            root=above.root if above else "",
            tags=tuple(dict.fromkeys(TAG.findall(turn.text))),
            mentions=self._mentions(turn, network),
        )

    def _mentions(self, turn: Turn, network: str) -> tuple[str, ...]:
        author = self._author(turn.above, network) if turn.above else None
        return (author.handle,) if author else ()

    def _through(self, turn: Turn, told: Told) -> list[Source | None]:
        """An answer to a colleague comes in among that colleague's mentions."""
        network = str(told.network)
        if turn.who in self.insiders:
            return [self.insiders[turn.who].home[network]]
        asked = self.insiders.get(turn.above.who) if turn.above else None
        if asked and network in asked.mentions:
            return [asked.mentions[network]]
        return list(self.ears.hear(told))

    def _notices(self, turn: Turn, uid: str) -> Iterable[tuple[Source, Notice]]:
        network = self.places[turn].network
        for doing in turn.doings:
            if kind := NOTICES.get(doing.verb):
                who, when = doing.words
                person = person_of(self.outsiders[who], network)
                yield (
                    self.insiders[turn.who].mentions[network],
                    Notice(
                        kind=kind,
                        network=Network(network),
                        uid=f"{uid}#{doing.verb}-{who}",
                        person=person,
                        about=uid,
                        written=self.clock.at(when, self.times[turn]),
                    ),
                )

    def _write_messages(self, said: list[Dated]) -> None:
        """What colleagues said: sent from their account, or said with a tool of their own."""
        above = {self.places[turn.above].uid for turn, _at in said if turn.above}
        answered = {post.uid: post for post in Post.objects.filter(uid__in=above)}
        rows = [self._message(turn, at, answered) for turn, at in said]
        Message.objects.bulk_create(rows)
        sent = [row.uid for row in rows if row.uid]
        Post.objects.filter(uid__in=sent).update(state=Post.State.READ)

    def _message(self, turn: Turn, at: datetime, answered: Mapping[str, Post]) -> Message:
        place = self.places[turn]
        account = self.insiders[turn.who].accounts.get(place.network)
        above = self.places[turn.above].uid if turn.above else ""
        number = list(self.times).index(turn)
        return Message(
            colleague=self.insiders[turn.who].colleague,
            account=account,
            network=place.network,
            answers=answered[above],
            text=turn.text,
            language=next(iter(sorted(LANGUAGES & turn.marks)), "nl"),
            state=Message.State.SENT if account else Message.State.ELSEWHERE,
            key=str(uuid.uuid5(KEYS, f"{number} {turn.who}")),
            asked_at=at,
            sent_at=at,
            uid=place.uid if account else "",
            url=answered[above].url.rsplit("/", 1)[0] + f"/{number}",
        )


def _address(author: Person, number: int, title: str) -> tuple[str, str]:
    """The address that never changes, and the page, of somebody's post with this number."""
    if author.network == Network.BLUESKY:
        key = f"3example{number:05}"
        return f"at://{author.uid}/app.bsky.feed.post/{key}", f"{author.url}/post/{key}"
    if author.network == Network.MASTODON:
        return f"{author.uid}/statuses/{900000 + number}", f"{author.url}/{900000 + number}"
    word = re.sub(r"\W+", "-", title.lower()).strip("-")
    return f"{author.url}{word}", f"{author.url}{word}"
