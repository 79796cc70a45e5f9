"""What comes in by itself or by one sentence: jotted moments, calendars, mail folders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from merkwerk.connectors.calendars.client import spelled
from merkwerk.connectors.errors import BadAddress
from merkwerk.relationships.actions.feeders import Letters
from merkwerk.relationships.actions.jotting import LONGEST


class JotForm(forms.Form):
    sentence = forms.CharField(
        label=_("What happened, in one sentence"),
        max_length=LONGEST,
        help_text=_("For example: coffee with Joris about VAT, Tuesday"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        error_messages={"required": _("Write in a few words what happened, and with whom.")},
    )


class CalendarForm(forms.Form):
    name = forms.CharField(label=_("What you call it"), max_length=120, initial=_("My calendar"))
    address = forms.CharField(
        label=_("Secret address of the calendar"),
        max_length=2000,
        help_text=_("It begins with https:// or webcal://, and often ends in .ics."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )

    def clean_address(self) -> str:
        try:
            return spelled(str(self.cleaned_data["address"]))
        except BadAddress:
            raise forms.ValidationError(
                _("This is not the address of a calendar. It begins with https:// or webcal://.")
            ) from None


class FolderForm(forms.Form):
    """The way into one mail folder."""

    host = forms.CharField(
        label=_("Mail server"), max_length=253, help_text=_("For example imap.zaak.example")
    )
    user = forms.CharField(label=_("User name"), max_length=200)
    password = forms.CharField(
        label=_("Password"),
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Better still: a password for this app alone, when your mail offers one."),
    )
    folder = forms.CharField(label=_("Folder"), max_length=200, initial="INBOX")
    sent = forms.BooleanField(label=_("This is the folder of what I sent"), required=False)

    def clean_host(self) -> str:
        host = str(self.cleaned_data["host"]).strip().lower()
        if not host or any(sign in host for sign in "/@: \t"):
            raise forms.ValidationError(
                _("Type only the name of the server, such as imap.zaak.example.")
            )
        return host

    def letters(self) -> Letters:
        told: dict[str, Any] = self.cleaned_data
        return Letters(
            host=told["host"],
            user=told["user"].strip(),
            password=told["password"],
            folder=told["folder"].strip() or "INBOX",
            sent=told["sent"],
        )


class WithWhomForm(forms.Form):
    """Somebody new, to say with whom something was."""

    name = forms.CharField(
        label=_("Name"), max_length=300, error_messages={"required": _("Type a name.")}
    )
