"""How allauth does things in this house."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from merkwerk.lib.encrypted import lock, unlock


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class MFAAdapter(DefaultMFAAdapter):
    """One-time code secrets and recovery seeds are encrypted at rest."""

    def encrypt(self, text: str) -> str:
        return lock(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unlock(encrypted_text)
