"""How a draft is told through one account."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from merkwerk.lib.typed import Typed
from merkwerk.writing import actions
from merkwerk.writing.forms.desk import TOO_LONG
from merkwerk.writing.models import Draft, Version

LANGUAGES = [
    ("nl", _("Dutch")),
    ("en", _("English")),
    ("de", _("German")),
    ("fr", _("French")),
    ("fy", _("Frisian")),
    ("es", _("Spanish")),
]


class VersionForm(forms.Form):
    """One draft for one account: its own words if need be, a warning in front, its language.
    `desk` names this open page, so that a press sent twice is one."""

    text = Typed(
        label=_("As it will stand there"),
        strip=False,
        max_length=actions.MOST,
        widget=forms.Textarea({"rows": 7, "dir": "auto"}),
        error_messages={"required": _("Write something first."), "max_length": TOO_LONG},
    )
    warning = Typed(
        label=_("A warning in front of it"),
        required=False,
        max_length=300,
        help_text=_("Only when it may hurt somebody. What it is about, in a few words."),
    )
    language = forms.ChoiceField(
        label=pgettext_lazy("of a text", "Language"), choices=LANGUAGES, required=False
    )
    quote = forms.BooleanField(label=_("Quote the message this is about"), required=False)
    desk = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, can_quote: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_quote:
            del self.fields["quote"]


def version_form(draft: Draft, version: Version, *, can_quote: bool) -> VersionForm:
    """The form as it first stands on the page."""
    return VersionForm(
        can_quote=can_quote,
        initial={
            "text": actions.words_of(version),
            "warning": version.warning,
            "language": version.language or draft.language,
            "quote": version.quotes_id is not None,
            "desk": token_urlsafe(24),
        },
    )


class ChangeForm(forms.Form):
    """Other words for what stands somewhere already."""

    text = Typed(
        label=_("Your words"),
        strip=False,
        max_length=actions.MOST,
        widget=forms.Textarea({"rows": 5, "dir": "auto"}),
        error_messages={"required": _("Write something first."), "max_length": TOO_LONG},
    )
