"""Proof: what was said, in lines that are only added and hang together by their seals."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings

from merkwerk.accounts.models import Colleague
from merkwerk.photos.models import ConsentEvent, ConsentText, Person

SEALED = (
    "photo_pk", "person_pk", "who", "what", "way", "by_pk", "places", "until", "for_minor",
    "text_digest", "language", "beyond", "at", "before",
)  # fmt: skip


def who_mark(*, photo_pk: int, name: str) -> str:
    """The keyed fingerprint of somebody in a photo: whoever knows the name can see later that it
    was theirs; without the key it tells nothing."""
    told = f"consent {photo_pk} {' '.join(name.casefold().split())}"
    return hmac.new(settings.PEOPLE_KEY.encode(), told.encode(), sha256).hexdigest()


def note(
    person: Person,
    what: str,
    *,
    way: str,
    now: datetime,
    by: Colleague | None = None,
    places: Iterable[str] = (),
    until: date | None = None,
    digest: str = "",
    beyond: Iterable[dict[str, str]] = (),
) -> ConsentEvent:
    """Adds one line of proof about `person`, with the seal of the line before. Call it inside the
    transaction that holds the person's row, so that two lines don't follow the same one."""
    last = ConsentEvent.objects.filter(person_pk=person.pk).order_by("-pk").first()
    event = ConsentEvent(
        photo_pk=person.photo_id,
        person_pk=person.pk,
        who=who_mark(photo_pk=person.photo_id, name=person.name) if person.name else _known(last),
        what=what,
        way=way,
        by_pk=by.pk if by else None,
        places=list(places),
        until=until,
        for_minor=person.is_minor,
        text_digest=digest,
        language=person.language,
        beyond=list(beyond),
        at=now,
        before=last.seal if last else "",
    )
    event.seal = seal_of(event)
    event.save()
    return event


def seal_of(event: ConsentEvent) -> str:
    """HMAC-SHA-256 over everything in a line and the seal before it."""
    told: dict[str, Any] = {name: getattr(event, name) for name in SEALED}
    told["until"] = event.until.isoformat() if event.until else None
    told["at"] = round(event.at.timestamp() * 1_000_000)
    written = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hmac.new(settings.PEOPLE_KEY.encode(), written.encode(), sha256).hexdigest()


def is_whole(events: Iterable[ConsentEvent]) -> bool:
    """Whether the lines of one person, oldest first, are as they were written: none changed, none
    missing in between."""
    before = ""
    for event in events:
        if event.before != before or event.seal != seal_of(event):
            return False
        before = event.seal
    return True


def keep_text(*, words: str, language: str) -> str:
    """Keeps the words that somebody reads, once, and gives their SHA-256."""
    digest = sha256(words.encode()).hexdigest()
    ConsentText.objects.get_or_create(
        digest=digest, defaults={"language": language, "words": words}
    )
    return digest


def _known(last: ConsentEvent | None) -> str:
    """Of somebody whose name was erased: as the line before has it."""
    return last.who if last else ""
