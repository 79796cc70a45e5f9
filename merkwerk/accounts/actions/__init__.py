"""The verbs of accounts: begin, invite, let in, give duties, leave."""

from merkwerk.accounts.actions.beginning import AlreadyBegun, begin, make_account
from merkwerk.accounts.actions.inviting import (
    Invited,
    NoLongerOpen,
    accept,
    invite,
    open_invitation,
    withdraw,
)
from merkwerk.accounts.actions.links import find_sign_in_link, sign_in_link, use_sign_in_link
from merkwerk.accounts.actions.staying import (
    LastAdministrator,
    give_roles,
    keep_settings,
    leave,
    speak,
    welcome_back,
)
from merkwerk.accounts.actions.tidying import tidy

__all__ = [
    "AlreadyBegun",
    "Invited",
    "LastAdministrator",
    "NoLongerOpen",
    "accept",
    "begin",
    "find_sign_in_link",
    "give_roles",
    "invite",
    "keep_settings",
    "leave",
    "make_account",
    "open_invitation",
    "sign_in_link",
    "speak",
    "tidy",
    "use_sign_in_link",
    "welcome_back",
    "withdraw",
]
