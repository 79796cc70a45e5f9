"""A message of one's own: asked to be sent by one press, through one account of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from secrets import randbelow

from django.db import transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.bluesky.tid import new_tid
from merkwerk.connectors.values import Audience
from merkwerk.engine.text import fold, without_tricks
from merkwerk.lib.pictures import NoPicture, picture_path
from merkwerk.networks import tasks
from merkwerk.networks.actions.brands import brand_of, signed
from merkwerk.networks.actions.holding import hold
from merkwerk.networks.actions.own_words import MOST_PARTS, measured_part, room_of
from merkwerk.networks.actions.reviews import NeedsReview, Words, picture_told, was_looked_at
from merkwerk.networks.models import ConnectedAccount, Message, Post
from merkwerk.networks.sentences import Trouble, trouble_of

MOST = 20_000
AN_HOUR = timedelta(hours=1)
State = Message.State
GOING = (State.WAITING, State.SENDING, State.SENT)


class Unsayable(ValueError):
    """It can't be said like this; `trouble` has it in words. `place` is the part it is about."""

    def __init__(self, code: str, place: int = 0) -> None:
        super().__init__(code)
        self.code, self.place = code, place

    @property
    def trouble(self) -> Trouble | None:
        return trouble_of(self.code, about="own-message")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A picture that goes along: a file `lib.pictures` kept, and what it shows in words."""

    file: str
    description: str = ""
    width: int
    height: int
    type: str


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a thread; a thread may be one message long."""

    text: str
    pictures: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """What came of pressing the button: the messages in their order, and whether this press made
    the difference."""

    parts: tuple[Message, ...]
    fresh: bool

    @property
    def message(self) -> Message:
        """The first of them."""
        return self.parts[0]


def say(
    *,
    by: Colleague,
    account: ConnectedAccount,
    parts: Sequence[Part],
    desk: str,
    piece: str = "",
    language: str = "",
    warning: str = "",
    quotes: Post | None = None,
    now: datetime | None = None,
) -> Spoken:
    """Asks to send these parts as one thread through this account, now: there is no other time.

    One press is one telling: the same `desk` (the open page) or `piece` (what it is a version of)
    again, from a weak line or a second device, changes nothing. When parts were refused or called
    off, a press of a new page rewrites those that do not stand yet and asks for them; when
    everything was taken away, it is told anew.

    Raises PermissionError for an account that isn't theirs to speak for, and Unsayable, with
    nothing done, for what the network would not take or what the mission does not want.
    """
    now = now or timezone.now()
    desk, piece = desk[:64], (piece or desk)[:64]
    if not desk:
        raise ValueError("without its page a press can't be told from its repeat")
    asked = prepared(parts, account=account, by=by)
    warning = one_line(warning)
    with transaction.atomic():
        words = words_said(asked, warning, quotes)
        may_say(account=account, by=by, words=words, piece=piece)
        # Two devices press at once: the second waits here, and then sees what the first did; also
        # when it presses for another account of theirs.
        Colleague.objects.select_for_update().get(pk=by.pk)
        mine = Message.objects.filter(colleague=by, account=account).of_piece(piece)
        told = list(mine.exclude(state=State.TAKEN_AWAY))
        again = mine.filter(desk=desk).exists()
        if again or any(one.is_moving for one in told) or (told and all(m.stands for m in told)):
            return Spoken(tuple(told or mine), fresh=False)
        _check(by, account, asked, warning, quotes, now)
        common = {
            "language": (language or by.language)[:35], "warning": warning, "desk": desk,
            "piece": piece,
        }  # fmt: skip
        rows = _written(by, account, asked, told, common, quotes, now)
        first = next(one for one in rows if not one.stands)
        Message.objects.filter(pk=first.pk).update(next_try=now)
        first.next_try = now
        tasks.send.enqueue(first.pk)
    return Spoken(tuple(rows), fresh=True)


def prepared(parts: Sequence[Part], *, account: ConnectedAccount, by: Colleague) -> list[Part]:
    """The parts as they will stand there: without tricks, and where a brand speaks the last one
    with who writes it."""
    plain = [Part(without_tricks(part.text).strip(), part.pictures) for part in parts]
    if plain:
        last = plain.pop()
        plain.append(Part(signed(last.text, account=account, by=by), last.pictures))
    return plain


