"""A browser that is switched on, its name, and what may buzz there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from merkwerk.lib.typed import Typed
from merkwerk.notifications.models import PushWishes

HOURS = [(hour, f"{hour}.00") for hour in range(24)]


class DeviceForm(forms.Form):
    """What script reads from the browser. Without script it stays empty, and the page says so."""

    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=200)
    auth = forms.CharField(max_length=100)
    name = Typed(max_length=80, required=False)


class NameForm(forms.Form):
    name = Typed(label=_("Name of this device"), max_length=80)


class WishesForm(forms.ModelForm[PushWishes]):
    """What may buzz, and when nothing may."""

    quiet_from = forms.TypedChoiceField(label=_("Quiet from"), choices=HOURS, coerce=int)
    quiet_until = forms.TypedChoiceField(
        label=_("Quiet until"),
        choices=HOURS,
        coerce=int,
        help_text=_("By your own clock. What comes in these hours waits for you on Today."),
    )

    class Meta:
        model = PushWishes
        fields = ("questions", "reactions", "quiet_from", "quiet_until", "weekends")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
