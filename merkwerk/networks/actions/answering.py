"""An answer in one's own words: drafted, kept from two devices, and asked to be sent once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from secrets import randbelow
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.bluesky import writing as bluesky
from merkwerk.connectors.bluesky.tid import new_tid
from merkwerk.connectors.content import safe_url
from merkwerk.connectors.mastodon import writing as mastodon
from merkwerk.connectors.mastodon.access import Limits
from merkwerk.connectors.values import Length, Network
from merkwerk.engine.text import without_tricks
from merkwerk.networks import tasks
from merkwerk.networks.actions.brands import brand_of
from merkwerk.networks.actions.holding import hold
from merkwerk.networks.actions.reviews import NeedsReview, was_looked_at, words_kept
from merkwerk.networks.actions.saying import ask_for_rest, call_off
from merkwerk.networks.models import Brand, ConnectedAccount, Message, Post

MOST = 20_000
OTHERS = 5
State = Message.State


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of pressing the button: the message, and whether this press made the difference.
    `kept` is the draft when the same page sent something else before."""

    message: Message
    fresh: bool
    kept: bool = False


def accounts_for(*, post: Post, by: Colleague) -> list[ConnectedAccount]:
    """The colleague's working accounts on the post's network, the one that received the post
    first. A brand answers nobody: a colleague does, in their own name."""
    mine = ConnectedAccount.objects.visible_to(by).working().filter(network=post.network)
    personal = mine.exclude(pk__in=Brand.objects.live().values("account"))
    accounts = list(personal.select_related("identity"))
    seen = set(
        post.sightings.filter(source__account__in=accounts).values_list(
            "source__account", flat=True
        )
    )
    return sorted(accounts, key=lambda account: (account.pk not in seen, account.pk))


def full_text(text: str, *, account: ConnectedAccount, post: Post | None) -> str:
    """What will stand on the network: on Mastodon the person answered is named in front, since
    servers tell only whom the text names. The name is the one that came with the post itself."""
    if post is None or account.network != Network.MASTODON:
        return text
    if post.identity_id == account.identity_id:
        return text
    handle = str(post.native.get("handle") or post.identity.handle)
    return mastodon.address_reply(text, handle, own_server=account.server)


def measured(text: str, *, account: ConnectedAccount, post: Post | None) -> Length:
    """How long the message is for its network, the name in front included."""
    whole = full_text(text, account=account, post=post)
    if account.network == Network.MASTODON:
        return mastodon.length(whole, Limits(account.limit, account.link_length))
    return bluesky.length(whole)


def room_for(*, account: ConnectedAccount, post: Post | None) -> int:
    """How many signs are left for one's own words."""
    return measured("", account=account, post=post).left


def draft_of(*, by: Colleague, post: Post) -> Message | None:
    """The colleague's draft of an answer to this post."""
    return Message.objects.visible_to(by).drafts().filter(answers=post).first()


def save_draft(
    *,
    by: Colleague,
    post: Post,
    text: str,
    account: ConnectedAccount | None = None,
    language: str = "",
    desk: str = "",
    version: int = 0,
) -> Message:
    """Keeps the draft: one a colleague and post, the last that writes wins.

    `desk` names the open page that writes and `version` is what that page last saw. When another
    page wrote meanwhile, its text is kept beside (`others_of`), so nothing typed is lost.
    """
    text = without_tricks(text)[:MOST]
    for _again in range(2):
        try:
            with transaction.atomic():
                return _save(by, post, text, account, language, desk, version)
        except IntegrityError:
            continue
    raise RuntimeError("two pages began the same draft again and again")


def _save(
    by: Colleague,
    post: Post,
    text: str,
    account: ConnectedAccount | None,
    language: str,
    desk: str,
    version: int,
) -> Message:
    drafts = Message.objects.select_for_update().drafts()
    draft = drafts.filter(colleague=by, answers=post).first()
    if draft is None:
        sent = _sent_from(by, desk)
        if sent is not None and text.strip() in sent.text:
            return sent  # the page's last autosave came in after its button was pressed
        hold(posts=[post.pk])
        return Message.objects.create(
            colleague=by, answers=post, network=post.network, text=text, account=account,
            language=language or by.language, desk=desk[:64], version=1,
        )  # fmt: skip
    others = _others(draft)
    others.pop(desk, None)
    elsewhere = draft.desk != desk and draft.version != version
    if elsewhere and draft.text.strip() and draft.text.strip() not in text:
        others[draft.desk] = draft.text
    draft.other_texts = json.dumps(dict(list(others.items())[-OTHERS:])) if others else ""
    draft.text, draft.desk, draft.version = text, desk[:64], draft.version + 1
    draft.account = account or draft.account
    draft.save(update_fields=["text", "desk", "version", "account", "other_texts", "changed"])
    return draft


def _others(draft: Message) -> dict[str, str]:
    try:
        kept: Any = json.loads(draft.other_texts or "{}")
    except ValueError:
        kept = {}
    return {str(k): str(v) for k, v in kept.items()} if isinstance(kept, dict) else {}


def others_of(draft: Message | None) -> list[str]:
    """What the same colleague wrote on another page at the same time and is not in the draft."""
    if draft is None:
        return []
    return [text for text in _others(draft).values() if text.strip() not in draft.text]


def forget_others(*, post: Post, by: Colleague) -> None:
    """The colleague has seen the other texts and does not need them."""
    Message.objects.visible_to(by).drafts().filter(answers=post).update(other_texts="")


