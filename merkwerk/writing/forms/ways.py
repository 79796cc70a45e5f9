"""A short link to make, and a key for another program."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from merkwerk.lib.typed import Typed


class LinkForm(forms.Form):
    """The page that a short link leads to."""

    target = Typed(
        label=_("Address of the page"),
        max_length=2000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "dir": "ltr"}),
        error_messages={"required": _("Paste the address of the page here.")},
    )


class KeyForm(forms.Form):
    """What the key is called and what may be done with it."""

    name = Typed(
        label=_("What is it for?"),
        max_length=80,
        help_text=_("A name by which you know it later: iA Writer, my script."),
        error_messages={"required": _("Give it a name by which you know it.")},
    )
    may_draft = forms.BooleanField(
        label=_("Make drafts, and read and change your own"), required=False, initial=True
    )
    may_register = forms.BooleanField(
        label=_("Tell that you said something elsewhere"), required=False, initial=True
    )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not told.get("may_draft") and not told.get("may_register"):
            raise ValidationError(_("Choose at least one thing that may be done with it."))
        return told
