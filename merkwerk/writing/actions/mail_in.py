"""Drafts by mail: a colleague's own address, and what arrives there."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.conf import settings
from django.utils import translation

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.http import Http
from merkwerk.connectors.mail import drafts
from merkwerk.connectors.mail.drafts import Written
from merkwerk.lib.limits import wait_for
from merkwerk.lib.postbox import look_into, new_word, own_address
from merkwerk.writing.actions.calling import DRAFTS_A_DAY
from merkwerk.writing.actions.carrying import add_pictures
from merkwerk.writing.actions.drafting import begin
from merkwerk.writing.actions.marks import mark
from merkwerk.writing.models import Draft, WritingAddress, WritingBox

LETTERS_AT_ONCE = 4
"""Letters with pictures are large: a few at a time."""


def takes_mail() -> bool:
    """Whether this installation has a mailbox for drafts."""
    return bool(settings.WRITING_BOX and settings.WRITING_ADDRESS)


def writing_address(colleague: Colleague) -> str:
    """The whole address, or "" when the colleague has none."""
    row = WritingAddress.objects.filter(colleague=colleague).first()
    return own_address(settings.WRITING_ADDRESS, row.word) if row and takes_mail() else ""


def make_writing_address(*, by: Colleague) -> str:
    """A new secret address; the one there was begins nothing any more."""
    word = new_word()
    WritingAddress.objects.update_or_create(
        colleague=by, defaults={"word": word, "mark": mark("address", word)}
    )
    return writing_address(by)


def drop_writing_address(*, by: Colleague) -> None:
    """The colleague has no such address any more."""
    WritingAddress.objects.filter(colleague=by).delete()


def collect_letters(*, now: datetime, way: Http | None = None) -> int:
    """Reads what arrived in the mailbox for drafts since the last look, and begins a draft for whom
    each letter names; letters with an unknown address begin nothing. Answers how many began one."""
    if not takes_mail():
        return 0
    return look_into(
        WritingBox,
        place=settings.WRITING_BOX,
        read=partial(drafts.read, address=settings.WRITING_ADDRESS.lower()),
        take_in=lambda written: take_in(written=written),
        now=now,
        way=way,
        limit=LETTERS_AT_ONCE,
        most=drafts.LETTER,
    )


def take_in(*, written: Written) -> bool:
    """Begins a draft of one letter, once, for the colleague whose address it came to. Nothing of it
    is sent on. False for an unknown or old address, and after two hundred in a day."""
    rows = WritingAddress.objects.select_related("colleague")
    row = rows.filter(mark=mark("address", written.token)).first()
    if row is None or not row.colleague.is_here:
        return False
    if wait_for("letter", row.colleague_id, most=DRAFTS_A_DAY, seconds=24 * 3600):
        return False
    draft = begin(
        by=row.colleague,
        text=written.text,
        link=written.link,
        facts=written.facts,
        came_from=Draft.Way.MAIL,
        key=mark("letter", f"{row.colleague_id} {written.message_id}")[:32],
    )
    if written.pictures and not draft.pictures.exists():
        _hang(draft, row.colleague, written.pictures)
    return True


def _hang(draft: Draft, by: Colleague, pictures: tuple[bytes, ...]) -> None:
    """The pictures of a letter; why one stayed out is noted among the facts, for nobody is looking
    at a page."""
    with translation.override(by.language):
        refused = add_pictures(draft=draft, by=by, files=pictures)
    if refused:
        draft.facts = "\n".join(filter(None, [draft.facts, *refused]))
        draft.save(update_fields=["facts"])
