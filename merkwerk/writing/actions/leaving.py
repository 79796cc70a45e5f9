"""Taking along what one wrote, and what goes when somebody has left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from merkwerk.accounts.models import Colleague
from merkwerk.writing.actions.carrying import forget_brought
from merkwerk.writing.actions.drafting import remove
from merkwerk.writing.models import Draft, Request, ShortLink, Showing, Wishes

A_TIME = 500


def everything_of(by: Colleague) -> dict[str, Any]:
    """All that a colleague wrote here, as values for JSON: drafts with their versions, sources and
    where they stand, short links, wishes. Nothing of anybody else's."""
    links = ShortLink.objects.visible_to(by).values_list("code", "target", "clicks")
    wishes = Wishes.objects.filter(colleague=by).first()
    return {
        "drafts": list(_drafts(by)),
        "short_links": [
            {"code": code, "target": target, "clicks": clicks} for code, target, clicks in links
        ],
        "own_questions": wishes.own_questions if wishes else [],
    }


def _drafts(by: Colleague) -> Iterator[dict[str, Any]]:
    mine = Draft.objects.visible_to(by).prefetch_related(
        "versions__account__identity", "versions__message", "references", "pictures"
    )
    for draft in mine.order_by("pk"):
        yield {
            "started": draft.started.isoformat(),
            "changed": draft.changed.isoformat(),
            "text": draft.text,
            "facts": draft.facts,
            "questions": draft.questions,
            "link": draft.link,
            "language": draft.language,
            "sources": [one.address for one in draft.references.all()],
            "pictures": [one.description for one in draft.pictures.all()],
            "versions": [
                {
                    "account": one.account.identity.handle if one.account else "",
                    "text": one.text,
                    "warning": one.warning,
                    "stands": one.message.url if one.message else "",
                }
                for one in draft.versions.all()
            ],
        }


def erase_left(*, before: datetime) -> int:
    """Erases the drafts, pictures, wishes and requests of everybody who left before that time; says
    how many drafts that were. What stands outside stays there. Safe to repeat, also after half."""
    gone = 0
    while drafts := list(
        Draft.objects.filter(colleague__left_at__lte=before).select_related("colleague")[:A_TIME]
    ):
        for draft in drafts:
            with transaction.atomic():
                remove(draft)
        gone += len(drafts)
    while forget_brought(left_by=before):
        pass
    Wishes.objects.filter(colleague__left_at__lte=before).delete()
    left = Q(asked__left_at__lte=before) | Q(asker__left_at__lte=before)
    Request.objects.filter(left).delete()
    Showing.objects.filter(reader__left_at__lte=before).delete()
    return gone
