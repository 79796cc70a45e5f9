"""What may be typed in about sharing, introductions and outcomes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import Colleague, Duty, Role
from merkwerk.colleagues.models import Department
from merkwerk.lib.typed import Typed
from merkwerk.relationships.forms.people import LONG_AGO, today
from merkwerk.relationships.models import Outcome

EVERYBODY, DEPARTMENT, COLLEAGUE = "everybody", "department", "colleague"
NO, YES = "no", "yes"
TWO_WEEKS = timedelta(days=14)
LONGEST_PROMISE = timedelta(days=366)


def may_be_told(by: Colleague) -> QuerySet[Colleague]:
    """Colleagues with whom `by` can share: who works here and is no guest, by name."""
    duties = Duty.objects.filter(colleague=OuterRef("pk"))
    guest = Exists(duties.filter(role=Role.ADVISER)) & ~Exists(duties.exclude(role=Role.ADVISER))
    return Colleague.objects.here().exclude(guest).exclude(pk=by.pk).order_by("name", "pk")


class ShareForm(forms.Form):
    """With whom, and how much."""

    whom = forms.ChoiceField(
        label=_("With whom?"),
        error_messages={
            "required": _("Choose with whom you share it."),
            "invalid_choice": _("That colleague or department isn't here any more. Choose again."),
        },
    )
    moments = forms.ChoiceField(
        label=_("What may they see?"),
        choices=[(NO, _("That I know them")), (YES, _("Also when and how we met"))],
        initial=NO,
        widget=forms.RadioSelect,
        help_text=_("Never your notes, what was said, or where."),
        error_messages={"required": _("Choose what they may see.")},
    )

    def __init__(self, *args: Any, by: Colleague, **rest: Any) -> None:
        super().__init__(*args, **rest)
        departments = Department.objects.values_list("pk", "name")
        people = may_be_told(by).values_list("pk", "name")
        self.fields["whom"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            (EVERYBODY, _("Everybody here")),
            (_("A department"), [(f"{DEPARTMENT}-{pk}", name) for pk, name in departments]),
            (_("One colleague"), [(f"{COLLEAGUE}-{pk}", name) for pk, name in people]),
        ]

    def told(self) -> dict[str, Any]:
        """What the action needs."""
        what, _dash, number = str(self.cleaned_data["whom"]).partition("-")
        return {
            "department": Department.objects.get(pk=number) if what == DEPARTMENT else None,
            "colleague": Colleague.objects.get(pk=number) if what == COLLEAGUE else None,
            "moments": self.cleaned_data["moments"] == YES,
        }


class KnowsForm(forms.Form):
    at = Typed(label=_("Who knows somebody at …"), required=False, max_length=200)

    def words(self) -> str:
        """What to look for; what can't be read is passed over."""
        self.is_valid()
        return str(self.cleaned_data.get("at", ""))


class AskForm(forms.Form):
    words = Typed(
        label=_("Your question"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("This is only a beginning. Say in your own words why: that makes it easier."),
        error_messages={"required": _("Ask your question in a sentence or two.")},
    )


class AnswerForm(forms.Form):
    """The answer of who is asked; which one is said by the button."""

    PROMISE, DONE, NOT_NOW = "promise", "done", "not-now"
    answer = forms.ChoiceField(
        choices=[(PROMISE, ""), (DONE, ""), (NOT_NOW, "")],
        error_messages={
            "required": _("Choose one of the three answers."),
            "invalid_choice": _("Choose one of the three answers."),
        },
    )
    words = Typed(
        label=_("A word with it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("You needn't say why."),
    )
    before = forms.DateField(
        label=_("If you promise it: before when?"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Write the day as 2026-12-01.")},
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("answer") == self.PROMISE and "before" not in self.errors:
            self._clean_promise(told.get("before"))
        return told

    def _clean_promise(self, before: date | None) -> None:
        if before is None:
            self.add_error("before", _("Choose before which day you will do it."))
        elif before < today():
            self.add_error("before", _("That day has been. Choose one to come."))
        elif before > today() + LONGEST_PROMISE:
            self.add_error("before", _("Choose a day within a year."))


class OutcomeForm(forms.ModelForm[Outcome]):
    title = Typed(
        label=_("In one line"),
        max_length=200,
        error_messages={"required": _("Say in one line what came of it.")},
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    told = Typed(
        label=_("How it went, in your own words"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )

    class Meta:
        model = Outcome
        fields = ["kind", "title", "on", "told", "is_shared", "names_them"]
        widgets = {"on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
        help_texts = {
            "is_shared": _(
                "They read the line, your story, and in which months it began and went on. "
                "Not your notes, not where, not what was said."
            ),
            "names_them": _("Otherwise it says “somebody they know”."),
        }
        error_messages = {
            "kind": {"required": _("Choose what came of it.")},
            "on": {
                "required": _("Choose a day."),
                "invalid": _("Write the day as 2026-11-21."),
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choose")), *Outcome.Kind.choices]  # type: ignore[attr-defined]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > today():
            raise ValidationError(_("That day is still to come. Tell it when it has been."))
        if day < LONG_AGO:
            raise ValidationError(_("That is very long ago. Choose a day from 1950 on."))
        return day
