"""What is asked about photos."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from merkwerk.photos.models import Photo


class SearchForm(forms.Form):
    """What to look for, whose, and what is still to be said."""

    q = forms.CharField(
        label=_("Search by what is to be seen, or by who made it"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    whose = forms.ChoiceField(
        label=_("Whose"),
        choices=[("", _("everybody's")), ("mine", _("mine"))],
        required=False,
    )
    only = forms.ChoiceField(
        label=_("Which"),
        choices=[("", _("all")), ("ready", _("ready to use")), ("words", _("need words"))],
        required=False,
    )


class CreditForm(forms.Form):
    """Said once for all the photos that are brought together."""

    photographer = forms.CharField(
        label=_("Who made them?"),
        help_text=_("For all of them at once; each can be changed afterwards."),
        max_length=120,
        required=False,
    )
    source = forms.CharField(
        label=_("Where do they come from?"),
        help_text=_("For example: our own archive, the summer party, or a photo agency."),
        max_length=300,
        required=False,
    )


class PhotoForm(forms.Form):
    """What is said about one photo: what it needs before it can be used."""

    use_required_attribute = False

    description = forms.CharField(
        label=_("What is to be seen?"),
        help_text=_("For whoever can't see it: who does what, and where. One or two sentences."),
        max_length=1500,
        error_messages={"required": _("Say what is to be seen, or that it only decorates.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    decorative = forms.BooleanField(
        label=_("It only decorates: there is nothing in it to tell"), required=False
    )
    photographer = forms.CharField(
        label=_("Who made it?"),
        max_length=120,
        error_messages={"required": _("Say who made the photo.")},
    )
    source = forms.CharField(
        label=_("Where does it come from?"),
        help_text=_("For example: our own archive, the summer party, or a photo agency."),
        max_length=300,
        error_messages={"required": _("Say where the photo comes from.")},
    )
    taken_on = forms.DateField(
        label=_("When was it taken?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    focus_x = forms.IntegerField(
        label=_("What matters, from the left (0 to 100)"), min_value=0, max_value=100
    )
    focus_y = forms.IntegerField(
        label=_("What matters, from the top (0 to 100)"), min_value=0, max_value=100
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decorative") and not self.data.get("description", "").strip():
            self.errors.pop("description", None)
            cleaned["description"] = ""
        return cleaned

    @classmethod
    def of(cls, photo: Photo, data: Any = None) -> PhotoForm:
        """The form as it stands for this photo."""
        return cls(data, initial={name: getattr(photo, name) for name in cls.base_fields})


class PickForm(forms.Form):
    """Where a chosen photo goes: back to a page, under a name."""

    back = forms.CharField(max_length=300, required=False)
    field = forms.SlugField(max_length=30, required=False)
    q = SearchForm.base_fields["q"]
