"""The first day, invitations, own settings, roles; and a rule for passwords."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, get_language_info, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import Colleague, Organisation, Role
from merkwerk.lib.typed import Typed

PASSWORD_HELP = _(
    "At least 12 characters. A sentence of your own is easy to remember and hard to guess."
)
CONTINENTS = {
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
}


class LongEnough(MinimumLengthValidator):
    """Django's rule, in words that are also there in Dutch."""

    def get_error_message(self) -> str:
        return ngettext(
            "This password is too short: at least %d character.",
            "This password is too short: at least %d characters.",
            self.min_length,
        ) % (self.min_length)


class NotOurOwnName:
    """A rule for passwords: the name of the organisation and of the product are guessed first."""

    def validate(self, password: str, user: Colleague | None = None) -> None:
        rest = _letters(password)
        for name in ("merkwerk", *Organisation.objects.values_list("name", flat=True)):
            rest = rest.replace(_letters(name), "") if _letters(name) else rest
        if len(rest) < min(8, len(password)):
            raise ValidationError(
                gettext(
                    "This is mostly the name of your organisation. Choose something of your own."
                ),
                code="password_is_our_name",
            )

    def get_help_text(self) -> str:
        return gettext("It may not be mostly the name of your organisation.")


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def new_password() -> forms.CharField:
    """One field for a new password; password managers fill it."""
    return forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1000,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def language() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Language"), choices=languages())


def languages() -> list[tuple[str, str]]:
    """Every language under its own name, so that who does not read this page finds theirs."""
    return [
        (code, get_language_info(code)["name_local"].capitalize())
        for code, _name in settings.LANGUAGES
    ]


class NewAccountForm(forms.Form):
    """What both kinds of new account need: a name, a language and a good password."""

    name = Typed(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = new_password()
    language = language()

    def __init__(self, *args: Any, address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address
        self.fields["language"].initial = get_language() or settings.LANGUAGE_CODE

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if password := typed.get("password"):
            email = self.address or typed.get("email", "")
            somebody = Colleague(name=typed.get("name", ""), email=email)
            try:
                validate_password(password, somebody)
            except ValidationError as error:
                self.add_error("password", error)
        return typed


class AcceptForm(NewAccountForm):
    """The invited person makes their account."""


class BeginForm(NewAccountForm):
    """The first run: the organisation and its first administrator."""

    organisation = Typed(label=_("Name of your organisation"), max_length=120)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("organisation", "name", "email", "password", "language")


class InviteForm(forms.Form):
    """Whom an administrator invites, and as what."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = Typed(label=_("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.COLLEAGUE)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if there := Colleague.objects.filter(email__iexact=email).first():
            raise ValidationError(
                _("%(name)s has an account with this address already."),
                params={"name": there.name or email},
            )
        return email


class RolesForm(forms.Form):
    """The roles of one colleague. Everybody is a colleague; only the others are chosen."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(role.value, role.label) for role in Role if role != Role.COLLEAGUE],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def zones(mine: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every time zone with a place, by continent; `mine` is always among them."""
    names = {name for name in available_timezones() if name.split("/")[0] in CONTINENTS}
    ordered = sorted(names | {"UTC", mine})
    return [
        (continent, [(name, name.partition("/")[2].replace("_", " ") or name) for name in group])
        for continent, group in groupby(ordered, key=lambda name: name.partition("/")[0])
    ]


class SettingsForm(forms.ModelForm[Colleague]):
    """Own name, language and time zone."""

    language = language()
    time_zone = forms.ChoiceField(label=_("Time zone"))

    class Meta:
        model = Colleague
        fields = ("name", "language", "time_zone")
        field_classes = {"name": Typed}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Your name")
        choice = self.fields["time_zone"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  (for the type checker)
        choice.choices = zones(self.instance.time_zone)
