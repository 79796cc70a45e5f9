"""What may be typed in about rhythm, groups and addresses."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from merkwerk.connectors.exports import reaching
from merkwerk.connectors.exports.values import Way
from merkwerk.lib.typed import Typed

A_WEEK = 7
MOST_WEEKS = 104
ITSELF, OWN, REST = "itself", "own", "rest"
WAYS = [
    (Way.MAIL.value, _("E-mail")),
    (Way.PHONE.value, _("Phone")),
    (Way.POST.value, _("By post")),
    (Way.SITE.value, _("Website")),
]


def weeks_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Every how many weeks?"),
        required=False,
        min_value=1,
        max_value=MOST_WEEKS,
        error_messages={
            "invalid": _("Write a number of weeks, such as 3."),
            "min_value": _("Once a week is the most often."),
            "max_value": _("Once in two years is the least often."),
        },
    )


class RhythmForm(forms.Form):
    how = forms.ChoiceField(
        label=_("How often would you like to be in touch?"),
        widget=forms.RadioSelect,
        choices=[
            (ITSELF, _("As it goes")),
            (OWN, _("Every … weeks")),
            (REST, _("Let it rest")),
        ],
        error_messages={"required": _("Choose one of the three.")},
    )
    weeks = weeks_field()
    until = forms.DateField(
        label=_("Rests until"),
        required=False,
        help_text=_("Leave it empty to let it rest for good. What happens still comes here."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Write the day as 2026-11-21.")},
    )
    groups = forms.TypedMultipleChoiceField(
        label=_("Your groups"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    new_group = Typed(
        label=_("A new group"),
        required=False,
        max_length=80,
        help_text=_("Such as “Customers” or “Old colleagues”. Only you see the name."),
    )

    def __init__(self, *args: Any, groups: list[tuple[int, str]], **rest: Any) -> None:
        super().__init__(*args, **rest)
        if groups:
            self.fields["groups"].choices = groups  # type: ignore[attr-defined]
        else:
            del self.fields["groups"]

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until <= timezone.localdate():
            raise ValidationError(_("Choose a day that is still to come."))
        return until

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("how") == OWN and not told.get("weeks") and "weeks" not in self.errors:
            self.add_error("weeks", _("Write a number of weeks, such as 3."))
        return told


class GroupForm(forms.Form):
    name = Typed(
        label=_("Name"),
        max_length=80,
        help_text=_("Only you see it; it is kept encrypted."),
        error_messages={"required": _("Give the group a name.")},
    )
    weeks = weeks_field()


class AddressForm(forms.Form):
    way = forms.ChoiceField(label=_("What is it?"), choices=WAYS)
    value = Typed(
        label=_("Address or number"),
        max_length=500,
        error_messages={"required": _("Write an address or a number first.")},
    )
    label = Typed(label=_("Which one, such as “work”"), required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if "way" in told and "value" in told:
            told["value"] = self._read(told["way"], told["value"])
        return told

    def _read(self, way: str, value: str) -> str:
        """The address as files bring it too, so that both are one."""
        if way == Way.MAIL:
            found = reaching.mail(value)
            if found is None or not _is_mail(found.value):
                self.add_error("value", _("Write the whole address, such as jan@example.org."))
        elif way == Way.PHONE:
            found = reaching.phone(value)
            if found is None:
                self.add_error("value", _("Write the number in digits, such as +31 6 12345678."))
        elif way == Way.SITE:
            if not value.lower().startswith(("http://", "https://")):
                self.add_error("value", _("Write the address with https:// in front."))
            return value
        else:
            found = reaching.post(value)
        return found.value if found else value


def _is_mail(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True
