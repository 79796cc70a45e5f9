"""What several pages of the desk show in the same way."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from merkwerk.accounts.models import Colleague
from merkwerk.networks.actions import Unsayable
from merkwerk.networks.models import ConnectedAccount, Message
from merkwerk.writing import actions
from merkwerk.writing.models import Draft, Version


@dataclass(frozen=True, slots=True)
class Place:
    """One of the writer's accounts, and how the draft stands with it: in its own version, already
    there, or how many signs too long."""

    account: ConnectedAccount
    own: bool
    message: Message | None
    over: int


def places(draft: Draft, by: Colleague) -> list[Place]:
    """Where this draft can be told from here. Three queries, however many accounts."""
    found = Version.objects.filter(draft=draft).select_related("message__account")
    versions = {one.account_id: one for one in found}
    return [
        _place(draft, account, versions.get(account.pk), by) for account in actions.accounts_of(by)
    ]


def _place(
    draft: Draft, account: ConnectedAccount, version: Version | None, by: Colleague
) -> Place:
    text = (version.text if version else "") or draft.text
    warning = version.warning if version else ""
    pieces = actions.pieces_of(text, account=account, by=by, warning=warning)
    message = version.message if version else None
    return Place(account, bool(version and version.text), message, actions.too_long_by(pieces))


def sentence_of(refused: Unsayable, account: ConnectedAccount | None = None) -> str:
    """Why the network can't take it like this, and what to do. An account that does not work any
    more says so itself."""
    at_fault = account is not None and account.state == ConnectedAccount.State.REFUSED
    told = account.trouble if account and at_fault else refused.trouble
    return f"{told.says} {told.do}" if told else _("This network can't take it like this.")
