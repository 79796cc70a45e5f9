"""One look by another writer before a brand speaks. Personal voices have no such thing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.engine.text import without_tricks
from merkwerk.networks.actions.brands import brand_of
from merkwerk.networks.actions.reviews import was_looked_at, words_mark
from merkwerk.networks.actions.saying import Part, prepared, words_said
from merkwerk.networks.models import Brand, BrandReview, ConnectedAccount, Post
from merkwerk.notifications.actions import tell

LONGEST_REMARK = 2_000
WORDS_KEPT = timedelta(days=90)
State = BrandReview.State


class NobodyElse(ValueError):
    """No other writer of the brand is there to look along."""


def ask_review(
    *,
    by: Colleague,
    account: ConnectedAccount,
    parts: Sequence[Part],
    piece: str,
    warning: str = "",
    quotes: Post | None = None,
    link: str = "",
    now: datetime | None = None,
) -> BrandReview:
    """Asks the other writers of the brand to look at exactly these words: the same parts, warning
    and quote that `say` will get, unsigned. They are told. The same words again are one asking;
    changed words take the place of what was asked before. `link` is the writer's own page in the
    writing room, to go on from.

    Refuses (PermissionError) an account that is no brand or that they don't write for; NobodyElse
    when there is no other writer.
    """
    now, piece = now or timezone.now(), piece[:64]
    brand = brand_of(account)
    if brand is None or not Brand.objects.written_by(by).filter(pk=brand.pk).exists():
        raise PermissionError("only its writers speak for a brand")
    others = list(
        brand.writers.writing().exclude(colleague=by).select_related("colleague")
    )  # fmt: skip
    if not others:
        raise NobodyElse("nobody else writes for this brand")
    words = words_said(prepared(parts, account=account, by=by), warning, quotes)
    mark = words_mark(brand=brand, by=by, piece=piece, words=words)
    with transaction.atomic():
        mine = BrandReview.objects.select_for_update().filter(brand=brand, piece=piece, asked_by=by)
        same = mine.filter(mark=mark, state__in=[State.ASKED, State.YES]).first()
        if same is not None:
            return same
        mine.filter(state=State.ASKED).update(state=State.REPLACED)
        asked = BrandReview.objects.create(
            brand=brand, piece=piece, mark=mark, wording=words.written_down(), asked_by=by,
            asked_at=now, link=link[:200] if link.startswith("/writing/") else "",
        )  # fmt: skip
        for one in others:
            _tell(one.colleague, "review_asked", asked, by)
    return asked


def review(
    *,
    review: BrandReview,
    by: Colleague,
    yes: bool,
    remark: str = "",
    now: datetime | None = None,
) -> BrandReview:
    """Another writer looked: yes, these words can go, or a remark for their writer. The first look
    counts; a second changes nothing. A yes sends nothing: its writer presses.

    Refuses (PermissionError) the writer themselves and who does not write there; (ValueError) no
    yes and no remark.
    """
    remark = without_tricks(remark).strip()[:LONGEST_REMARK]
    if not BrandReview.objects.waiting_for(by).filter(pk=review.pk).exists():
        review.refresh_from_db()
        if review.reviewed_by_id == by.pk:
            return review
        raise PermissionError("another writer of the brand looks along")
    if not yes and not remark:
        raise ValueError("without a yes there is something to say")
    with transaction.atomic():
        asked = BrandReview.objects.filter(pk=review.pk, state=State.ASKED)
        if asked.update(
            state=State.YES if yes else State.REMARK, reviewed_by=by, remark=remark,
            reviewed_at=now or timezone.now(),
        ):  # fmt: skip
            review.refresh_from_db()
            _tell(review.asked_by, "review_yes" if yes else "review_remark", review, by)
    review.refresh_from_db()
    return review


def review_of(*, account: ConnectedAccount, piece: str, by: Colleague) -> BrandReview | None:
    """The newest asking about this piece; its `state` may be about earlier words (`is_reviewed`
    says whether exactly these may go)."""
    mine = BrandReview.objects.filter(brand__account=account, piece=piece[:64], asked_by=by)
    return mine.select_related("brand", "reviewed_by").first()


def is_reviewed(
    *,
    account: ConnectedAccount,
    by: Colleague,
    parts: Sequence[Part],
    piece: str,
    warning: str = "",
    quotes: Post | None = None,
) -> bool:
    """Whether `say` would take exactly these: a person's own account needs no review."""
    brand = brand_of(account)
    if brand is None:
        return True
    words = words_said(prepared(parts, account=account, by=by), warning, quotes)
    return was_looked_at(brand=brand, by=by, piece=piece[:64], words=words)


def forget_reviews(*, now: datetime | None = None) -> int:
    """Lets go of words that were asked about three months ago; that somebody looked stays."""
    old = BrandReview.objects.filter(asked_at__lt=(now or timezone.now()) - WORDS_KEPT)
    old.filter(state=State.ASKED).delete()
    count = 0
    for one in old.exclude(wording={}).iterator(chunk_size=200):
        if one.wording:
            count += BrandReview.objects.filter(pk=one.pk).update(wording={}, remark="")
    return count


def _tell(colleague: Colleague, kind: str, asked: BrandReview, by: Colleague) -> None:
    tell(
        colleague=colleague,
        kind=kind,
        key=f"{kind}:{asked.pk}",
        facts={"by": str(by), "brand": asked.brand.name},
        link=reverse("networks:review", args=[asked.pk]),
    )
