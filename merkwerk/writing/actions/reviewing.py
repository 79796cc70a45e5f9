"""What the organisation says with its own account is looked at by one other who writes for it."""

from __future__ import annotations

from django.urls import reverse

from merkwerk.accounts.models import Colleague
from merkwerk.networks import actions as networks
from merkwerk.networks.models import BrandReview
from merkwerk.writing.actions.telling import parts_of, words_of
from merkwerk.writing.models import Picture, Version


def _extras(version: Version) -> list[str]:
    pictures = Picture.objects.filter(draft=version.draft)
    return [f"{one.file} {one.description}" for one in pictures]


def ask_review(*, version: Version, by: Colleague) -> BrandReview:
    """Asks the others who write for this account to look at the words as they are now; other
    words need another look. Refuses (PermissionError) somebody else's draft."""
    if version.draft.colleague_id != by.pk or version.account is None:
        raise PermissionError("only its writer asks")
    return networks.ask_review(
        by=by,
        account=version.account,
        piece=version.key,
        texts=parts_of(words_of(version)),
        warning=version.warning,
        extras=_extras(version),
        link=reverse("writing:place", args=[version.draft_id, version.account.pk]),
    )


def review_of(*, version: Version, by: Colleague) -> BrandReview | None:
    """The newest look at this version, if its account is a brand's and somebody was asked."""
    if version.account is None or networks.brand_of(version.account) is None:
        return None
    return networks.review_of(account=version.account, piece=version.key, by=by)
