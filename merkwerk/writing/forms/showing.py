"""Letting one colleague read a draft first."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import Colleague
from merkwerk.lib.typed import Typed
from merkwerk.writing import actions


class ShowForm(forms.Form):
    """Who may read it, and what one would like to hear."""

    to = forms.ModelChoiceField(
        label=_("Who may read it first?"),
        queryset=Colleague.objects.none(),
        empty_label=_("Choose a colleague"),
        error_messages={
            "required": _("Choose a colleague."),
            "invalid_choice": _("That colleague isn't here any more. Choose somebody else."),
        },
    )
    asks = Typed(
        label=_("What would you like to hear?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args: Any, by: Colleague, **rest: Any) -> None:
        super().__init__(*args, **rest)
        to = self.fields["to"]
        assert isinstance(to, forms.ModelChoiceField)  # noqa: S101
        to.queryset = actions.who_may_read(by)


class RemarkForm(forms.Form):
    """What the first reader says."""

    words = Typed(
        label=_("What do you think while reading?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Write something first.")},
    )
