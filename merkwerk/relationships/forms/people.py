"""What may be typed in about a contact, a relationship and a moment."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime, time
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from merkwerk.lib.typed import Typed
from merkwerk.relationships.forms.birthdays import BirthdayField
from merkwerk.relationships.models import Contact, Moment, Relationship

BY_HAND = [
    (Moment.Kind.MET, _("We met")),
    (Moment.Kind.CALLED, _("We called")),
    (Moment.Kind.WROTE, _("Wrote")),
    (Moment.Kind.OTHER, _("Something else")),
]
WHO = [
    ("", _("As usual")),
    (Moment.Direction.BOTH, _("Together")),
    (Moment.Direction.OURS, _("I began")),
    (Moment.Direction.THEIRS, _("They began")),
]
TYPED = ("kind", "place", "direction", "note", "given", "asked")
LONG_AGO = date(1950, 1, 1)
LONGEST_HANDLE = 300
HANDLE = re.compile(r"@?[^\s@/]+@[^\s@/]+\.[^\s@/]+|@?[^\s@/]+(\.[^\s@/.]+)+")
PROFILE = re.compile(
    r"https?://(?:bsky\.app/profile/(?P<did>[^/?#\s]+)|(?P<host>[^/\s]+)/@(?P<name>[^/?#@\s]+))/?"
)


class HandleField(Typed):
    """A handle, or the address of a profile page."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if len(text) > LONGEST_HANDLE:
            return text  # refused for its length in a moment; matching it could take minutes
        if found := PROFILE.fullmatch(text):
            return found["did"] or f"@{found['name']}@{found['host']}"
        if text and not HANDLE.fullmatch(text):
            raise ValidationError(
                _("Write the whole handle, such as @joris@social.example or joris.bsky.social.")
            )
        return text


class HandleForm(forms.Form):
    handle = HandleField(
        label=_("Also found as"),
        max_length=LONGEST_HANDLE,
        help_text=_("A handle, or the address of a profile page."),
        error_messages={"required": _("Write a handle first.")},
    )


class AddForm(forms.ModelForm[Contact]):
    how_met = Typed(
        label=_("How you met"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Only for you."),
    )
    handle = HandleField(
        label=_("Handle on a network"),
        required=False,
        max_length=LONGEST_HANDLE,
        help_text=_("Such as @joris@social.example or joris.bsky.social. It can also come later."),
    )

    class Meta:
        model = Contact
        fields = ["name", "organisation", "function"]
        field_classes = {"name": Typed, "organisation": Typed, "function": Typed}
        labels = {
            "name": _("Name"),
            "organisation": _("Organisation"),
            "function": _("What they do there"),
        }
        error_messages = {"name": {"required": _("Give at least a name.")}}


class ContactForm(forms.ModelForm[Contact]):
    class Meta(AddForm.Meta):
        pass


class NoteForm(forms.ModelForm[Relationship]):
    how_met = Typed(
        label=_("How you met"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    note = Typed(
        label=_("Note"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_("What you want to remember. Only you read it; it is kept encrypted."),
    )

    interests = Typed(
        label=_("What they care about"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Subjects, people, plans. What you share with them is found by it."),
    )
    could_give = Typed(
        label=_("What you could give"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("An answer, an introduction, a thank-you, a book."),
    )

    birthday = BirthdayField(
        label=_("Birthday"),
        required=False,
        max_length=60,
        help_text=_("Such as 14 March, with the year if you know it."),
    )

    class Meta:
        model = Relationship
        fields = ["how_met", "met_through", "birthday", "interests", "could_give", "note"]
        labels = {"met_through": _("Through whom")}

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        cast("BirthdayField", self.fields["birthday"]).kept = self.instance.birthday
        known = Contact.objects.filter(relationships__colleague=self.instance.colleague_id)
        through = cast("forms.ModelChoiceField[Contact]", self.fields["met_through"])
        through.queryset = known.exclude(pk=self.instance.contact_id).order_by("name", "pk")
        through.empty_label = _("Nobody, or nobody you know here")


def today() -> date:
    return timezone.localdate()


class MomentForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What happened?"),
        choices=BY_HAND,
        error_messages={"required": _("Choose what happened.")},
    )
    day = forms.DateField(
        label=_("When"),
        initial=today,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Choose a day."),
            "invalid": _("Write the day as 2026-11-21."),
        },
    )
    place = Typed(label=_("Where"), required=False, max_length=120)
    direction = forms.ChoiceField(label=_("Who began?"), required=False, choices=WHO)
    note = Typed(
        label=_("About what?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    given = Typed(label=_("What you gave"), required=False, max_length=500)
    asked = Typed(label=_("What they asked"), required=False, max_length=500)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    def on_one_line(self) -> MomentForm:
        """The same with one line for the note, for noting in two taps."""
        self.fields["note"].widget = forms.TextInput(attrs={"dir": "auto", "maxlength": 5000})
        return self

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > today():
            raise ValidationError(_("That day is still to come. Note it when it has been."))
        if day < LONG_AGO:
            raise ValidationError(_("That is very long ago. Choose a day from 1950 on."))
        return day

    def told(self, now: datetime, before: datetime | None = None) -> dict[str, Any]:
        """What the action needs. A day becomes a time: now for today, noon for another day, and
        the time it had when the day stays the same."""
        told = {word: self.cleaned_data[word] for word in TYPED}
        day = self.cleaned_data["day"]
        if before and timezone.localdate(before) == day:
            told["at"] = before
        elif day == timezone.localdate(now):
            told["at"] = now
        else:
            told["at"] = timezone.make_aware(datetime.combine(day, time(12)))
        return told


class SearchForm(forms.Form):
    q = Typed(label=_("Search"), required=False, max_length=200)

    def words(self) -> str:
        """What to look for; what can't be read is passed over."""
        self.is_valid()
        return str(self.cleaned_data.get("q", ""))
