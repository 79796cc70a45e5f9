"""What may be sent along with a file that is brought, and where to reach a leaver."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from merkwerk.connectors.exports.values import Format
from merkwerk.lib.uploads import Stored
from merkwerk.relationships.sentences.imports import FIELDS, FORMATS

REFUSED = {
    "too-large": _("This file is too large: at most %(most)s MB. Export it in parts."),
    "no-room": _("There is no room for this file now. Ask your administrator, and try again."),
}
CUT_OFF = _("The file broke off halfway. Bring it again.")


class LargeFile(forms.FileField):
    """A file that went straight to the private folder."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        if isinstance(data, Stored) and data.refused:
            most = settings.LARGEST_IMPORT // (1024 * 1024)
            raise ValidationError(REFUSED[data.refused] % {"most": most})
        return super().clean(data, initial)


class BringForm(forms.Form):
    file = LargeFile(
        label=_("Your file"),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("There is nothing in this file. Download it once more and bring it again."),
            "missing": _("Choose a file first."),
        },
    )
    words = forms.BooleanField(
        label=_("Of letters, also keep the words"),
        required=False,
        help_text=_("Otherwise only who wrote to whom, when, and the subject."),
    )


class FormatForm(forms.Form):
    format = forms.ChoiceField(
        label=_("What kind of file is it?"),
        choices=[(one.value, FORMATS[one]) for one in Format],
        error_messages={"invalid_choice": _("Choose one from the list.")},
    )
    words = forms.BooleanField(label=_("Of letters, also keep the words"), required=False)


def columns_of(sent: Any, count: int) -> dict[str, str]:
    """What each column holds, out of what a browser sent; nonsense is left out."""
    told = {str(number): str(sent.get(f"column-{number}", "")) for number in range(count)}
    return {number: field for number, field in told.items() if field and field in FIELDS}


class FarewellForm(forms.Form):
    address = forms.EmailField(
        label=_("Your private mail address"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Write a whole mail address, or leave it empty.")},
        help_text=_(
            "Only for the letter with the way to your copy, should you leave. Without it there is "
            "no letter: then make your copy before you go. "
            "Kept encrypted; nobody else sees it."
        ),
    )


class UnsealForm(forms.Form):
    """The leaver's own password, for a way that somebody else handed to them."""

    password = forms.CharField(
        label=_("The password you had here"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Type the password you had here.")},
    )
