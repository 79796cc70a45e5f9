"""What may be typed on the desk."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from merkwerk.lib.typed import Typed
from merkwerk.writing import actions
from merkwerk.writing.actions.hints import KINDS
from merkwerk.writing.models import Draft

TOO_LONG = _("That is too long for one draft. Keep a part of it elsewhere, and nothing is lost.")


def _area(label: Any, rows: int, **attributes: str) -> Typed:
    """A field for many words; `form` names the form it belongs to when it stands beside it."""
    return Typed(
        label=label,
        required=False,
        strip=False,
        max_length=actions.MOST,
        widget=forms.Textarea({"rows": rows, "dir": "auto", **attributes}),
        error_messages={"max_length": TOO_LONG},
    )


class DraftForm(forms.Form):
    """A draft as it is typed: own words, facts, and what one answers to the desk's questions.
    `desk` names this open page, `version` the draft it saw, `key` a draft that isn't made yet."""

    text = _area(_("What do you want to tell?"), 7)
    facts = _area(_("Numbers, names, who said what"), 4, form="draft")
    surprised = _area(_("What surprised you?"), 2, form="draft")
    hard = _area(_("What was hard?"), 2, form="draft")
    learnt = _area(_("What do you know now that you didn't before?"), 2, form="draft")
    desk = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)
    link = forms.CharField(widget=forms.HiddenInput, max_length=2000, required=False)
    about = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def answers(self) -> dict[str, str]:
        """What was answered to the desk's questions."""
        return {name: self.cleaned_data.get(name, "") for name in actions.QUESTIONS}


def draft_form(draft: Draft) -> DraftForm:
    """The form as it first stands on the page of a draft."""
    told = {name: draft.questions.get(name, "") for name in actions.QUESTIONS}
    return DraftForm(
        initial={
            "text": draft.text,
            "facts": draft.facts,
            **told,
            "desk": token_urlsafe(24),
            "version": draft.version,
            "key": draft.key,
        }
    )


class ReferenceForm(forms.Form):
    """An address of what one writes about."""

    address = forms.URLField(
        label=_("Address of a page"),
        max_length=2000,
        assume_scheme="https",
        widget=forms.URLInput({"placeholder": "https://", "autocomplete": "off"}),
        error_messages={
            "required": _("Paste an address first."),
            "invalid": _("This is no address of a page. It begins with https://."),
        },
    )


class PictureForm(forms.Form):
    """What is said about a picture."""

    description = Typed(
        label=_("What does who can't see it need to know?"),
        required=False,
        max_length=1500,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )
    people_agreed = forms.BooleanField(
        label=_("Whoever can be recognised in it said yes, or nobody can be"), required=False
    )


class WishesForm(forms.Form):
    """How a colleague wants to write."""

    pause_minutes = forms.IntegerField(
        label=_("Minutes to think before you place something"),
        min_value=0,
        max_value=actions.LONGEST_PAUSE,
        help_text=_(
            "0 is none. When they are over nothing happens by itself: you press, or don't."
        ),
    )
    question_1 = Typed(label=_("A question you ask yourself"), required=False, max_length=200)
    question_2 = Typed(label=_("A second one"), required=False, max_length=200)
    question_3 = Typed(label=_("And a third"), required=False, max_length=200)
    guard_minutes = forms.IntegerField(
        label=_("How many minutes back the timeline guard looks"),
        min_value=5,
        max_value=actions.LONGEST_GUARD,
        help_text=_("So that one receiver doesn't meet the same thing five times within the hour."),
    )
    figures_wait = forms.BooleanField(
        label=_("Keep figures from me on the first day"), required=False
    )
    quiet_hints = forms.MultipleChoiceField(
        label=_("Hints I don't need"),
        required=False,
        choices=list(KINDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )


class ElsewhereForm(forms.Form):
    """Where one said something, with a tool of one's own."""

    address = forms.URLField(
        label=_("Where does it stand?"),
        max_length=1000,
        assume_scheme="https",
        widget=forms.URLInput({"placeholder": "https://", "autocomplete": "off"}),
        error_messages={
            "required": _("Paste the address where it stands."),
            "invalid": _("This is no address of a page. It begins with https://."),
        },
    )
