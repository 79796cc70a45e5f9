"""What may be typed about the people in a photo, and what they answer themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import Colleague
from merkwerk.lib.typed import Typed
from merkwerk.photos.actions.consent import MONTHS, Answer, Told, is_named, months_on
from merkwerk.photos.models import Person, Place

PERIODS = [("12", _("1 year")), ("36", _("3 years")), ("stop", _("until I say stop"))]
WHO = [
    ("self", _("I am in this photo, and I am 16 or older")),
    ("guardian", _("I am the parent or guardian of the child in this photo")),
]


def grown_field() -> forms.DateField:
    """The day on which a child turns 16; of the birthday nothing is kept."""
    return forms.DateField(
        label=_("The day on which the child turns 16"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Not needed. On that day we ask them themselves."),
    )


def check_grown(day: date | None) -> date | None:
    """A day in the sixteen years to come."""
    if day is not None and not timezone.localdate() < day <= months_on(
        timezone.localdate(), 16 * 12
    ):
        raise forms.ValidationError(
            _("Somebody under 16 turns 16 within sixteen years from now. Look at the year.")
        )
    return day


class PersonForm(forms.Form):
    """Who is in the picture. A colleague, or a name; or why nobody needs to be asked."""

    colleague = forms.ModelChoiceField(
        Colleague.objects.none(),
        label=_("A colleague"),
        required=False,
        empty_label=_("nobody who works here"),
    )
    name = Typed(label=_("Or a name"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        help_text=_("Not needed: you can also pass the link on yourself."),
        error_messages={"invalid": _("An address looks like name@example.nl.")},
    )
    phone = Typed(label=_("Phone number"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Their language"), choices=settings.LANGUAGES)
    is_minor = forms.BooleanField(
        label=_("Not 16 yet: a parent or guardian answers"), required=False
    )
    grown_on = grown_field()
    asks_for = forms.MultipleChoiceField(
        label=_("What we ask for"),
        choices=Place.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one place to ask for.")},
    )
    why_not_needed = forms.ChoiceField(
        label=_("Needs not be asked"),
        choices=Person.Why.choices,
        required=False,
        help_text=_("Only for who can’t be recognised, or is one of many in a crowd."),
    )
    reason = Typed(
        label=_("Why not, in your own words"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    x = forms.IntegerField(
        label=_("How far from the left, in per cents"), min_value=0, max_value=100, required=False
    )
    y = forms.IntegerField(
        label=_("How far from the top, in per cents"), min_value=0, max_value=100, required=False
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        people = self.fields["colleague"]
        assert isinstance(people, forms.ModelChoiceField)  # noqa: S101
        people.queryset = Colleague.objects.here()

    def clean_grown_on(self) -> date | None:
        return check_grown(self.cleaned_data["grown_on"])

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("why_not_needed"):
            if told["why_not_needed"] == Person.Why.OTHER and not told.get("reason"):
                self.add_error("reason", _("Say in a few words why they need not be asked."))
        elif not told.get("colleague") and not told.get("name"):
            self.add_error("name", _("Choose a colleague, or give a name."))
        return told

    def told(self) -> Told:
        """What was typed, as the action takes it."""
        facts = {**self.cleaned_data}
        facts["asks_for"] = tuple(facts["asks_for"])
        return Told(**facts)


def of_person(person: Person) -> dict[str, Any]:
    """What stands in the form when somebody is changed."""
    names = (
        "name", "email", "phone", "language", "is_minor", "grown_on", "asks_for", "why_not_needed",
        "reason", "x", "y",
    )  # fmt: skip
    return {name: getattr(person, name) for name in names} | {"colleague": person.colleague_id}


class YesForm(forms.Form):
    """Places, a period, and for a child both names: what any yes needs."""

    places = forms.MultipleChoiceField(
        label=_("Where may the photo be?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one place.")},
    )
    period = forms.ChoiceField(
        label=_("For how long?"),
        choices=PERIODS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for how long.")},
    )
    name = Typed(
        label=_("Name of who is in the photo"),
        max_length=120,
        error_messages={"required": _("Give the name of who is in the photo.")},
    )
    guardian = Typed(
        label=_("Name of the parent or guardian"),
        max_length=120,
        required=False,
        help_text=_("Only for a child under 16."),
    )

    def __init__(self, *args: Any, person: Person, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.person = person
        self._offer([(place.value, place.label) for place in Place if place in person.asks_for])

    def _offer(self, places: list[tuple[str, Any]]) -> None:
        field = self.fields["places"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.choices = places

    def months(self) -> int | None:
        """The period in months; None for until they say stop."""
        period = self.cleaned_data["period"]
        return int(period) if period.isdigit() and int(period) in MONTHS else None


class AnswerForm(YesForm):
    """The answer of somebody by their own link. Nothing is ticked for them beforehand."""

    who = forms.ChoiceField(
        label=_("Who are you?"),
        choices=WHO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who you are.")},
    )
    grown_on = grown_field()
    decides = forms.BooleanField(label=_("I may decide about this for this child."), required=False)
    remark = Typed(
        label=_("Do you want to say something about it?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        required=False,
        help_text=_("Not needed. We only use it to ask you again when your time is nearly over."),
        error_messages={"invalid": _("An address looks like name@example.nl.")},
    )
    digest = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: dict[str, str], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self._offer(list(places.items()))
        self.fields["name"].help_text = _(
            "Type it yourself; a first name or initials are enough. So a link that was passed on "
            "doesn’t answer for somebody else."
        )
        if self.person.is_minor:
            who = self.fields["who"]
            assert isinstance(who, forms.ChoiceField)  # noqa: S101
            who.choices = WHO[1:]

    def clean_name(self) -> str:
        """The person is named by whoever answers."""
        name = str(self.cleaned_data["name"])
        if not is_named(name, self.person.name):
            raise forms.ValidationError(
                _("This page is for somebody with another name. Is that not you, or your child? "
                  "Then answer nothing, and pass the link back to who gave it to you.")
            )  # fmt: skip
        return name

    def clean_grown_on(self) -> date | None:
        return check_grown(self.cleaned_data["grown_on"])

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("who") == "guardian":
            if not told.get("guardian"):
                self.add_error("guardian", _("Give your own name too."))
            if not told.get("decides"):
                self.add_error("decides", _("Tick this if it is so."))
        return told

    def given(self) -> Answer:
        """The answer, as the action takes it."""
        told = self.cleaned_data
        return Answer(
            places=tuple(told["places"]),
            months=self.months(),
            is_minor=told["who"] == "guardian",
            grown_on=told["grown_on"],
            name=told["name"],
            guardian=told["guardian"],
            remark=told["remark"],
            email=told["email"],
            digest=told["digest"],
        )


class NoForm(forms.Form):
    """A no needs nothing. A remark is kept, what is odd in it passed over."""

    remark = Typed(max_length=500, required=False)

    def given(self, person: Person) -> Answer:
        """The no, as the action takes it."""
        said = self.cleaned_data.get("remark", "") if self.is_valid() else ""
        return Answer(is_minor=person.is_minor, guardian=person.guardian, remark=said)


class PaperForm(YesForm):
    """What somebody signed on paper, told by who looks after the photo."""

    signed_on = forms.DateField(
        label=_("Signed on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    file = forms.FileField(
        label=_("The signed form"),
        error_messages={"required": _("Add the form itself: a PDF or a photo.")},
        help_text=_("A PDF or a photo of it, at most 8 MB."),
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, auto_id="paper_%s", **rest)

    def clean_signed_on(self) -> date:
        day: date = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("That day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if self.person.is_minor and not told.get("guardian"):
            self.add_error("guardian", _("A parent or guardian signs for a child: give the name."))
        return told

    def given(self) -> Answer:
        """The answer on the paper, as the action takes it."""
        told = self.cleaned_data
        return Answer(
            places=tuple(told["places"]),
            months=self.months(),
            is_minor=self.person.is_minor,
            name=told["name"],
            guardian=told["guardian"],
        )
