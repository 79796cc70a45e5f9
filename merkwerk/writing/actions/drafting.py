"""A draft: begun once, kept as it is typed on two devices, put away when it is not wanted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.content import safe_url
from merkwerk.engine.text import without_tricks
from merkwerk.networks.models import Post
from merkwerk.writing.actions.carrying import WAITS, forget_brought
from merkwerk.writing.actions.picturing import forget_files
from merkwerk.writing.actions.referring import refer
from merkwerk.writing.models import Draft

MOST = 300_000
"""Signs of one draft; what a network takes is far less, and said at the version."""
OTHERS = 5
KEPT_AWAY = timedelta(days=30)
QUESTIONS = ("surprised", "hard", "learnt")
"""The desk's questions; what is answered to them is the writer's own material."""


def begin(
    *,
    by: Colleague,
    text: str = "",
    link: str = "",
    about: Post | None = None,
    came_from: str = Draft.Way.DESK,
    facts: str = "",
    language: str = "",
    key: str = "",
) -> Draft:
    """Makes a draft of a colleague's own `text`, which may be empty. What it is about stands
    beside it (`link`, `about`) and never in it. The same `key` makes one draft only; of somebody
    else's key nothing is told: a draft with another key is made."""
    language = language[:35] or by.language
    kept = {
        "came_from": came_from,
        "text": without_tricks(text)[:MOST],
        "facts": without_tricks(facts)[:MOST],
        "about": about,
        "language": language,
    }
    named = key[:32] if key.isalnum() else ""
    try:
        with transaction.atomic():
            draft = Draft.objects.create(colleague=by, **kept, **({"key": named} if named else {}))
            if link and safe_url(link):
                draft.link = safe_url(link)[:2000]
                draft.save(update_fields=["link"])
                refer(draft=draft, by=by, address=draft.link)
    except IntegrityError:
        before = Draft.objects.visible_to(by).filter(key=named).first()
        if before is not None:
            return before
        return begin(by=by, text=text, link=link, about=about, came_from=came_from, facts=facts)
    return draft


def save(
    *,
    draft: Draft,
    by: Colleague,
    text: str,
    facts: str | None = None,
    answers: Mapping[str, str] | None = None,
    desk: str = "",
    version: int = 0,
) -> Draft:
    """Keeps what is typed: the last that writes wins. `desk` names the open page that writes and
    `version` is what that page last saw; when another page wrote meanwhile, its words are kept
    beside (`others_of`). Refuses (PermissionError) another colleague's draft."""
    if draft.colleague_id != by.pk:
        raise PermissionError("a draft is its writer's alone")
    text = without_tricks(text)[:MOST]
    with transaction.atomic():
        kept = Draft.objects.select_for_update().get(pk=draft.pk)
        others = _others(kept)
        others.pop(desk, None)
        elsewhere = kept.desk != desk and kept.version != version
        if elsewhere and kept.text.strip() and kept.text.strip() not in text:
            others[kept.desk] = kept.text
        kept.other_texts = json.dumps(dict(list(others.items())[-OTHERS:])) if others else ""
        kept.text, kept.desk, kept.version = text, desk[:64], kept.version + 1
        if facts is not None:
            kept.facts = without_tricks(facts)[:MOST]
        if answers is not None:
            kept.questions = {
                name: without_tricks(answers[name])[:MOST]
                for name in QUESTIONS
                if answers.get(name, "").strip()
            }
        kept.save(
            update_fields=[
                "text",
                "facts",
                "questions",
                "desk",
                "version",
                "other_texts",
                "changed",
            ]
        )
    return kept


def _others(draft: Draft) -> dict[str, str]:
    try:
        kept: Any = json.loads(draft.other_texts or "{}")
    except ValueError:
        kept = {}
    return {str(k): str(v) for k, v in kept.items()} if isinstance(kept, dict) else {}


def others_of(draft: Draft) -> list[str]:
    """What the same colleague wrote on another page at the same time and is not in the draft."""
    return [text for text in _others(draft).values() if text.strip() not in draft.text]


def forget_others(*, draft: Draft, by: Colleague) -> None:
    """The colleague has seen the other texts and does not need them."""
    Draft.objects.visible_to(by).filter(pk=draft.pk).update(other_texts="")


def put_away(*, draft: Draft, by: Colleague, now: datetime | None = None) -> None:
    """Takes a draft off the desk; it can be taken out again for thirty days."""
    mine = Draft.objects.visible_to(by).filter(pk=draft.pk, put_away_at=None)
    mine.update(put_away_at=now or timezone.now(), pause_until=None)


def take_out(*, draft: Draft, by: Colleague) -> None:
    """Puts a draft back on the desk."""
    Draft.objects.visible_to(by).filter(pk=draft.pk).update(put_away_at=None)


def throw_away(*, draft: Draft, by: Colleague) -> bool:
    """Removes a draft and its pictures for good; one of which something stands outside stays.
    False when it stays or is not one's own."""
    with transaction.atomic():
        mine = Draft.objects.visible_to(by).select_for_update()
        kept = mine.filter(pk=draft.pk, told_at=None).first()
        if kept is None:
            return False
        remove(kept)
    return True


def clear_away(*, now: datetime) -> int:
    """Removes for good what was put away more than thirty days ago and told nowhere, and pictures
    that no draft asked for; says how many drafts that were."""
    forget_brought(before=now - WAITS)
    old = Draft.objects.put_away(now - KEPT_AWAY).filter(told_at=None).select_related("colleague")
    gone = list(old[:500])
    for draft in gone:
        with transaction.atomic():
            remove(draft)
    return len(gone)


def remove(draft: Draft) -> None:
    """A draft and the files of its pictures, for good. Call it in a transaction."""
    names = list(draft.pictures.values_list("file", flat=True))
    draft.delete()
    forget_files(by=draft.colleague, names=names)