def one_line(warning: str) -> str:
    """A warning as networks take it."""
    return " ".join(without_tricks(warning).split())


def words_said(parts: Sequence[Part], warning: str, quotes: Post | None) -> Words:
    """All that will stand there, for who looks along."""
    pictures = [picture_told(one.file, one.description) for part in parts for one in part.pictures]
    quoted = [quotes.uid] if quotes is not None else []
    return Words(tuple(part.text for part in parts), one_line(warning), (*pictures, *quoted))


def may_say(*, account: ConnectedAccount, by: Colleague, words: Words, piece: str) -> None:
    """The low wall: nobody says anything for somebody else, and a brand nothing that another of
    its writers has not looked at. Raises PermissionError (NeedsReview)."""
    if not ConnectedAccount.objects.spoken_for_by(by).filter(pk=account.pk).exists():
        raise PermissionError("only through an account of one's own")
    brand = brand_of(account)
    if brand and not was_looked_at(brand=brand, by=by, piece=piece, words=words):
        raise NeedsReview("another writer of the brand looks at these words first")


def _check(
    by: Colleague,
    account: ConnectedAccount,
    parts: Sequence[Part],
    warning: str,
    quotes: Post | None,
    now: datetime,
) -> None:
    if account.state != ConnectedAccount.State.WORKING:
        raise Unsayable("token-refused")
    if not parts:
        raise Unsayable("empty", 1)
    if len(parts) > MOST_PARTS:
        raise Unsayable("too-many-parts")
    for place, part in enumerate(parts, 1):
        _check_part(account, part, place)
        fits = measured_part(
            part.text, account=account, warning=warning, quotes=quotes, place=place
        ).fits
        if not fits or len(part.text) > MOST:
            raise Unsayable("too-long", place)
    if quotes is not None:
        seen = Post.objects.visible_to(by).filter(pk=quotes.pk)
        if quotes.audience != Audience.PUBLIC or not seen.exists():
            raise Unsayable("quote-limited")
    if said_through_another(by, account, [part.text for part in parts], now):
        raise Unsayable("said-through-another")


def _check_part(account: ConnectedAccount, part: Part, place: int) -> None:
    room = room_of(account)
    if not part.text and not part.pictures:
        raise Unsayable("empty", place)
    if len(part.pictures) > room.pictures:
        raise Unsayable("too-many-pictures", place)
    for picture in part.pictures:
        if len(picture.description) > room.description:
            raise Unsayable("description-too-long", place)
        try:
            picture_path(picture.file)
        except NoPicture:
            raise Unsayable("picture-missing", place) from None


def said_through_another(
    by: Colleague, account: ConnectedAccount, texts: Sequence[str], now: datetime
) -> bool:
    """Whether one of these texts just went to the same network through another account that this
    colleague speaks for: the same people would get them twice. A brand's signature, another sign
    or another part of the thread makes no other words of them."""
    others = Message.objects.filter(
        colleague=by, network=account.network, state__in=GOING, answers=None,
        asked_at__gt=now - AN_HOUR,
    ).exclude(account=account).select_related("account")  # fmt: skip
    said = [_plain(one.wished_text or one.text, one.account, by) for one in others]
    mine = {_plain(text, account, by) for text in texts} if said else set()
    return not mine.isdisjoint(filter(None, said))


def _plain(text: str, account: ConnectedAccount | None, by: Colleague) -> str:
    """The letters and digits of the words themselves."""
    signature = signed("", account=account, by=by) if account is not None else ""
    words = text.rstrip().removesuffix(signature) if signature else text
    return "".join(filter(str.isalnum, fold(words))) or "".join(words.split())


