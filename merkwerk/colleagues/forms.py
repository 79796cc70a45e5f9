"""What may be typed in about oneself, about a subject, in the search, about a department."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import Colleague
from merkwerk.colleagues.models import Department, Profile, Stance, Subject
from merkwerk.lib.typed import Typed


class SearchForm(forms.Form):
    """Odd values are passed over: a search never fails, it only finds less."""

    q = Typed(label=_("Search"), required=False, max_length=200)
    department = forms.ModelChoiceField(
        Department.objects.all(),
        label=_("Department"),
        required=False,
        empty_label=_("All departments"),
    )
    place = forms.ChoiceField(label=_("Place"), required=False)
    subject = forms.ModelChoiceField(
        Subject.objects.none(), label=_("Subject"), required=False, empty_label=_("All subjects")
    )

    def __init__(self, *args: Any, by: Colleague, **rest: Any) -> None:
        super().__init__(*args, **rest)
        places = (
            Profile.objects.visible_to(by)
            .exclude(place="")
            .order_by("place")
            .values_list("place", flat=True)
            .distinct()
        )
        field = self.fields["place"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("All places")), *((place, place) for place in places)]
        subject = self.fields["subject"]
        if isinstance(subject, forms.ModelChoiceField):
            subject.queryset = Subject.objects.shown_to(by)
        self.fields["q"].widget.input_type = "search"

    def asked(self) -> dict[str, Any]:
        """What was asked for, without what could not be read."""
        self.is_valid()
        found = self.cleaned_data
        return {
            "text": found.get("q", ""),
            "department": found.get("department"),
            "place": found.get("place", ""),
            "subject": found.get("subject"),
        }


class ProfileForm(forms.ModelForm[Profile]):
    about = Typed(
        label=_("About me"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("In your own words: what do you do, and what may people ask you?"),
    )

    class Meta:
        model = Profile
        fields = ["function", "department", "place", "floor", "working_on", "about"]
        field_classes = {"function": Typed, "place": Typed, "floor": Typed, "working_on": Typed}
        labels = {
            "function": _("Function"),
            "department": _("Department"),
            "place": _("Place"),
            "floor": _("Floor"),
            "working_on": _("Working on"),
        }
        help_texts = {"working_on": _("One line, so that others know what keeps you busy.")}


class StanceForm(forms.Form):
    name = Typed(
        label=_("Subject"),
        max_length=80,
        widget=forms.TextInput(attrs={"list": "subjects", "autocomplete": "off", "dir": "auto"}),
        error_messages={"required": _("Write a subject: a word or two is enough.")},
    )
    feeling = forms.ChoiceField(
        label=_("How do you feel about it?"),
        choices=[
            (Stance.Feeling.GLADLY, _("I gladly talk about it")),
            (Stance.Feeling.SOMETIMES, _("Sometimes")),
            (Stance.Feeling.NOT_ME, _("Not me")),
        ],
        widget=forms.RadioSelect,
        initial=Stance.Feeling.GLADLY,
        error_messages={"required": _("Choose one of the three.")},
    )
    found = forms.BooleanField(
        label=_("Colleagues may find me by this"),
        required=False,
        initial=True,
        help_text=_("Only works together with “gladly”. The rest stays yours alone."),
    )


class DepartmentForm(forms.ModelForm[Department]):
    class Meta:
        model = Department
        fields = ["name"]
        field_classes = {"name": Typed}
        labels = {"name": _("Name of the department")}
        error_messages = {
            "name": {
                "unique": _("There is a department with this name already."),
                "required": _("Give the department a name."),
            }
        }
