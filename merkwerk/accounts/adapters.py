"""How allauth does things in this house: whom it lets in, what it says, what it keeps secret."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import Colleague
from merkwerk.lib.encrypted import lock, unlock

LINK = "link"
LINK_COUNTS = 15 * 60  # seconds after a link in which a new password needs no old one


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come by invitation only."""

    error_messages: ClassVar[Mapping[str, Any]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _(
            "This address and this password don't belong together. Check both, or ask for a new"
            " password."
        ),
        "email_taken": _("There is an account with this address already."),
        "duplicate_email": _("This is your address already."),
        "enter_current_password": _("This isn't your password of now. Try once more."),
        "incorrect_password": _("This isn't your password. Try once more."),
        "incorrect_code": _("This code is not right. Take the newest one and try again."),
        "invalid_password_reset": _("This link doesn't work any more. Ask for a new one."),
        "same_as_current": _("This is what it was already."),
        "too_many_login_attempts": _("Tried too often. Wait five minutes and try again."),
        "rate_limited": _("Tried too often. Wait a moment and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Colleague) -> None:
        super().login(request, user)
        request.session["began"] = time.time()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters speak the language of who gets them."""
        reader = context.get("user")
        language = reader.language if isinstance(reader, Colleague) else settings.LANGUAGE_CODE
        with translation.override(language):
            super().send_mail(template_prefix, email, context)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Colleague,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """So that these letters, too, know whose language to speak."""
        super().send_notification_mail(
            template_prefix, user, {"user": user} | (context or {}), email
        )


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """One-time code secrets and recovery seeds are encrypted at rest."""

    error_messages: ClassVar[Mapping[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Take the newest one and try again."),
        "unverified_email": _(
            "Confirm your new e-mail address first, or take it back, and then add this."
        ),
        "add_email_blocked": _(
            "Your account has a second step. Switch that off, change your address, and switch the"
            " second step on again."
        ),
        "cannot_generate_recovery_codes": _("Add a passkey or one-time codes first."),
    }

    def encrypt(self, text: str) -> str:
        return lock(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unlock(encrypted_text)

    def generate_authenticator_name(self, user: Colleague, type: object) -> str:
        return str(_("My passkey"))


def enter(request: HttpRequest, colleague: Colleague) -> HttpResponse:
    """Signs `colleague` in who proved to be themselves by a link or a first password, second step
    included, and gives the way on. For a few minutes they count as freshly proven, so that they
    can choose a new password and new keys."""
    adapter = get_adapter(request)
    adapter.login(request, colleague)
    record_authentication(request, colleague, method=LINK, reauthenticated=True)
    answer: HttpResponse = adapter.post_login(
        request,
        colleague,
        email_verification="none",
        signal_kwargs=None,
        email=colleague.email,
        signup=False,
        redirect_url=None,
    )
    return answer


def came_by_link(request: HttpRequest, colleague: Colleague) -> bool:
    """Whether this session began with a link just now: who lost everything has no old password."""
    return any(
        proof["method"] == LINK and time.time() - proof["at"] < LINK_COUNTS
        for proof in get_authentication_records(request, colleague)
    )
