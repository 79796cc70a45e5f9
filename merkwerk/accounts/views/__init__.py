"""Pages of accounts: the ways in, one's own settings, and those of the administrator."""

from merkwerk.accounts.views.administering import colleague, colleagues, link, withdraw
from merkwerk.accounts.views.entering import first_run, invitation, sign_in_link
from merkwerk.accounts.views.own import choose_language, me

__all__ = [
    "choose_language",
    "colleague",
    "colleagues",
    "first_run",
    "invitation",
    "link",
    "me",
    "sign_in_link",
    "withdraw",
]
