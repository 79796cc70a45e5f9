"""How a colleague wants their day by mail."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from merkwerk.today.models import DigestWish

HOURS = [(hour, f"{hour}.00") for hour in range(24)]


class DigestForm(forms.ModelForm[DigestWish]):
    """How often, on which day when weekly, and at what hour."""

    hour = forms.TypedChoiceField(
        label=_("At"), choices=HOURS, coerce=int, help_text=_("By your own clock.")
    )
    weekday = forms.TypedChoiceField(
        label=_("If once a week, on"), choices=DigestWish.Day.choices, coerce=int
    )

    class Meta:
        model = DigestWish
        fields = ("rhythm", "weekday", "hour")
