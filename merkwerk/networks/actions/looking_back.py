"""What was said before somebody began to listen: one round through a colleague's own accounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.bluesky import client as bluesky
from merkwerk.connectors.errors import ConnectorError, RateLimited
from merkwerk.connectors.mastodon import client as mastodon
from merkwerk.connectors.values import Network, Page, SourceKind
from merkwerk.engine.text import without_tricks
from merkwerk.jobs.actions import asked_to_stop
from merkwerk.networks import tasks
from merkwerk.networks.actions import way_out
from merkwerk.networks.actions.collecting import take_turn
from merkwerk.networks.actions.fetching import host_of
from merkwerk.networks.actions.receiving import receive
from merkwerk.networks.models import ConnectedAccount

MOST_WORDS = 6
A_PAGE = 40


def look_back(*, by: Colleague, tags: Iterable[str], words: Iterable[str]) -> bool:
    """Asks the worker to look once through the colleague's own accounts for what was said with
    these tags (without #) and words or phrases, at most six in all; the posts come in like any
    others. False when there is nothing to ask, or no account to ask with. Call it in the
    transaction that makes the topic."""
    tags, words = _short(tags), _short(words)
    if not (tags or words) or not ConnectedAccount.objects.visible_to(by).working().exists():
        return False
    tasks.look_back.enqueue(by.pk, tags[:MOST_WORDS], words[: MOST_WORDS - len(tags[:MOST_WORDS])])
    return True


def _short(words: Iterable[str]) -> list[str]:
    told = (without_tricks(word).strip().lstrip("#")[:100] for word in words)
    return list(dict.fromkeys(word for word in told if word))


def go_back(
    *, colleague_id: int, tags: list[str], words: list[str], now: datetime | None = None
) -> int:
    """One page for each word on each network where the colleague has an account; gives how many
    posts were new. A server that does not answer, or asks to wait, is left alone."""
    now = now or timezone.now()
    mine = ConnectedAccount.objects.filter(colleague_id=colleague_id).working()
    asked: dict[str, ConnectedAccount] = {}
    for account in mine.order_by("connected"):
        asked.setdefault(account.network, account)
    return sum(
        receive(source=None, page=Page(posts=page.posts), now=now).new
        for account in asked.values()
        for page in _pages(account, tags, words, now)
    )


def _pages(
    account: ConnectedAccount, tags: list[str], words: list[str], now: datetime
) -> Iterator[Page]:
    host = host_of(account.network, "", account.server)
    wanted = _on_bluesky(tags, words) if account.network == Network.BLUESKY else _tags(tags, words)
    for word in wanted:
        if asked_to_stop():
            return
        take_turn(host)
        try:
            yield _page(account, word, host, now)
        except RateLimited:
            return
        except ConnectorError:
            continue


def _tags(tags: list[str], words: list[str]) -> list[str]:
    """Servers of Mastodon's kind tell everybody about tags only; a single word may be one."""
    single = [word.removesuffix("*") for word in words if word.isalnum()]
    return list(dict.fromkeys([*tags, *single]))


def _on_bluesky(tags: list[str], words: list[str]) -> list[str]:
    phrases = [f'"{word}"' if " " in word else word.removesuffix("*") for word in words]
    return [*(f"#{tag}" for tag in tags), *phrases]


def _page(account: ConnectedAccount, word: str, host: str, now: datetime) -> Page:
    http = way_out.http()
    if account.network == Network.BLUESKY:
        with way_out.bluesky_auth(account) as auth:
            return bluesky.collect(
                http, kind=SourceKind.BLUESKY_SEARCH, address=word, now=now, auth=auth,
                plc=settings.PLC_DIRECTORY, limit=A_PAGE,
            )  # fmt: skip
    return mastodon.collect(
        http, kind=SourceKind.MASTODON_HASHTAG, address=f"{word}@{host}", server=account.server,
        token=way_out.mastodon_token(account), limit=A_PAGE,
    )  # fmt: skip
