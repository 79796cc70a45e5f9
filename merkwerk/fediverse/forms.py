"""What people type on the pages of this room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from merkwerk.connectors.activitypub.client import is_handle
from merkwerk.lib.typed import Typed


class MoveForm(forms.Form):
    """@name@server, or nothing to take it back."""

    handle = Typed(
        label=_("Your other account"),
        help_text=_("As @name@server. Leave it empty to take it back."),
        max_length=300,
        required=False,
    )
    way = forms.ChoiceField(
        label=_("What about it?"),
        choices=[
            ("to", _("I move there: my followers go along")),
            ("from", _("I come from there: its followers may come here")),
        ],
        widget=forms.RadioSelect,
        initial="to",
    )

    def clean_handle(self) -> str:
        typed = str(self.cleaned_data["handle"]).strip()
        if typed and not is_handle(typed):
            raise forms.ValidationError(
                _("Write it as @name@server, for instance @anna@example.org.")
            )
        return typed


class BlockForm(forms.Form):
    """A whole server to keep out, and why."""

    host = Typed(
        label=_("Server"), help_text=_("As it stands in a handle: example.org"), max_length=255
    )
    reason = Typed(label=_("Why? Your colleagues read this."), max_length=200, required=False)
