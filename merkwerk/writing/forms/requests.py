"""Asking a colleague to tell about something."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from merkwerk.colleagues.models import Profile, Subject
from merkwerk.lib.typed import Typed


class WhoForm(forms.Form):
    """Which colleague, and in one's own words what about."""

    asked = forms.ChoiceField(label=_("Whom do you ask?"), widget=forms.RadioSelect)
    words = Typed(
        label=_("What would you like them to tell about, and why they?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Write in a sentence what it is about.")},
    )
    link = forms.URLField(
        label=_("Address of a page about it"),
        required=False,
        max_length=2000,
        assume_scheme="https",
        error_messages={"invalid": _("This is no address of a page. It begins with https://.")},
    )

    def __init__(self, *args: Any, people: list[Profile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.fields["asked"]
        assert isinstance(asked, forms.ChoiceField)  # noqa: S101
        asked.choices = [(str(one.colleague_id), one.colleague.name) for one in people]


class PassForm(WhoForm):
    """To whom a request goes on, with a word of one's own if one likes."""

    words = Typed(
        label=_("A word of your own with it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
    link = None  # type: ignore[assignment]


class SubjectForm(forms.Form):
    """What it is about."""

    subject = forms.ModelChoiceField(
        label=_("What is it about?"), queryset=Subject.objects.none(), empty_label=None
    )