def answer(
    *,
    by: Colleague,
    post: Post,
    text: str,
    account: ConnectedAccount,
    desk: str,
    version: int = 0,
    now: datetime | None = None,
) -> Asked:
    """Keeps the text and asks to send it, in one transaction. The page's `desk` is the message's
    key, so pressed twice, or sent twice by a weak line, it is one message. When that page sent
    another text before, this one is kept as a draft and not sent. Refuses (PermissionError) an
    account that isn't theirs to speak for."""
    now = now or timezone.now()
    if not ConnectedAccount.objects.spoken_for_by(by).filter(pk=account.pk).exists():
        raise PermissionError("only through an account of one's own")
    text = without_tricks(text)[:MOST].strip()
    before = _sent_from(by, desk)
    if before is not None:
        return _again(before, by, post, text, account)
    try:
        with transaction.atomic():
            draft = save_draft(
                by=by, post=post, text=text, account=account, desk=desk, version=version
            )
            Message.objects.filter(pk=draft.pk).update(key=desk[:64])
            message = ask_to_send(message=draft, by=by, now=now)
    except IntegrityError:
        before = _sent_from(by, desk)
        if before is None:
            raise
        return _again(before, by, post, text, account)
    return Asked(message, fresh=True)


def _sent_from(by: Colleague, desk: str) -> Message | None:
    mine = Message.objects.visible_to(by).exclude(state=State.DRAFT)
    return mine.filter(key=desk[:64]).first()


def _again(
    before: Message, by: Colleague, post: Post, text: str, account: ConnectedAccount
) -> Asked:
    if text in {before.text, ""}:
        return Asked(before, fresh=False)
    draft = save_draft(by=by, post=post, text=text, account=account)
    return Asked(draft, fresh=False, kept=True)


def ask_to_send(*, message: Message, by: Colleague, now: datetime | None = None) -> Message:
    """DRAFT or REFUSED becomes WAITING, once, with the worker nudged. For AT Protocol the record
    key is chosen here, before the first try. Asking again for what is on its way or sent changes
    nothing. For a part of a thread all parts that do not stand are asked for, in their order.
    Refuses (PermissionError) another colleague's message, and an answer by a brand."""
    now = now or timezone.now()
    if message.colleague_id != by.pk:
        raise PermissionError("only its writer sends a message")
    check_brand(message)
    if message.piece:
        with transaction.atomic():
            ask_for_rest(message=message, now=now)
        message.refresh_from_db()
        return message
    with transaction.atomic():
        still = Message.objects.filter(pk=message.pk, state__in=[State.DRAFT, State.REFUSED])
        asked = still.update(
            state=State.WAITING,
            record=message.record or new_tid(now, randbelow(1024)),
            asked_at=now,
            next_try=now,
            error="",
            error_detail="",
            other_texts="",
            changed=now,
        )
        if asked:
            if left := others_of(message):
                keep_beside(message, "\n\n".join(left))
            tasks.send.enqueue(message.pk)
    message.refresh_from_db()
    return message


def check_brand(message: Message) -> None:
    """A brand answers nobody, and of what it says the words that were looked at go out again, no
    others. Raises PermissionError."""
    brand = brand_of(message.account) if message.account is not None else None
    if brand is None:
        return
    told = list(Message.objects.filter(colleague=message.colleague_id).of_piece(message.piece))
    parts = [one for one in told if one.account_id == message.account_id and not one.taken_away_at]
    if not parts or not was_looked_at(
        brand=brand, by=message.colleague, piece=message.piece, words=words_kept(parts)
    ):
        raise NeedsReview("another writer of the brand looks at these words first")


def keep_beside(message: Message, text: str) -> None:
    """Words that did not go out with `message` stay as the next draft for the same post, or
    beside the draft that is there already. Call it in the transaction that settles the message."""
    mine = Message.objects.filter(colleague=message.colleague_id, answers=message.answers_id)
    draft = mine.drafts().first()
    if draft is None:
        Message.objects.create(
            colleague_id=message.colleague_id, answers_id=message.answers_id, version=1,
            network=message.network, account_id=message.account_id, text=text,
            language=message.language,
        )  # fmt: skip
    elif text.strip() not in draft.text:
        others = json.dumps({**_others(draft), f"message-{message.pk}": text})
        Message.objects.filter(pk=draft.pk).update(other_texts=others)


def take_back(*, message: Message, by: Colleague) -> bool:
    """WAITING or REFUSED becomes a draft again, if no try has been made that may have arrived; of
    a message of one's own accord the draft is in the writing room, and it is called off. False when
    it is too late, or another draft for the same post is open already."""
    if message.piece:
        return call_off(message=message, by=by)
    if message.colleague_id != by.pk:
        return False
    try:
        with transaction.atomic():
            still = Message.objects.filter(pk=message.pk, claim="")
            back = still.filter(state=State.REFUSED) | still.filter(
                state=State.WAITING, unsure=False
            )
            return bool(back.update(state=State.DRAFT, error="", error_detail="", next_try=None))
    except IntegrityError:
        return False


def said_elsewhere(
    *, by: Colleague, post: Post, address: str, text: str = "", now: datetime | None = None
) -> Message | None:
    """The colleague answered with a tool of their own: the message is noted with its address.
    The same address is one message. None when it is no address of the web."""
    now = now or timezone.now()
    url = safe_url(address)
    if not url or len(url) > 1000:
        return None
    with transaction.atomic():
        mine = Message.objects.select_for_update().filter(colleague=by, answers=post)
        before = mine.filter(state=State.ELSEWHERE, url=url).first()
        if before is not None:
            return before
        draft = mine.drafts().first() or Message(colleague=by, answers=post, network=post.network)
        draft.text = without_tricks(text or draft.text)[:MOST].strip()
        draft.state, draft.url, draft.sent_at = State.ELSEWHERE, url, now
        draft.account, draft.other_texts = None, ""
        draft.language = draft.language or by.language
        draft.save()
        hold(posts=[post.pk])
    return draft
