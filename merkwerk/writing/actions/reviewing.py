"""What the organisation says with its own account is looked at by one other who writes for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from merkwerk.accounts.models import Colleague
from merkwerk.networks import actions as networks
from merkwerk.networks.models import BrandReview
from merkwerk.writing.actions.telling import NotAgreed, as_parts
from merkwerk.writing.models import Version


@dataclass(frozen=True, slots=True)
class Look:
    """How the second look at a version stands: the newest asking, if any, and whether these very
    words were looked at and found fine."""

    newest: BrandReview | None
    granted: bool


def ask_review(*, version: Version, by: Colleague) -> BrandReview:
    """Asks the others who write for this account to look at the words as they are now; other
    words need another look. Raises PermissionError for somebody else's draft, NobodyElse when
    nobody else writes for it, NotAgreed as `tell` does."""
    if version.draft.colleague_id != by.pk or version.account is None:
        raise PermissionError("only its writer asks")
    return networks.ask_review(
        by=by,
        account=version.account,
        parts=as_parts(version),
        piece=version.key,
        warning=version.warning,
        quotes=version.quotes,
        link=reverse("writing:place", args=[version.draft_id, version.account.pk]),
    )


def look_of(*, version: Version, by: Colleague) -> Look | None:
    """The second look at this version; None for an account that is somebody's own."""
    account = version.account
    if account is None or networks.brand_of(account) is None:
        return None
    newest = networks.review_of(account=account, piece=version.key, by=by)
    if newest is None:
        return Look(None, granted=False)
    try:
        parts = as_parts(version)
    except NotAgreed:
        return Look(newest, granted=False)
    granted = networks.is_reviewed(
        account=account, by=by, parts=parts, piece=version.key, warning=version.warning,
        quotes=version.quotes,
    )  # fmt: skip
    return Look(newest, granted)
