"""Forms of allauth in our own words: labels above, no placeholders, short help."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.adapters import came_by_link
from merkwerk.accounts.forms.own import PASSWORD_HELP
from merkwerk.accounts.models import Colleague


def call(form: forms.Form, name: str, label: str | Promise, help_text: str | Promise = "") -> None:
    """Gives a field our label and help; a placeholder that repeats the label goes away."""
    if field := form.fields.get(name):
        field.label, field.help_text = str(label), str(help_text)
        field.widget.attrs.pop("placeholder", None)


class LoginForm(account.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        call(self, "login", _("E-mail address"))
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"
        call(self, "password", _("Password"))


class ReauthenticateForm(account.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        call(self, "password", _("Your password"))


class ChangeEmailForm(account.AddEmailForm):  # type: ignore[misc]
    """Colleagues see each other anyhow, so a taken address may be called taken."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        call(self, "email", _("New e-mail address"))

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if Colleague.objects.filter(email__iexact=email).exclude(pk=self.user.pk).exists():
            raise get_adapter().validation_error("email_taken")
        return email


class NewPasswordMixin:
    """A new password, twice."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def reword(self) -> None:
        assert isinstance(self, forms.Form)  # noqa: S101  (for the type checker)
        call(self, "password1", _("New password"), PASSWORD_HELP)
        call(self, "password2", _("New password once more"))

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = forms.Form.clean(self) or self.cleaned_data  # type: ignore[arg-type]
        if {"password1", "password2"} <= typed.keys() and typed["password1"] != typed["password2"]:
            raise ValidationError(
                {"password2": _("The two passwords differ. Type the same twice.")}
            )
        return typed


class ChangePasswordForm(NewPasswordMixin, account.ChangePasswordForm):  # type: ignore[misc]
    """Asks for the password of now, except just after coming in by a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reword()
        call(self, "oldpassword", _("Your password of now"))
        if came_by_link(context.request, self.user):
            del self.fields["oldpassword"]


class SetPasswordForm(NewPasswordMixin, account.SetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reword()


class ResetPasswordForm(account.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        call(self, "email", _("E-mail address"))


class ResetPasswordKeyForm(NewPasswordMixin, account.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reword()


def reword_code(form: forms.Form, help_text: str | Promise) -> None:
    call(form, "code", _("Code"), help_text)
    form.fields["code"].widget.attrs |= {"autocomplete": "one-time-code", "inputmode": "numeric"}


EITHER_CODE = _("Six digits from your app, or one of your recovery codes.")


class AuthenticateForm(mfa.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword_code(self, EITHER_CODE)


class ReauthenticateByCodeForm(mfa.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword_code(self, EITHER_CODE)


class ActivateTOTPForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword_code(self, _("The six digits that your app shows now."))


class AddPasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("passwordless", True)
        super().__init__(*args, **kwargs)
        call(self, "name", _("A name for it"), _("So that you know later which one it is."))
        self.fields["name"].widget.attrs["maxlength"] = 80
        call(
            self,
            "passwordless",
            _("I want to sign in with this alone, without my password"),
            _("Your device then asks for your finger, face or PIN."),
        )


class EditPasskeyForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        call(self, "name", _("A name for it"))
