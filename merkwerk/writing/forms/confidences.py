"""Something that is kept in confidence, and a file with many."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from merkwerk.lib.typed import Typed
from merkwerk.writing.models import Confidence

DAY = {"type": "date"}
A_DAY = _("Write the day as 2026-11-21.")


def a_day(label: Any, help_text: Any) -> forms.DateField:
    """A day that may stay empty."""
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY),
        error_messages={"invalid": A_DAY},
    )


class ConfidenceForm(forms.Form):
    """One thing on the list."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Confidence.Kind.choices, initial=Confidence.Kind.CLIENT
    )
    name = Typed(
        label=_("Name, figure or date"),
        max_length=200,
        help_text=_("As it is written: Waterbedrijf Noord B.V., omzet 4,2 miljoen, 12 maart 2027."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        error_messages={"required": _("Write the name first.")},
    )
    aliases = Typed(
        label=_("Other names"),
        required=False,
        max_length=4000,
        help_text=_(
            "One on each line: an old name, an abbreviation, what everybody calls it. Plurals, "
            "joined or split words, initials and typing errors are found by themselves."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "dir": "auto"}),
    )
    instead = Typed(
        label=_("A friendly way to say it without the name"),
        required=False,
        max_length=300,
        help_text=_("“at a water company”. Who touches the name is offered this."),
    )
    may_be_named = forms.BooleanField(label=_("There is permission to name it"), required=False)
    named_from = a_day(_("From"), _("Empty: at once."))
    named_until = a_day(_("Until and with"), _("Empty: for good. You hear two weeks before."))
    proof = Typed(
        label=_("Who gave permission, when and how?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        first, last = told.get("named_from"), told.get("named_until")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("named_until", _("This day is before the first one. Swap them?"))
        if told.get("may_be_named") and not told.get("proof"):
            self.add_error(
                "proof", _("Write down who gave permission: later somebody will want to know.")
            )
        return told

    def told(self) -> dict[str, Any]:
        """What `actions.registering.keep` takes."""
        return {**self.cleaned_data, "aliases": self.cleaned_data["aliases"].splitlines()}


class BringForm(forms.Form):
    """A table of names."""

    file = forms.FileField(
        label=_("The table"),
        help_text=_("A file that ends in .csv, as every spreadsheet saves it. At most 8 MB."),
        widget=forms.FileInput({"accept": ".csv,.txt,text/csv"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty. Choose another one."),
        },
    )
