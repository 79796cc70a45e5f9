"""What somebody is writing, has told, and was asked to tell, with the private word in it."""

from __future__ import annotations

from datetime import datetime

from merkwerk.accounts.models import Colleague
from merkwerk.colleagues.models import Subject
from merkwerk.networks.models import ConnectedAccount, Message, Post
from merkwerk.writing import actions as writing
from merkwerk.writing.models import (
    BroughtPicture,
    Draft,
    Picture,
    Reference,
    Request,
    Showing,
    Version,
)


def telling(
    sanne: Colleague, own: ConnectedAccount, public: Post, word: str, now: datetime
) -> dict[str, int]:
    """A draft with everything beside it, something that stands outside, and a request."""
    draft = writing.begin(by=sanne, text=word, facts=word, about=public)
    writing.save(draft=draft, by=sanne, text=word, answers={"hard": word}, desk="a")
    writing.save(draft=draft, by=sanne, text=f"{word} anders", desk="b")
    writing.save_version(draft=draft, account=own, by=sanne, text=f"{word} hier", warning=word)
    writing.refer(draft=draft, by=sanne, address=f"https://{word}.example/")
    Reference.objects.update(title=word, author=word, text=word)
    writing.wish(
        by=sanne, pause_minutes=5, own_questions=[word], guard_minutes=60, figures_wait=True
    )
    picture = Picture.objects.create(
        draft=draft, file="none", kind="image/png", width=1, height=1, description=word
    )
    told, message = _told(sanne, own, word, now)
    return {
        "draft": draft.pk,
        "told_draft": told,
        "told_message": message,
        "picture": picture.pk,
        "brought_picture": BroughtPicture.objects.create(
            colleague=sanne, file="none", kind="image/png", width=1, height=1
        ).pk,
        "showing": _shown(draft, word, now),
        "request": _request(sanne, word).pk,
    }


def _shown(draft: Draft, word: str, now: datetime) -> int:
    """Read along by somebody who is none of the strangers."""
    reader = Colleague.objects.create_user("leest@kade.example", name="Lena Leest")
    shown = Showing.objects.create(
        draft=draft, reader=reader, text=word, asks=word, remark=word, shown_at=now
    )
    return shown.pk


def _told(sanne: Colleague, own: ConnectedAccount, word: str, now: datetime) -> tuple[int, int]:
    draft = writing.begin(by=sanne, text=word)
    version = Version.objects.create(draft=draft, account=own)
    message = Message.objects.create(
        colleague=sanne, account=own, network=own.network, piece=version.key, text=word,
        state=Message.State.REFUSED, error="rejected", asked_at=now,
    )  # fmt: skip
    Draft.objects.filter(pk=draft.pk).update(told_at=now)
    return draft.pk, message.pk


def _request(sanne: Colleague, word: str) -> Request:
    asker = Colleague.objects.create_user("vraagt@kade.example", name="Vera Vraagt")
    subject = Subject.objects.create(name="Haven", folded="haven")
    return Request.objects.create(asker=asker, asked=sanne, subject=subject, words=word, link="")
