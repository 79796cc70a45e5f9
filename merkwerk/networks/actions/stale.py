"""What is older than we keep does not come in a second time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from merkwerk.connectors.values import Page
from merkwerk.networks.actions.holding import kept_since
from merkwerk.networks.models import Post, Source


def without_stale(page: Page, source: Source | None, now: datetime) -> Page:
    """The page of a shared source that was read before, without posts that we don't have and that
    are older than we keep: they expired here, or would at once. The first visit brings them, so
    that a quiet site has something to show. Costs one query, and only when there are such."""
    before = kept_since(now)
    if before is None or source is None or source.is_personal or source.last_success is None:
        return page
    old = {post.uid for post in page.posts if post.written < before}
    if not old:
        return page
    here = Post.objects.filter(network=source.network, uid__in=old)
    gone = old - set(here.values_list("uid", flat=True))
    return replace(page, posts=tuple(post for post in page.posts if post.uid not in gone))
