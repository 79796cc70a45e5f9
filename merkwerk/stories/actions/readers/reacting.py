"""A reader reacts, without an account: their words wait until they confirm by mail that they are
theirs, and stay theirs to change or take away."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.core import signing
from django.db import IntegrityError, transaction

from merkwerk.lib.limits import wait_for
from merkwerk.pages import actions as pages
from merkwerk.stories.actions.readers.arriving import judge, settle_in
from merkwerk.stories.actions.readers.elsewhere import erase
from merkwerk.stories.actions.readers.marks import email_mark, words_mark
from merkwerk.stories.actions.readers.telling import ask_to_confirm, reaction_of
from merkwerk.stories.models import Reaction, Story

FORM_SALT = "stories.reaction.form"
FORM_LIVES = timedelta(hours=12)
UNCONFIRMED = timedelta(days=7)
PER_HOUR, PER_NETWORK, LETTERS = 6, 20, 4
"""Reactions of one address in an hour, of its /64 or /24 in an hour, and letters that ask one
mail address to confirm something in a day."""
State = Reaction.State


class TooMany(Exception):
    """So much comes from there that it has to wait; `seconds` says how long."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form's token says: which form it was (`key`), and when it was fetched."""

    key: str
    fetched: datetime


def sheet_token(*, story: int, now: datetime) -> str:
    """A token for one form under one story, fetched now. It needs no cookie: signed, bound to the
    story and the moment, and good for one reaction."""
    return signing.dumps([story, int(now.timestamp() * 1000), uuid.uuid4().hex], salt=FORM_SALT)


def sheet_of(*, token: str, story: int, now: datetime) -> Sheet | None:
    """What the token says; None when it isn't ours, of another story, or older than 12 hours."""
    try:
        told = signing.loads(token, salt=FORM_SALT)
    except signing.BadSignature:
        return None
    of_story, milliseconds, key = told
    fetched = datetime.fromtimestamp(milliseconds / 1000, tz=now.tzinfo)
    if of_story != story or not timedelta() <= now - fetched <= FORM_LIVES:
        return None
    return Sheet(str(key), fetched)


def count_one(*, what: str, address: str) -> None:
    """Counts one more `what` (a short word) from a network address and its neighbourhood (/64 of
    IPv6, /24 of IPv4). Raises TooMany."""
    wait = wait_for(what, address, most=PER_HOUR, seconds=3600)
    wait = wait or wait_for(f"{what}-near", neighbourhood(address), most=PER_NETWORK, seconds=3600)
    if wait:
        raise TooMany(wait)


def neighbourhood(address: str) -> str:
    """The /64 of an IPv6 address, the /24 of an IPv4 one; anything else as it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:60]
    return str(ip_network(f"{found}/{64 if found.version == 6 else 24}", strict=False))


@transaction.atomic
def react(
    *,
    story: Story,
    sheet: Sheet,
    name: str,
    email: str,
    words: str,
    wishes_answer: bool = False,
    answers: int | None = None,
    trap: bool = False,
    language: str = "nl",
    now: datetime,
) -> Reaction:
    """Keeps what a reader wrote until they confirm it by the letter that goes out. The same form
    sent twice, or the same words of the same reader under the same story, is one reaction and one
    letter. What looks like spam is held, and no letter goes (it could bother somebody whose address
    a robot made up) until the author frees it. `answers`: the reaction it answers, when that is
    shown under the same story. Raises TooMany when the address got four letters today."""
    mark = email_mark(email)
    there = _same(story, sheet, mark, words)
    if there is not None:
        return there
    before = Reaction.objects.shown().filter(story=story, pk=answers or 0).first()
    reaction = Reaction(
        story=story,
        key=sheet.key,
        name=name,
        email=email,
        email_mark=mark,
        words=words,
        words_mark=words_mark(words),
        language=language,
        wishes_answer=wishes_answer,
        answers=before,
        at=now,
    )
    verdict = judge(reaction, seconds=(now - sheet.fetched).total_seconds(), trap=trap)
    reaction.because = [[one.code, dict(one.facts)] for one in verdict.because]
    reaction.state = State.HELD if verdict.held else State.WAITING
    if reaction.state == State.WAITING and (wait := _letters(mark)):
        raise TooMany(wait)
    try:
        with transaction.atomic():
            reaction.save()
    except IntegrityError:  # the same form, pressed twice at the very same moment
        return Reaction.objects.get(key=sheet.key)
    if reaction.state == State.WAITING:
        ask_to_confirm(reaction)
    return reaction


@transaction.atomic
def confirm(*, token: str, now: datetime) -> Reaction | None:
    """Its writer stands by it: it is judged once more, and shown, or kept for the author. None for
    a link that isn't ours or leads to nothing any more. Safe to repeat."""
    reaction = reaction_of(token)
    if reaction is None:
        return None
    first = Reaction.objects.filter(pk=reaction.pk, confirmed_at=None)
    if first.exclude(state=State.HELD).update(confirmed_at=now):
        reaction.confirmed_at = now
        settle_in(reaction, now=now, keep=reaction.state != State.WAITING)
    return reaction


@transaction.atomic
def change_words(*, token: str, words: str, wishes_answer: bool, now: datetime) -> Reaction | None:
    """Its writer says it differently; new words are judged anew. What the author doesn't show stays
    so. None for a link that leads to nothing."""
    reaction = reaction_of(token)
    if reaction is None:
        return None
    reaction.wishes_answer = wishes_answer
    if words == reaction.words:
        reaction.save(update_fields=["wishes_answer"])
        return reaction
    reaction.words, reaction.words_mark, reaction.changed_at = words, words_mark(words), now
    reaction.because = []
    kept = reaction.state in {State.WAITING, State.HELD, State.HIDDEN}
    was_shown = reaction.state == State.SHOWN
    settle_in(reaction, now=now, keep=kept)
    if was_shown:
        pages.touched(f"story:{reaction.story_id}")
    return reaction


@transaction.atomic
def withdraw(*, token: str) -> bool:
    """Its writer takes it away: words, name and address are erased here and on the page. Whether
    there was something."""
    reaction = reaction_of(token)
    if reaction is None:
        return False
    erase(reaction)
    return True


def forget_unconfirmed(*, now: datetime) -> int:
    """What nobody confirmed within a week goes, with the address; what was held and never freed
    after thirty days. Returns how many."""
    old = Reaction.objects.filter(state=State.WAITING, at__lt=now - UNCONFIRMED)
    held = Reaction.objects.filter(state=State.HELD, at__lt=now - timedelta(days=30))
    return old.delete()[0] + held.delete()[0]


def _same(story: Story, sheet: Sheet, mark: str, words: str) -> Reaction | None:
    same = Reaction.objects.filter(story=story)
    form = same.filter(key=sheet.key).first()
    if form is not None:
        return form
    gone = {State.WITHDRAWN, State.HIDDEN}
    said = same.filter(email_mark=mark, words_mark=words_mark(words)).exclude(state__in=gone)
    return said.first()


def _letters(mark: str) -> int:
    return wait_for("reader-letters", mark, most=LETTERS, seconds=24 * 3600)
