"""Notices: one thing told to one colleague, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from merkwerk.accounts.models import Colleague
from merkwerk.notifications.models import Notice
from merkwerk.notifications.sentences import SENTENCES


def tell(
    *, colleague: Colleague, kind: str, key: str, facts: Mapping[str, str], link: str = ""
) -> Notice:
    """Tells `colleague` one thing; telling it again with the same `key` gives the first notice.

    `kind` names a sentence of sentences.py and `facts` fill it. `link` is a page of our own.
    Refuses (ValueError) an unknown kind, missing facts, or a link to elsewhere, since that is a
    mistake of the caller.
    """
    if kind not in SENTENCES:
        raise ValueError(f"There is no sentence for {kind!r}.")
    try:
        str(SENTENCES[kind]) % facts
    except KeyError as missing:
        raise ValueError(f"A notice of {kind!r} needs the fact {missing}.") from None
    if link and not (link.startswith("/") and url_has_allowed_host_and_scheme(link, None)):
        raise ValueError("A notice leads to a page of our own.")
    notice, _made = Notice.objects.get_or_create(
        colleague=colleague,
        key=key,
        defaults={"kind": kind, "facts": dict(facts), "link": link},
    )
    return notice


def mark_read(*, colleague: Colleague, pk: int | None = None, now: datetime | None = None) -> int:
    """Marks one notice of `colleague` as read, or all of them; says how many that were. A notice
    that was read before keeps its moment."""
    mine = Notice.objects.visible_to(colleague).unread()
    mine = mine if pk is None else mine.filter(pk=pk)
    return mine.update(read_at=now or timezone.now())
