"""The archive of X, once Twitter: `data/*.js`, each a list after `window.YTD.… =`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

from merkwerk.connectors import content, shapes
from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports import members, reaching
from merkwerk.connectors.exports.archives import Archive, DamagedMember, TooLargeMember
from merkwerk.connectors.exports.drafts import Draft
from merkwerk.connectors.exports.elements import elements
from merkwerk.connectors.exports.troubles import Part, Whole
from merkwerk.connectors.exports.values import Event, Owner, Piece, Reach, Trouble, Way

MOST = 2_000_000
_MOST_PEOPLE = 50
_TWEETS = re.compile(r"(?:^|/)data/tweets?(?:-part\d+)?\.js$")
_LETTERS = re.compile(r"(?:^|/)data/direct-messages?(-group)?(?:-part\d+)?\.js$")
_FOLLOWS = re.compile(r"(?:^|/)data/(following|follower)(?:-part\d+)?\.js$")
_WRITTEN = re.compile(
    r"\w{3} (?P<month>\w{3}) (?P<day>\d\d) (?P<time>\d\d:\d\d:\d\d) \+0000 (?P<year>\d{4})"
)
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"


def read(path: Path, *, now: datetime, mine: frozenset[str] = frozenset()) -> Iterator[Piece]:
    """The owner; cards of who follows or is followed, as far as the archive names them (it has
    numbers; names stand in messages only, the rest is counted); answers, mentions, shares and
    letters as events. Raises UnreadableFile."""
    with Archive(path) as archive:
        account = archive.find("data/account.js")
        if not account:
            raise UnreadableFile(Whole.UNKNOWN, "no data/account.js")
        owner, uid = _owner(archive, account)
        yield owner
        people = _People(uid, owner.reaches[0].value if owner.reaches else "")
        steps: list[members.Step] = []
        for name in archive.names:
            if _TWEETS.search(name):
                steps.append((name, lambda name=name: _tweets(archive, name, people)))  # type: ignore[misc]
        for name in archive.names:
            if _LETTERS.search(name):
                steps.append((name, lambda name=name: _letters(archive, name, people)))  # type: ignore[misc]
        for name in archive.names:
            if _FOLLOWS.search(name):
                steps.append((name, lambda name=name: _learn(archive, name, people)))  # type: ignore[misc]
        yield from members.each(archive, path, steps)
        yield from people.cards()


class _People:
    """Names by number, as messages tell them, and who follows whom."""

    def __init__(self, owner: str, handle: str) -> None:
        self.owner, self.handle = owner, handle
        self.names: dict[str, tuple[str, str]] = {}
        self.following: dict[str, str] = {}

    def learn(self, uid: str, handle: str, name: str) -> None:
        if uid and len(self.names) < 500_000 and reaching.handle("x", handle):
            self.names[uid] = (handle, name or self.names.get(uid, ("", ""))[1])

    def is_owner(self, uid: str, handle: str = "") -> bool:
        return uid == self.owner or (bool(handle) and handle.lower() == self.handle.lower())

    def reach(self, uid: str, handle: str = "") -> Reach:
        known = handle or self.names.get(uid, ("", ""))[0]
        return reaching.handle("x", known, uid=uid) or Reach(Way.HANDLE, uid, "x", uid)

    def cards(self) -> Iterator[Piece]:
        nameless = 0
        for uid, following in self.following.items():
            handle, name = self.names.get(uid, ("", ""))
            if not handle:
                nameless += 1
                continue
            draft = Draft(f"account {uid}", key=f"x:{uid}", name=name, following=following)
            draft.reach(self.reach(uid))
            yield draft.card() or Trouble(Part.BAD_CARD, f"account {uid}")
        if nameless:
            yield Trouble(Part.NAMELESS, "following.js, follower.js", (("count", nameless),))


def _owner(archive: Archive, name: str) -> tuple[Owner, str]:
    try:
        told = _objects(archive, name, "account")
        account = next(told, {})
    except (DamagedMember, TooLargeMember) as error:
        raise UnreadableFile(Whole.BROKEN, "account.js") from error
    uid = _number(account.get("accountId"))
    found = (
        reaching.handle("x", shapes.text(account.get("username"), 100), uid=uid),
        reaching.mail(shapes.text(account.get("email"), 300)),
    )
    shown = content.line(shapes.text(account.get("accountDisplayName"), 1000), 300)
    return Owner(shown, tuple(one for one in found if one)), uid


def _objects(archive: Archive, name: str, word: str) -> Iterator[shapes.Fields]:
    """The things in a file, each within an object of its own under its word."""
    with archive.opener(name)() as stream:
        for entry in map(shapes.fields, elements(stream, "=")):
            yield shapes.fields(entry.get(word)) if word in entry else entry


def _number(value: object) -> str:
    word = shapes.text(value, 30)
    return word if word.isdecimal() else ""


def _learn(archive: Archive, name: str, people: _People) -> Iterator[Piece]:
    """Gathers who follows whom; the cards come at the end, when names are known."""
    found = _FOLLOWS.search(name)
    word = found[1] if found else ""
    whose = "ours" if word == "following" else "theirs"
    for entry in _objects(archive, name, word):
        uid = _number(entry.get("accountId"))
        before = people.following.get(uid)
        if uid and not people.is_owner(uid):
            people.following[uid] = whose if before in (None, whose) else "both"
    yield from ()


def _tweets(archive: Archive, name: str, people: _People) -> Iterator[Piece]:
    for number, tweet in enumerate(_objects(archive, name, "tweet"), 1):
        where = f"{name.rpartition('/')[2]}, {number}"
        at = _written(shapes.text(tweet.get("created_at"), 60))
        mentions = list(_mentions(tweet))
        for uid, handle, shown in mentions:
            people.learn(uid, handle, shown)
        if at is None:
            yield Trouble(Part.BAD_RECORD, where)
        else:
            yield from _said(tweet, at, mentions, people)


def _mentions(tweet: shapes.Fields) -> Iterator[tuple[str, str, str]]:
    entities = shapes.fields(tweet.get("entities"))
    for one in shapes.objects(entities.get("user_mentions"), 100):
        shown = content.line(shapes.text(one.get("name"), 500), 300)
        yield (
            _number(one.get("id_str") or one.get("id")),
            shapes.text(one.get("screen_name"), 60),
            shown,
        )


def _said(
    tweet: shapes.Fields, at: datetime, mentions: list[tuple[str, str, str]], people: _People
) -> Iterator[Event]:
    words = unescape(shapes.text(tweet.get("full_text") or tweet.get("text"), 20_000))
    others = [(uid, handle) for uid, handle, _ in mentions if not people.is_owner(uid, handle)]
    answered = _number(tweet.get("in_reply_to_user_id_str") or tweet.get("in_reply_to_user_id"))
    to = shapes.text(tweet.get("in_reply_to_screen_name"), 60)
    key = f"x:{_number(tweet.get('id_str') or tweet.get('id')) or at.isoformat()}"
    if words.startswith("RT @"):
        if others:
            yield _event(key, at, "shared", [people.reach(*others[0])], words)
        return
    if answered and not people.is_owner(answered, to):
        people.learn(answered, to, "")
        yield _event(key, at, "answered", [people.reach(answered, to)], words)
        others = [one for one in others if one[0] != answered]
    if others:
        reached = [people.reach(*one) for one in others]
        yield _event(f"{key}#mentions", at, "mentioned", reached, words)


def _event(
    key: str, at: datetime, kind: str, people: list[Reach], words: str, direction: str = "ours"
) -> Event:
    return Event(
        key=key,
        at=at,
        kind=kind,
        direction=direction,
        channel="x",
        people=tuple(people[:_MOST_PEOPLE]),
        words=content.block(words, 20_000),
    )


def _letters(archive: Archive, name: str, people: _People) -> Iterator[Piece]:
    for number, talk in enumerate(_objects(archive, name, "dmConversation"), 1):
        uid = shapes.token(talk.get("conversationId"))
        pair = [one for one in map(_number, uid.split("-")) if one]
        others = [one for one in pair if not people.is_owner(one)]
        others = others if len(pair) == 2 else _members(talk, people)
        for message in shapes.objects(talk.get("messages"), MOST):
            letter = shapes.fields(message.get("messageCreate"))
            if not letter:
                continue
            where = f"{name.rpartition('/')[2]}, {number}"
            yield from _letter(letter, others, where, people)


def _members(talk: shapes.Fields, people: _People) -> list[str]:
    """Who is in a group, as far as it tells: who wrote there, and who came in. None when there are
    more than a letter is written to."""
    found: dict[str, None] = {}
    for message in shapes.objects(talk.get("messages"), MOST):
        for told in map(shapes.fields, message.values()):
            ids = [told.get("senderId"), told.get("initiatingUserId")]
            ids += shapes.rows(told.get("participantsSnapshot"), 200)
            ids += shapes.rows(told.get("userIds"), 200)
            found |= dict.fromkeys(filter(None, map(_number, ids)))
    others = [uid for uid in found if not people.is_owner(uid)]
    return others if len(others) <= _MOST_PEOPLE else []


def _letter(
    letter: shapes.Fields, others: list[str], where: str, people: _People
) -> Iterator[Piece]:
    """What the owner wrote is to all `others`, what another wrote is theirs alone."""
    sender, to = _number(letter.get("senderId")), _number(letter.get("recipientId"))
    at = shapes.when(letter.get("createdAt"))
    if not sender or at is None:
        yield Trouble(Part.BAD_RECORD, where)
        return
    ours = people.is_owner(sender)
    whom = ([to] if to else others) if ours else [sender]
    key = f"x:dm:{_number(letter.get('id')) or at.isoformat()}"
    words = shapes.text(letter.get("text"), 20_000)
    reached = [people.reach(uid) for uid in whom if uid and not people.is_owner(uid)]
    if reached:
        yield _event(key, at, "wrote", reached, words, "ours" if ours else "theirs")


def _written(text: str) -> datetime | None:
    """`Wed Oct 10 20:19:24 +0000 2018`, or an ISO time."""
    found = _WRITTEN.fullmatch(text)
    if not found:
        return shapes.when(text)
    month = _MONTHS.find(found["month"]) // 3 + 1
    try:
        moment = datetime.fromisoformat(
            f"{found['year']}-{month:02}-{found['day']}T{found['time']}"
        )
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC)
