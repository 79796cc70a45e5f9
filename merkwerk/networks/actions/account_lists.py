"""The lists that a colleague made on Mastodon, offered as sources of their own."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from merkwerk.accounts.models import Colleague
from merkwerk.connectors.errors import NothingThere, TokenRefused
from merkwerk.connectors.mastodon.lists import lists
from merkwerk.connectors.values import Network, SourceKind
from merkwerk.networks import tasks
from merkwerk.networks.actions import way_out
from merkwerk.networks.models import ConnectedAccount, Lookup


def look_up_lists(*, account: ConnectedAccount, by: Colleague) -> Lookup | None:
    """Asks the worker which lists this account has; the lookup tells. None when it isn't theirs,
    or its network has no lists of this kind."""
    if account.colleague_id != by.pk or account.removed_at:
        return None
    if account.network != Network.MASTODON:
        return None
    with transaction.atomic():
        lookup = Lookup.objects.create(
            colleague=by, aim=Lookup.Aim.LISTS, text=f"@{account.identity.handle}"
        )
        tasks.finish_lookup.enqueue(lookup.pk)
    return lookup


def lists_of(lookup: Lookup) -> list[dict[str, Any]]:
    """The findings of such a lookup: each list as a source that only its owner sees. Raises
    NothingThere when there are none, and the other ConnectorError types."""
    mine = ConnectedAccount.objects.visible_to(lookup.colleague).working()
    handle = lookup.text.lstrip("@")
    account = mine.filter(network=Network.MASTODON.value, identity__handle=handle).first()
    if account is None:
        raise TokenRefused("this account is not connected any more")
    token = way_out.mastodon_token(account)
    made = lists(way_out.http(), server=account.server, token_of=token)
    if not made:
        raise NothingThere("this account has no lists")
    return [
        {
            "kind": SourceKind.MASTODON_LIST.value,
            "network": Network.MASTODON.value,
            "address": one.address,
            "title": one.title,
            "server": account.server,
            "about": "",
            "needs_account": account.pk,
            "recent": [],
        }
        for one in made
    ]
