"""The question to the question desk, from a draft."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from merkwerk.lib.typed import Typed


class MayIForm(forms.Form):
    """What the writer wants to know, and whether the draft goes along."""

    words = Typed(
        label=_("What do you wonder about?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Write in a sentence what you wonder about.")},
    )
    along = forms.BooleanField(label=_("Show them my draft"), required=False)