def _written(
    by: Colleague,
    account: ConnectedAccount,
    parts: Sequence[Part],
    told: Sequence[Message],
    common: dict[str, str],
    quotes: Post | None,
    now: datetime,
) -> list[Message]:
    """A row for each part, what stands already left as it is. The rows that are not needed any
    more go, unless nobody knows whether their words arrived."""
    known = {one.place: one for one in told}
    rows: list[Message] = []
    for place, part in enumerate(parts, 1):
        one = known.pop(place, None) or Message(colleague=by, account=account, place=place)
        if not one.stands:
            key_time = now + timedelta(microseconds=place)
            one.record = one.record or new_tid(key_time, randbelow(1024))
            one.network, one.state, one.asked_at = account.network, State.WAITING, now
            one.text, one.pictures = part.text, [asdict(picture) for picture in part.pictures]
            one.after, one.next_try = (rows[-1] if rows else None), None
            one.error = one.error_detail = one.claim = ""
            one.claimed_until, one.tries = None, 0
            one.first_try = one.first_try if one.unsure else None
            if place == 1:
                one.quotes, one.quoted = quotes, (quotes.uid if quotes else "")
            for name, value in common.items():
                setattr(one, name, value)
            one.save()
        rows.append(one)
    surplus = [one.pk for one in known.values() if not one.stands and not one.unsure]
    Message.objects.filter(pk__in=surplus).delete()
    if quotes is not None:
        hold(posts=[quotes.pk])
    return rows


def call_off(*, message: Message, by: Colleague) -> bool:
    """Parts of one's own that have not gone yet won't: this one and those after it. False when it
    is too late, or the message is somebody else's. The words stay on them, for the draft."""
    if message.colleague_id != by.pk:
        return False
    with transaction.atomic():
        still = Message.objects.filter(
            pk=message.pk, claim="", unsure=False, state__in=[State.WAITING, State.REFUSED]
        )
        return bool(still.update(**CALLED_OFF)) and stop_rest(message, "called-off") >= 0


CALLED_OFF = {
    "state": State.REFUSED, "error": "called-off", "error_detail": "", "next_try": None,
}  # fmt: skip


def rest_of(message: Message) -> list[Message]:
    """The parts of the same telling that come after this one."""
    same = Message.objects.filter(
        colleague=message.colleague_id, account=message.account_id, place__gt=message.place
    )
    return list(same.of_piece(message.piece).exclude(state=State.TAKEN_AWAY))


def stop_rest(message: Message, code: str) -> int:
    """The parts that wait for this one are not sent. Call it in the transaction that settles it."""
    waiting = [one.pk for one in rest_of(message) if one.state == State.WAITING]
    rest = Message.objects.filter(pk__in=waiting, state=State.WAITING, claim="", unsure=False)
    return rest.update(state=State.REFUSED, error=code, error_detail="", next_try=None)


def go_on_after(message: Message, now: datetime) -> None:
    """The part that waited for this one is due. Call it in the transaction that settles it."""
    following = Message.objects.filter(after=message.pk, state=State.WAITING, next_try=None)
    for pk in list(following.values_list("pk", flat=True)):
        if following.filter(pk=pk).update(next_try=now, asked_at=now):
            tasks.send.enqueue(pk)


def ask_for_rest(*, message: Message, now: datetime) -> Message:
    """Every part of the telling that does not stand is asked for again, from the first of them on;
    gives that one. What is on its way stays as it is. Call it in a transaction."""
    same = Message.objects.filter(colleague=message.colleague_id, account=message.account_id)
    told = list(same.of_piece(message.piece).exclude(state=State.TAKEN_AWAY))
    missing = [one for one in told if not one.stands]
    if not missing or any(one.is_moving for one in told):
        return message
    by, account = message.colleague, message.account
    if account and said_through_another(by, account, [one.text for one in missing], now):
        refused = Message.objects.filter(pk__in=[one.pk for one in missing], state=State.REFUSED)
        refused.exclude(unsure=True).update(error="said-through-another", error_detail="")
        return message
    for one in missing:
        again = Message.objects.filter(pk=one.pk, state=State.REFUSED)
        again.update(
            state=State.WAITING, asked_at=now, next_try=None, error="", error_detail="", tries=0
        )
    first = missing[0]
    Message.objects.filter(pk=first.pk).update(next_try=now)
    tasks.send.enqueue(first.pk)
    return first


def pictures_needed(by: Colleague) -> set[str]:
    """The files of pictures that go with what this colleague has not sent yet; to be kept."""
    mine = Message.objects.visible_to(by).exclude(state__in=[State.SENT, State.TAKEN_AWAY])
    return {str(one["file"]) for row in mine.exclude(piece="") for one in row.pictures}
