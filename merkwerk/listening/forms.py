"""What may be typed in listening."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from merkwerk.accounts.models import Colleague
from merkwerk.colleagues.models import Department
from merkwerk.engine.topics import QueryError, parse
from merkwerk.lib.typed import Typed
from merkwerk.listening.models import ToneNote, Topic
from merkwerk.listening.sentences import mistake


class TopicForm(forms.ModelForm[Topic]):
    """A topic; a mistake in the query is explained at its place (`mistake`) in what was `asked`."""

    mistake: QueryError | None = None
    asked = ""

    class Meta:
        model = Topic
        fields = [
            "name",
            "query",
            "purpose",
            "word_forms",
            "team",
            "quiet_from",
            "quiet_until",
            "until",
        ]
        field_classes = {"name": Typed, "query": Typed, "purpose": Typed}
        widgets = {
            "query": forms.Textarea(
                attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "off"}
            ),
            "quiet_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "quiet_until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "name": _("What you call it yourself, for example “VAT for platforms”."),
            "query": _("Words, “exact phrases”, boekhoud*, #tag, AND OR NOT and brackets."),
            "purpose": _("In one sentence: why do you want to hear this, and for whom?"),
            "word_forms": _("Plurals, diminutives and compounds. You see which ones it adds."),
            "team": _("Your department sees this topic; who reads along gets a share of it."),
            "quiet_from": _("In these hours it listens on, and tells you nothing."),
            "until": _("After this day it stops. Leave it empty to go on listening."),
        }

    def __init__(self, *args: Any, by: Colleague, **rest: Any) -> None:
        super().__init__(*args, **rest)
        teams = Department.objects.filter(
            Q(profiles__colleague=by) | Q(pk=self.instance.team_id)
        ).distinct()
        team = self.fields["team"]
        team.queryset = teams  # type: ignore[attr-defined]
        team.empty_label = _("nobody, it is only mine")  # type: ignore[attr-defined]
        if not teams or (self.instance.pk and self.instance.colleague_id != by.pk):
            del self.fields["team"]

    def clean_query(self) -> str:
        self.asked = str(self.cleaned_data["query"])
        try:
            parse(self.asked)
        except QueryError as error:
            self.mistake = error
            raise forms.ValidationError(mistake(error)) from None
        return self.asked

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if (typed.get("quiet_from") is None) != (typed.get("quiet_until") is None):
            missing = "quiet_until" if typed.get("quiet_from") else "quiet_from"
            self.add_error(missing, _("Quiet hours need a beginning and an end."))
        until = typed.get("until")
        if until and "until" in self.changed_data and until < timezone.localdate():
            self.add_error("until", _("This day has passed. Choose a later one, or none."))
        return typed

    @property
    def opens(self) -> bool:
        """Whether what is rarely filled in should be shown at once."""
        rare = ("team", "quiet_from", "quiet_until", "until")
        return any(
            name in self.errors or self[name].value() for name in rare if name in self.fields
        )


class MeaningForm(forms.Form):
    meaning = Typed(
        label=_("What does this mean, according to you?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NoteForm(forms.Form):
    note = Typed(label=_("A note for yourself"), max_length=500, required=False)


class PassForm(forms.Form):
    """One colleague and a sentence; never a list."""

    to = forms.ModelChoiceField(
        label=_("To whom?"), queryset=Colleague.objects.none(), empty_label=_("Choose a colleague")
    )
    sentence = Typed(
        label=_("Why them? One sentence."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say in one sentence why it is something for them.")},
    )

    def __init__(self, *args: Any, by: Colleague, **rest: Any) -> None:
        super().__init__(*args, **rest)
        choices = Colleague.objects.here().exclude(pk=by.pk).order_by("name")
        self.fields["to"].queryset = choices  # type: ignore[attr-defined]


class SearchForm(forms.Form):
    q = Typed(label=_("Search your scrapbook"), max_length=200, required=False)


class ToneNoteForm(forms.ModelForm[ToneNote]):
    """What a colleague knows of how people talk in a place."""

    class Meta:
        model = ToneNote
        fields = ["kind", "text"]
        field_classes = {"text": Typed}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"text": _("All colleagues read this, with your name.")}
