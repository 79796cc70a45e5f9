"""What may be typed in: our own forms, and those of allauth in our words."""

from merkwerk.accounts.forms.own import (
    AcceptForm,
    BeginForm,
    InviteForm,
    LongEnough,
    NotOurOwnName,
    RolesForm,
    SettingsForm,
)
from merkwerk.accounts.forms.reworded import (
    ActivateTOTPForm,
    AddPasskeyForm,
    AuthenticateForm,
    ChangeEmailForm,
    ChangePasswordForm,
    EditPasskeyForm,
    LoginForm,
    ReauthenticateByCodeForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)

__all__ = [
    "AcceptForm",
    "ActivateTOTPForm",
    "AddPasskeyForm",
    "AuthenticateForm",
    "BeginForm",
    "ChangeEmailForm",
    "ChangePasswordForm",
    "EditPasskeyForm",
    "InviteForm",
    "LoginForm",
    "LongEnough",
    "NotOurOwnName",
    "ReauthenticateByCodeForm",
    "ReauthenticateForm",
    "ResetPasswordForm",
    "ResetPasswordKeyForm",
    "RolesForm",
    "SetPasswordForm",
    "SettingsForm",
]
